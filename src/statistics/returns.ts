import { deviationOf, momentsOf, type Sample, sizeOf } from './moments.js';
import { requirePeriodsPerYear } from './periods.js';
import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/**
 * Simple returns `equity[i + 1] / equity[i] − 1`, plain numbers (0.01 = 1 %): one less than there are equity points.
 * A return from an equity that is not positive does not exist and is NaN; statistics over it then give that as reason.
 */
export function simpleReturns(equity: ArrayLike<number>): Float64Array {
  const returns = new Float64Array(Math.max(0, equity.length - 1));
  for (let i = 0; i < returns.length; i++) {
    const before = equity[i]!;
    returns[i] = before > 0 ? equity[i + 1]! / before - 1 : Number.NaN;
  }
  return returns;
}

/** Equity that these returns make of `start`: one point more than there are returns, the start value first. */
export function equityFromReturns(returns: ArrayLike<number>, start = 1): Float64Array {
  const equity = new Float64Array(returns.length + 1);
  equity[0] = start;
  for (let i = 0; i < returns.length; i++) equity[i + 1] = equity[i]! * (1 + returns[i]!);
  return equity;
}

/** Last equity over first, less 1 (0.1 = 10 %). `n` counts the equity points. */
export function totalReturn(equity: ArrayLike<number>): Statistic {
  const n = equity.length;
  const fault = unusable(equity, 2);
  if (fault !== undefined) return noStatistic(fault, n);
  const first = equity[0]!;
  return first > 0 ? statistic(equity[n - 1]! / first - 1, n) : noStatistic('the first equity is not positive', n);
}

/**
 * Compound annual growth rate `(last / first)^(1 / years) − 1`, a plain number (0.1 = 10 % a year).
 * `years` is the caller's: returns / 252, or calendar days / 365.25. `n` counts the equity points.
 */
export function cagr(equity: ArrayLike<number>, years: number): Statistic {
  const n = equity.length;
  const total = totalReturn(equity);
  if (total.value === undefined) return total;
  if (!(years > 0)) return noStatistic('no time has passed', n);
  if (total.value < -1) return noStatistic('the last equity is negative', n);
  return statistic((equity[n - 1]! / equity[0]!) ** (1 / years) - 1, n);
}

/** Options of {@link annualisedVolatility}. */
export interface AnnualisedVolatilityOptions {
  /** Number of returns a year: 252 for XNYS sessions, 365 for an always-open market. */
  readonly periodsPerYear: number;
}

/**
 * Sample standard deviation (ddof 1) of the returns times `√periodsPerYear` (0.2 = 20 % a year); 0 if all are equal.
 * @throws ConfigError if `periodsPerYear` is not positive.
 */
export function annualisedVolatility(returns: Sample, options: AnnualisedVolatilityOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const n = sizeOf(returns);
  const moments = momentsOf(returns, 2);
  if (typeof moments === 'string') return noStatistic(moments, n);
  return statistic(deviationOf(moments, 1) * Math.sqrt(periods), n);
}
