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
  #times: Float64Array;
  #equity: Float64Array;
  #length = 0;
  readonly #sessions = new GrowingColumn();
  readonly #sessionTimes = new GrowingColumn();
  readonly #sessionEquity = new GrowingColumn();
  #calendar: Calendar | undefined;

  constructor(expected: number) {
    this.#times = new Float64Array(Math.max(1, expected));
    this.#equity = new Float64Array(Math.max(1, expected));
  }

  onStart({ time, equity, calendar }: AnalysisStart): void {
    this.#calendar = calendar;
    this.#startTime = time;
    this.#startEquity = equity;
  }

  onEquity(time: Millis, equity: number): void {
    const at = this.#length++;
    if (at === this.#times.length) {
      this.#times = doubled(this.#times);
      this.#equity = doubled(this.#equity);
    }
    this.#times[at] = time;
    this.#equity[at] = equity;
  }

  onSession(session: Session, time: Millis, equity: number): void {
    this.#sessions.push(session.index);
    this.#sessionTimes.push(time);
    this.#sessionEquity.push(equity);
  }

  result(): EquityCurve {
    const sessions = this.#sessions.values;
    const calendar = this.#calendar;
    let dates: readonly IsoDate[] | undefined;
    return {
      startTime: this.#startTime,
      startEquity: this.#startEquity,
      times: this.#times.subarray(0, this.#length),
      equity: this.#equity.subarray(0, this.#length),
      // Written out when they are asked for: a sweep over daily bars never does.
      get sessionDates() {
        return (dates ??= sessions.map((index) => calendar!.at(index).date));
      },
      sessionTimes: this.#sessionTimes.toFloat64Array(),
      sessionEquity: this.#sessionEquity.toFloat64Array(),
    };
  }
}

function doubled(column: Float64Array): Float64Array {
  const twice = new Float64Array(column.length * 2);
  twice.set(column);
  return twice;
}
