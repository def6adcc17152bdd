import { noStatistic, type Statistic, statistic } from './statistic.js';

/**
 * Calmar ratio: compound annual growth over the size of the deepest drawdown, from both figures. None without a drawdown.
 * `n` is that of the growth.
 *
 * Source: T. W. Young, Calmar Ratio: A Smoother Tool, Futures (October 1991). He takes the last 36 months; this takes
 * what both figures were made from.
 */
export function calmarRatio(annualGrowth: Statistic, maxDrawdown: Statistic): Statistic {
  const { n } = annualGrowth;
  if (annualGrowth.value === undefined) return annualGrowth;
  if (maxDrawdown.value === undefined) return noStatistic(maxDrawdown.reason ?? 'there is no drawdown', n);
  if (maxDrawdown.value === 0) return noStatistic('equity never fell below its peak', n);
  return statistic(annualGrowth.value / Math.abs(maxDrawdown.value), n);
}
