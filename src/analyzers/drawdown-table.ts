import { DAY, type Millis } from '../core/time.js';
import { DrawdownFinder, type TimedDrawdown, withTimes, worstDrawdowns } from '../statistics/drawdowns.js';
import type { Statistic } from '../statistics/statistic.js';
import { UnderWater } from '../statistics/under-water.js';
import type { AnalyzerFactory } from './analyzer.js';
import { ofEquityCurve } from './curve-analyzer.js';
import type { EquityCurve } from './equity-curve.js';

/** A drawdown with the lengths of its two halves. Points count from 0, the start value first. Days are of 24 hours. */
export interface DrawdownRow extends TimedDrawdown {
  /** Days from the peak to the trough. */
  readonly fallDays: number;
  /** Days from the trough to the recovery; `undefined` while there is none. */
  readonly recoveryDays: number | undefined;
}

/** The drawdowns of a run. Every point counts, the start value too. */
export interface DrawdownTable {
  /** The deepest, deepest first: at most ten. */
  readonly worst: readonly DrawdownRow[];
  /** Drawdowns in all. */
  readonly count: number;
  /** Mean of `equity / peak − 1` over all points. */
  readonly average: Statistic;
  /** In percent points. */
  readonly ulcerIndex: Statistic;
  /** Part of the points below an earlier peak. */
  readonly timeUnderWater: Statistic;
  /** Days of the longest drawdown, whether made good or not; 0 without one. */
  readonly longestDays: number;
}

/** The drawdown table of a finished curve. */
export function drawdownTableOf({ startTime, startEquity, times, equity }: EquityCurve, count = 10): DrawdownTable {
  const finder = new DrawdownFinder();
  const sums = new UnderWater();
  // The start value first, then the curve where it lies: it may have millions of points.
  for (const points of [Float64Array.of(startEquity), equity]) {
    finder.addAll(points);
    sums.addAll(points);
  }
  const timeOf = (point: number): Millis => (point === 0 ? startTime : times[point - 1]!);
  const episodes = withTimes(finder.result(), timeOf, timeOf(equity.length));
  return {
    worst: worstDrawdowns(episodes, count).map((each) => ({
      ...each,
      fallDays: (each.troughTime - each.peakTime) / DAY,
      recoveryDays: each.recoveryTime === undefined ? undefined : (each.recoveryTime - each.troughTime) / DAY,
    })),
    count: episodes.length,
    average: sums.average,
    ulcerIndex: sums.ulcerIndex,
    timeUnderWater: sums.time,
    longestDays: episodes.reduce((longest, each) => Math.max(longest, each.lengthDays), 0),
  };
}

/** Options of {@link drawdownTable}. */
export interface DrawdownTableOptions {
  /** Rows of the table. Default 10. */
  readonly count?: number;
}

/** The worst drawdowns with their dates and lengths, and how long the run was under water. */
export function drawdownTable({ count = 10 }: DrawdownTableOptions = {}): AnalyzerFactory<DrawdownTable> {
  return ofEquityCurve((curve) => drawdownTableOf(curve, count));
}
