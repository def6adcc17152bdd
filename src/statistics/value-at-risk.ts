import { ConfigError } from '../core/errors.js';
import { deviationOf, kurtosisOf, type CentralMoments, momentsOf, skewnessOf } from './moments.js';
import { normalQuantile } from './normal.js';
import { type QuantileInterpolation, quantileOfSorted } from './quantile.js';
import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** Options of {@link valueAtRisk}. */
export interface ValueAtRiskOptions {
  /** Part of the returns that lies beyond, above 0 and below 1. Default 0.05 (what people call VaR 95 %). */
  readonly level?: number;
  /**
   * `historical` (default): the quantile of the returns themselves. `gaussian`: that of a normal distribution with their
   * mean and sample deviation. `cornish-fisher`: the same corrected for skewness and kurtosis.
   */
  readonly method?: 'historical' | 'gaussian' | 'cornish-fisher';
  /** Of the historical quantile. Default `linear`. */
  readonly interpolation?: QuantileInterpolation;
}

/**
 * Value at risk as a signed return of one period: −0.02 means that a loss of 2 % or more came (or is expected) in
 * `level` of the periods. Above 0 where even that many periods gained.
 *
 * Source: P. Jorion, Value at Risk, 3rd edition (2007), chapter 5; J. Zangari, A VaR Methodology for Portfolios that
 * Include Options, RiskMetrics Monitor (1996), for the Cornish-Fisher expansion.
 * @throws ConfigError if the level is not between 0 and 1.
 */
export function valueAtRisk(returns: ArrayLike<number>, options: ValueAtRiskOptions = {}): Statistic {
  const { method = 'historical', interpolation = 'linear' } = options;
  const level = requireLevel(options.level ?? 0.05);
  const n = returns.length;
  if (method === 'historical') {
    const fault = unusable(returns, 1);
    if (fault !== undefined) return noStatistic(fault, n);
    return statistic(quantileOfSorted(Float64Array.from(returns).sort(), level, interpolation), n);
  }
  const moments = momentsOf(returns, method === 'gaussian' ? 2 : 4);
  if (typeof moments === 'string') return noStatistic(moments, n);
  if (moments.m2 === 0) return statistic(moments.mean, n);
  const z = normalQuantile(level);
  const deviations = method === 'gaussian' ? z : expanded(z, moments);
  return statistic(moments.mean + deviations * deviationOf(moments, 1), n);
}

/** Options of {@link conditionalValueAtRisk}. */
export interface ConditionalValueAtRiskOptions extends Omit<ValueAtRiskOptions, 'method'> {
  /** `historical` (default): mean of the returns at or below the value at risk. `gaussian`: that of a normal distribution. */
  readonly method?: 'historical' | 'gaussian';
}

/**
 * Conditional value at risk (expected shortfall) as a signed return: the mean of the returns at or below the value at
 * risk; for a normal distribution `mean − deviation · φ(z) / level`.
 *
 * Source: C. Acerbi and D. Tasche, On the Coherence of Expected Shortfall, Journal of Banking & Finance 26 (2002).
 * @throws ConfigError if the level is not between 0 and 1.
 */
export function conditionalValueAtRisk(returns: ArrayLike<number>, options: ConditionalValueAtRiskOptions = {}): Statistic {
  const { method = 'historical' } = options;
  const level = requireLevel(options.level ?? 0.05);
  const n = returns.length;
  if (method === 'gaussian') {
    const moments = momentsOf(returns, 2);
    if (typeof moments === 'string') return noStatistic(moments, n);
    const z = normalQuantile(level);
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    return statistic(moments.mean - (deviationOf(moments, 1) * density) / level, n);
  }
  const limit = valueAtRisk(returns, { ...options, method });
  if (limit.value === undefined) return limit;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (returns[i]! > limit.value) continue;
    sum += returns[i]!;
    count++;
  }
  return statistic(sum / count, n);
}

/** Cornish and Fisher's quantile, from biased skewness and excess kurtosis. */
function expanded(z: number, moments: CentralMoments): number {
  const s = skewnessOf(moments);
  const k = kurtosisOf(moments) - 3;
  return z + ((z * z - 1) * s) / 6 + ((z ** 3 - 3 * z) * k) / 24 - ((2 * z ** 3 - 5 * z) * s * s) / 36;
}

function requireLevel(level: number): number {
  if (level > 0 && level < 1) return level;
  throw new ConfigError(`the level of a value at risk lies between 0 and 1, not at ${level}`, {
    code: 'statistics/level',
    context: { level },
    hint: 'give the part of the periods that lies beyond: 0.05 for what is called 95 %',
  });
}
