import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** `linear`: between the neighbouring order statistics (type 7); `lower`: the order statistic at or below the place. */
export type QuantileInterpolation = 'linear' | 'lower';

/** Options of quantiles. */
export interface QuantileOptions {
  /** Default `linear`. */
  readonly interpolation?: QuantileInterpolation;
}

/**
 * Quantile of the values, in their unit: the place is `p · (n − 1)` of the ascending values, counted from 0.
 *
 * Source: R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996), type 7.
 */
export function quantile(values: ArrayLike<number>, p: number, options: QuantileOptions = {}): Statistic {
  const n = values.length;
  const fault = unusable(values, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  if (!(p >= 0 && p <= 1)) return noStatistic(`a quantile lies between 0 and 1, not at ${p}`, n);
  return statistic(quantileOfSorted(new Float64Array(values).sort(), p, options.interpolation), n);
}

/** The same of values that ascend already. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number, interpolation: QuantileInterpolation = 'linear'): number {
  const place = p * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below]!;
  if (interpolation === 'lower' || below === place) return low;
  return low + (ascending[below + 1]! - low) * (place - below);
}

/** Median of the values, in their unit. */
export function median(values: ArrayLike<number>): Statistic {
  return quantile(values, 0.5);
}
