import { type Drawdown, drawdowns } from './drawdowns.js';
import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** Deepest drawdown of an equity curve, 0 or negative; 0 if it never fell. */
export function maxDrawdown(equity: ArrayLike<number>): Statistic {
  const n = equity.length;
  const fault = unusable(equity, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  const deepest = deepestDrawdown(drawdowns(equity));
  if (deepest !== undefined) return statistic(deepest.depth, n);
  for (let i = 0; i < n; i++) if (equity[i]! > 0) return statistic(0, n);
  return noStatistic('no equity was positive', n);
}

/** The first of the deepest of these; `undefined` if there are none. */
export function deepestDrawdown<D extends Drawdown>(episodes: readonly D[]): D | undefined {
  let deepest: D | undefined;
  for (const each of episodes) if (deepest === undefined || each.depth < deepest.depth) deepest = each;
  return deepest;
}
