import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** Options of the Omega ratio. */
export interface OmegaOptions {
  /** Simple return of one period that divides gains from losses. Default 0. */
  readonly thresholdPerPeriod?: number;
}

/**
 * Omega ratio: sum of the returns' parts above the threshold over the sum of their parts below it. None without losses.
 *
 * Source: C. Keating and W. F. Shadwick, A Universal Performance Measure, Journal of Performance Measurement 6 (2002).
 */
export function omegaRatio(returns: ArrayLike<number>, options: OmegaOptions = {}): Statistic {
  const n = returns.length;
  const fault = unusable(returns, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  const threshold = options.thresholdPerPeriod ?? 0;
  let gains = 0;
  let losses = 0;
  for (let i = 0; i < n; i++) {
    const beyond = returns[i]! - threshold;
    if (beyond > 0) gains += beyond;
    else losses -= beyond;
  }
  return losses > 0 ? statistic(gains / losses, n) : noStatistic('no return was below the threshold', n);
}
