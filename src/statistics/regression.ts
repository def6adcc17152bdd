import { deviationOf, momentsOf } from './moments.js';
import { pairsOf } from './pairs.js';
import { requirePeriodsPerYear } from './periods.js';
import { withoutVariance } from './sharpe.js';
import { noStatistic, type Statistic, statistic } from './statistic.js';

/** A line through the returns over those of a benchmark, by least squares. `n` counts the periods that both have. */
export interface BenchmarkRegression {
  /** `mean(r) − beta · mean(b)`, simple return of one period. */
  readonly alphaPerPeriod: Statistic;
  /** `covariance(r, b) / variance(b)`. */
  readonly beta: Statistic;
  /** Pearson's correlation, −1 to 1. */
  readonly correlation: Statistic;
}

/**
 * Regression of returns on those of a benchmark, without a risk-free rate. Periods in which the benchmark is NaN are left out.
 *
 * Source: M. C. Jensen, The Performance of Mutual Funds in the Period 1945-1964, Journal of Finance 23 (1968).
 * @throws ConfigError if the series are not of one length.
 */
export function benchmarkRegression(returns: ArrayLike<number>, benchmark: ArrayLike<number>): BenchmarkRegression {
  const pairs = pairsOf(returns, benchmark);
  const n = pairs.returns.length;
  const none = (reason: string): BenchmarkRegression => {
    const statisticOfNone = noStatistic(reason, n);
    return { alphaPerPeriod: statisticOfNone, beta: statisticOfNone, correlation: statisticOfNone };
  };
  const own = momentsOf(pairs.returns, 2);
  const other = momentsOf(pairs.benchmark, 2);
  if (typeof own === 'string') return none(own);
  if (typeof other === 'string') return none(other);
  if (withoutVariance(other)) return none('the returns of the benchmark do not vary');
  let covariance = 0;
  for (let i = 0; i < n; i++) covariance += (pairs.returns[i]! - own.mean) * (pairs.benchmark[i]! - other.mean);
  covariance /= n;
  const beta = covariance / other.m2;
  return {
    alphaPerPeriod: statistic(own.mean - beta * other.mean, n),
    beta: statistic(beta, n),
    correlation: withoutVariance(own) ? noStatistic('the returns do not vary', n) : statistic(covariance / Math.sqrt(own.m2 * other.m2), n),
  };
}

/** Options of {@link annualisedAlpha}. */
export interface AnnualisedAlphaOptions {
  readonly periodsPerYear: number;
  /** `arithmetic` (default): alpha · periodsPerYear; `compound`: (1 + alpha)^periodsPerYear − 1. */
  readonly annualise?: 'arithmetic' | 'compound';
}

/** Jensen's alpha of a year. Source: as {@link benchmarkRegression}. @throws ConfigError if `periodsPerYear` is not positive. */
export function annualisedAlpha({ alphaPerPeriod }: BenchmarkRegression, options: AnnualisedAlphaOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const { value, n } = alphaPerPeriod;
  if (value === undefined) return alphaPerPeriod;
  return statistic(options.annualise === 'compound' ? (1 + value) ** periods - 1 : value * periods, n);
}

/** Options of tracking error and information ratio. */
export interface TrackingOptions {
  readonly periodsPerYear: number;
}

/** Tracking error: sample deviation of `r − b` · √periodsPerYear. @throws ConfigError as {@link benchmarkRegression}. */
export function trackingError(returns: ArrayLike<number>, benchmark: ArrayLike<number>, options: TrackingOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const active = activeReturns(returns, benchmark);
  const moments = momentsOf(active, 2);
  if (typeof moments === 'string') return noStatistic(moments, active.length);
  return statistic(deviationOf(moments, 1) * Math.sqrt(periods), active.length);
}

/**
 * Information ratio: mean of `r − b` over its sample deviation, · √periodsPerYear. None where the run follows the
 * benchmark exactly.
 *
 * Source: R. C. Grinold and R. N. Kahn, Active Portfolio Management, 2nd edition (2000), chapter 5.
 * @throws ConfigError as {@link benchmarkRegression}.
 */
export function informationRatio(returns: ArrayLike<number>, benchmark: ArrayLike<number>, options: TrackingOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const active = activeReturns(returns, benchmark);
  const moments = momentsOf(active, 2);
  if (typeof moments === 'string') return noStatistic(moments, active.length);
  if (withoutVariance(moments)) return noStatistic('the returns differ from those of the benchmark by a constant', active.length);
  return statistic((moments.mean / deviationOf(moments, 1)) * Math.sqrt(periods), active.length);
}

function activeReturns(returns: ArrayLike<number>, benchmark: ArrayLike<number>): Float64Array {
  const pairs = pairsOf(returns, benchmark);
  return pairs.returns.map((each, i) => each - pairs.benchmark[i]!);
}
