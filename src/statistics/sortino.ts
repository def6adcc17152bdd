import { centralMoments, deviationOf } from './moments.js';
import { requirePeriodsPerYear } from './periods.js';
import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** Options of the downside figures. */
export interface DownsideOptions {
  /** Number of returns a year. 1 leaves the figure per period. */
  readonly periodsPerYear: number;
  /** Simple return of one period that is asked for. Default 0. */
  readonly targetPerPeriod?: number;
}

/**
 * Downside deviation `√(mean over ALL returns of min(r − target, 0)²) · √periodsPerYear`; 0 if no return was below.
 *
 * Source: F. A. Sortino and R. van der Meer, Downside Risk, Journal of Portfolio Management 17 (1991).
 * @throws ConfigError if `periodsPerYear` is not positive.
 */
export function downsideDeviation(returns: ArrayLike<number>, options: DownsideOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const n = returns.length;
  const fault = unusable(returns, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  return statistic(semideviation(returns, options.targetPerPeriod ?? 0) * Math.sqrt(periods), n);
}

/**
 * What the ratio divides by. `target`: the downside deviation, over all returns. `negative-returns`: the sample
 * deviation of the returns below the target alone, which some programs call Sortino: it ignores how often they came.
 */
export type SortinoDenominator = 'target' | 'negative-returns';

/** Options of the Sortino ratio. */
export interface SortinoOptions extends DownsideOptions {
  /** Default `target`, the definition of the source. */
  readonly denominator?: SortinoDenominator;
}

/**
 * Sortino ratio `(mean − target) / downsideDeviation · √periodsPerYear`. None where no return was below the target.
 * Source: as {@link downsideDeviation}.
 * @throws ConfigError if `periodsPerYear` is not positive.
 */
export function sortinoRatio(returns: ArrayLike<number>, options: SortinoOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const { targetPerPeriod: target = 0, denominator = 'target' } = options;
  const n = returns.length;
  const fault = unusable(returns, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  const deviation = denominator === 'target' ? semideviation(returns, target) : deviationBelow(returns, target);
  if (typeof deviation === 'string') return noStatistic(deviation, n);
  if (!(deviation > 0)) return noStatistic('no return was below the target', n);
  return statistic(((centralMoments(returns).mean - target) / deviation) * Math.sqrt(periods), n);
}

function semideviation(returns: ArrayLike<number>, target: number): number {
  let sum = 0;
  for (let i = 0; i < returns.length; i++) {
    const below = returns[i]! - target;
    if (below < 0) sum += below * below;
  }
  return Math.sqrt(sum / returns.length);
}

function deviationBelow(returns: ArrayLike<number>, target: number): number | string {
  const below = Float64Array.from(returns).filter((each) => each < target);
  return below.length < 2 ? `needs at least 2 returns below the target, has ${below.length}` : deviationOf(centralMoments(below), 1);
}
