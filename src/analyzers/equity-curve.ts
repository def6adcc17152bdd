import type { Calendar, Session } from '../calendar/calendar.js';
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
  readonly #points: Points;
  readonly #sessionPoints: Points;
  readonly #sessions: number[] = [];
  #calendar: Calendar | undefined;

  constructor(expected: number) {
    this.#points = new Points(expected);
    // No more sessions than slices, and no need to grow for a few decades of them.
    this.#sessionPoints = new Points(Math.min(expected, 8192));
  }

  onStart({ time, equity, calendar }: AnalysisStart): void {
    this.#calendar = calendar;
    this.#startTime = time;
    this.#startEquity = equity;
  }

  onEquity(time: Millis, equity: number): void {
    this.#points.push(time, equity);
  }

  onSession(session: Session, time: Millis, equity: number): void {
    this.#sessions.push(session.index);
    this.#sessionPoints.push(time, equity);
  }

  result(): EquityCurve {
    const sessions = this.#sessions;
    const calendar = this.#calendar;
    let dates: readonly IsoDate[] | undefined;
    return {
      startTime: this.#startTime,
      startEquity: this.#startEquity,
      times: this.#points.times,
      equity: this.#points.values,
      // Written out when they are asked for: a sweep over daily bars never does.
      get sessionDates() {
        return (dates ??= sessions.map((index) => calendar!.at(index).date));
      },
      sessionTimes: this.#sessionPoints.times,
      sessionEquity: this.#sessionPoints.values,
    };
  }
}

/** Two parallel columns that grow by doubling. */
class Points {
  #times: Float64Array;
  #values: Float64Array;
  #length = 0;

  constructor(expected: number) {
    const capacity = Math.max(16, expected);
    this.#times = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
  }

  push(time: Millis, value: number): void {
    const at = this.#length++;
    if (at === this.#times.length) {
      this.#times = doubled(this.#times);
      this.#values = doubled(this.#values);
    }
    this.#times[at] = time;
    this.#values[at] = value;
  }

  get times(): Float64Array {
    return this.#times.subarray(0, this.#length);
  }
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

function doubled(column: Float64Array): Float64Array {
  const twice = new Float64Array(column.length * 2);
  twice.set(column);
  return twice;
}
