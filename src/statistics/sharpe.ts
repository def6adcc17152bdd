import { type CentralMoments, deviationOf, momentsOf, type Sample, sizeOf } from './moments.js';
import { requirePeriodsPerYear } from './periods.js';
import { noStatistic, type Statistic, statistic } from './statistic.js';

/** Options of the Sharpe ratio. */
export interface SharpeOptions {
  /** Number of returns a year; the ratio is multiplied by its square root. 1 leaves it per period. */
  readonly periodsPerYear: number;
  /** Risk-free simple return of one period, subtracted from each return. Default 0. */
  readonly riskFreePerPeriod?: number;
}

/**
 * Sharpe ratio `(mean − riskFree) / deviation · √periodsPerYear`, sample deviation (ddof 1).
 *
 * Source: W. F. Sharpe, The Sharpe Ratio, Journal of Portfolio Management 21 (1994).
 * @throws ConfigError if `periodsPerYear` is not positive.
 */
export function sharpeRatio(returns: Sample, options: SharpeOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const n = sizeOf(returns);
  const moments = momentsOf(returns, 2);
  if (typeof moments === 'string') return noStatistic(moments, n);
  if (withoutVariance(moments)) return noStatistic('the returns do not vary', n);
  const excess = moments.mean - (options.riskFreePerPeriod ?? 0);
  return statistic((excess / deviationOf(moments, 1)) * Math.sqrt(periods), n);
}

/**
 * Whether returns vary by no more than the rounding of 1 + return does. A curve that grows by exactly 1 % a step has
 * returns that differ in their 16th digit; a ratio over that deviation would be noise of the order of 10¹⁴.
 */
export function withoutVariance(moments: CentralMoments): boolean {
  return Math.sqrt(moments.m2) <= 8 * Number.EPSILON * (1 + Math.abs(moments.mean));
}
