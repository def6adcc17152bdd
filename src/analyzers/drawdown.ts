import { DAY, type Millis } from '../core/time.js';
import { DrawdownTracker } from '../statistics/drawdown-tracker.js';
import type { Statistic } from '../statistics/statistic.js';
import type { EquityCurve } from './equity-curve.js';
import type { AnalysisStart, Analyzer, AnalyzerFactory } from './analyzer.js';

/** Depth and times of the deepest drawdown, and how the run stands at its end. */
export interface DrawdownResult {
  /** Deepest `equity / peak - 1`, at most 0. Every point counts, the start value too. */
  readonly depth: Statistic;
  readonly peakTime: Millis | undefined;
  readonly troughTime: Millis | undefined;
  /** `undefined` when the peak was not reached again. */
  readonly recoveryTime: Millis | undefined;
  /** Days from the peak of the deepest drawdown to its recovery, or to the last point. */
  readonly lengthDays: number | undefined;
  /** Days from its trough to its recovery; `undefined` while there is none. */
  readonly recoveryDays: number | undefined;
  /** Days of the longest drawdown that was made good; 0 if none was. */
  readonly longestRecoveredDays: number;
  /** Drawdown at the last point. */
  readonly current: number;
}

/** Deepest drawdown of the equity curve: depth, length and recovery. */
export function drawdown(): AnalyzerFactory<DrawdownResult> {
  return () => new DrawdownAnalyzer();
}

/** The same from a finished curve. */
export function drawdownOf({ startTime, startEquity, times, equity }: EquityCurve): DrawdownResult {
  const analyzer = new DrawdownAnalyzer();
  analyzer.onEquity(startTime, startEquity);
  analyzer.onCurve(times, equity);
  return analyzer.result();
}

class DrawdownAnalyzer implements Analyzer<DrawdownResult> {
  readonly #tracker = new DrawdownTracker();
  #last: Millis = Number.NaN;

  onStart({ time, equity }: AnalysisStart): void {
    this.onEquity(time, equity);
  }

  onEquity(time: Millis, equity: number): void {
    this.#last = time;
    this.#tracker.update(time, equity);
  }

  onCurve(times: Float64Array, equity: Float64Array): void {
    if (times.length > 0) this.#last = times[times.length - 1]!;
    this.#tracker.updateAll(times, equity);
  }

  result(): DrawdownResult {
    const t = this.#tracker;
    const peakTime = existing(t.peakTime);
    const recoveryTime = existing(t.recoveryTime);
    return {
      depth: t.maxDrawdown,
      peakTime,
      troughTime: existing(t.troughTime),
      recoveryTime,
      lengthDays: peakTime === undefined ? undefined : ((recoveryTime ?? this.#last) - peakTime) / DAY,
      recoveryDays: recoveryTime === undefined ? undefined : (recoveryTime - t.troughTime) / DAY,
      longestRecoveredDays: t.longestRecoveryMs / DAY,
      current: t.drawdown,
    };
  }
}

function existing(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
