import type { ActionHistory } from '../../src/core/corporate-action.js';
import type { BarSeries } from '../../src/core/series.js';
import type { IsoDate } from '../../src/core/time.js';
import { datesOf, factorsOf } from './factors.js';

/** A date on which a source's adjusted close and the corporate actions disagree. */
export interface AdjustmentDifference {
  readonly date: IsoDate;
  /** Factor step of the date, less 1: 0.01 where the prices before it are lowered by 1 %. */
  readonly source: number;
  readonly actions: number;
  readonly reason: 'source adjusts without a known action' | 'source ignores a known action' | 'amounts differ';
}

/**
 * Compares a source's adjusted close with what raw prices and corporate actions make of it, day by day. What counts is the
 * step of the factor `adjusted / close` from one bar to the next: levels may differ, since each source adjusts as of its own
 * day of download.
 *
 * @param series - on basis `raw`, session bars.
 * @param adjusted - the source's adjusted close, one a bar.
 * @param tolerance - difference of steps that rounding may make, a fraction. Default 0.0015.
 */
export function crossCheckAdjusted(
  series: BarSeries,
  adjusted: ArrayLike<number>,
  history: ActionHistory,
  tolerance = 1.5e-3,
): readonly AdjustmentDifference[] {
  const dates = datesOf(series);
  const { split, dividend } = factorsOf(series, dates, history, dates.at(-1) ?? '');
  const { close } = series.columns;
  const known = new Set(history.actions.map(({ exDate }) => exDate));
  const differences: AdjustmentDifference[] = [];
  for (let row = 1; row < series.length; row++) {
    const source = adjusted[row]! / close[row]! / (adjusted[row - 1]! / close[row - 1]!) - 1;
    const actions = (split[row]! * dividend[row]!) / (split[row - 1]! * dividend[row - 1]!) - 1;
    if (Math.abs(source - actions) <= tolerance * (1 + Math.abs(actions))) continue;
    const date = dates[row]!;
    differences.push({
      date,
      source,
      actions,
      reason: !known.has(date)
        ? 'source adjusts without a known action'
        : Math.abs(source) <= tolerance
          ? 'source ignores a known action'
          : 'amounts differ',
    });
  }
  return differences;
}
