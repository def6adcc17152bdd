import type { Calendar, Session } from '../calendar/calendar.js';
import { GrowingColumn } from '../core/growing-column.js';
import type { IsoDate, Millis } from '../core/time.js';
import type { AnalysisStart, Analyzer, AnalyzerFactory } from './analyzer.js';

/** The account's equity over time. The start value stands apart, before the first point. */
export interface EquityCurve {
  readonly startTime: Millis;
  readonly startEquity: number;
  /** One point a slice, two parallel arrays. */
  readonly times: Float64Array;
  readonly equity: Float64Array;
  /** One point a session, its last equity; parallel arrays. */
  readonly sessionDates: readonly IsoDate[];
  readonly sessionTimes: Float64Array;
  readonly sessionEquity: Float64Array;
}

/** Records one point a slice and one a session. `expected` (number of slices) saves growing. */
export function equityCurve(expected = 1024): AnalyzerFactory<EquityCurve> {
  return () => new EquityCurveRecorder(expected);
}

class EquityCurveRecorder implements Analyzer<EquityCurve> {
  #startTime: Millis = Number.NaN;
  #startEquity = Number.NaN;
  readonly #times: GrowingColumn;
  readonly #equity: GrowingColumn;
  readonly #sessions: GrowingColumn;
  readonly #sessionTimes: GrowingColumn;
  readonly #sessionEquity: GrowingColumn;
  #calendar: Calendar | undefined;

  constructor(expected: number) {
    this.#times = new GrowingColumn(expected);
    this.#equity = new GrowingColumn(expected);
    // Some sixteen years of sessions; fewer where there are fewer slices.
    const sessions = Math.min(expected, 4096);
    this.#sessions = new GrowingColumn(sessions);
    this.#sessionTimes = new GrowingColumn(sessions);
    this.#sessionEquity = new GrowingColumn(sessions);
  }

  onStart({ time, equity, calendar }: AnalysisStart): void {
    this.#calendar = calendar;
    this.#startTime = time;
    this.#startEquity = equity;
  }

  onEquity(time: Millis, equity: number): void {
    this.#times.push(time);
    this.#equity.push(equity);
  }

  onSession(session: Session, time: Millis, equity: number): void {
    this.#sessions.push(session.index);
    this.#sessionTimes.push(time);
    this.#sessionEquity.push(equity);
  }

  result(): EquityCurve {
    const sessions = this.#sessions.view();
    const calendar = this.#calendar;
    let dates: readonly IsoDate[] | undefined;
    return {
      startTime: this.#startTime,
      startEquity: this.#startEquity,
      times: this.#times.view(),
      equity: this.#equity.view(),
      // Written out when they are asked for: a sweep over daily bars never does.
      get sessionDates() {
        return (dates ??= Array.from(sessions, (index) => calendar!.at(index).date));
      },
      sessionTimes: this.#sessionTimes.view(),
      sessionEquity: this.#sessionEquity.view(),
    };
  }
}
