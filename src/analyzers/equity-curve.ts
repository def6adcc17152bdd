import type { IsoDate, Millis } from '../core/time.js';
import type { AnalysisStart, Analyzer, AnalyzerFactory, SessionPoint } from './analyzer.js';

/** The account's equity over time. All arrays are parallel; the start value stands apart, before the first point. */
export interface EquityCurve {
  readonly startTime: Millis;
  readonly startEquity: number;
  /** One point a slice. */
  readonly times: Float64Array;
  readonly equity: Float64Array;
  /** One point a session: its last equity. */
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
  #n = 0;
  readonly #sessions: SessionPoint[] = [];

  constructor(expected: number) {
    this.#times = new Float64Array(Math.max(1, expected));
    this.#equity = new Float64Array(Math.max(1, expected));
  }

  onStart({ time, equity }: AnalysisStart): void {
    this.#startTime = time;
    this.#startEquity = equity;
  }

  onEquity(time: Millis, equity: number): void {
    const at = this.#n++;
    if (at === this.#times.length) {
      this.#times = grown(this.#times);
      this.#equity = grown(this.#equity);
    }
    this.#times[at] = time;
    this.#equity[at] = equity;
  }

  onSession(session: SessionPoint): void {
    this.#sessions.push(session);
  }

  result(): EquityCurve {
    return {
      startTime: this.#startTime,
      startEquity: this.#startEquity,
      times: this.#times.subarray(0, this.#n),
      equity: this.#equity.subarray(0, this.#n),
      sessionDates: this.#sessions.map((session) => session.date),
      sessionTimes: Float64Array.from(this.#sessions, (session) => session.time),
      sessionEquity: Float64Array.from(this.#sessions, (session) => session.equity),
    };
  }
}

function grown(column: Float64Array): Float64Array {
  const twice = new Float64Array(column.length * 2);
  twice.set(column);
  return twice;
}
