import { quantile } from './quantile.js';
import { noStatistic, type Statistic, statistic } from './statistic.js';

/**
 * Tail ratio `|95 % quantile| / |5 % quantile|` of the returns, quantiles of type 7. Above 1 the good extremes are the
 * larger ones. None if the 5 % quantile is 0.
 */
export function tailRatio(returns: ArrayLike<number>): Statistic {
  const high = quantile(returns, 0.95);
  const low = quantile(returns, 0.05);
  if (high.value === undefined || low.value === undefined) return high;
  if (low.value === 0) return noStatistic('the 5 % quantile of the returns is 0', high.n);
  return statistic(Math.abs(high.value) / Math.abs(low.value), high.n);
}
