import type { ActionHistory, Dividend } from '../../src/core/corporate-action.js';
import { DataError } from '../../src/core/errors.js';
import type { BarSeries } from '../../src/core/series.js';
import type { IsoDate } from '../../src/core/time.js';

/** What to multiply each bar's figures by. One entry a bar. */
export interface AdjustmentFactors {
  /** Prices, for the splits after the bar. */
  readonly split: Float64Array;
  /** Prices, for the dividends after the bar, on top of the splits. */
  readonly dividend: Float64Array;
}

/** The actions of one ex-date. */
interface ExDate {
  readonly date: IsoDate;
  /** New shares for an old one. */
  readonly ratio: number;
  readonly dividends: readonly Dividend[];
}

/** Session date of each bar. */
export function datesOf(series: BarSeries): IsoDate[] {
  const { calendar } = series.instrument;
  return Array.from(series.columns.time, (time) => calendar.sessionOf(time).date);
}

/**
 * Factors of backward adjustment from actions with an ex-date up to `asOf`, for bars as traded.
 *
 * - Splits: every price before the ex-date is divided by new shares for an old one.
 * - Dividends: every price before the ex-date is multiplied by `1 − dividend / close`, with the last close before the ex-date
 *   (in new shares, where a split shares the date). Source: Center for Research in Security Prices, "Data Definitions",
 *   factor to adjust prices; the adjusted close of Yahoo Finance is made in the same way.
 *
 * @throws DataError for a dividend that is not below the close before it.
 */
export function factorsOf(series: BarSeries, dates: readonly IsoDate[], history: ActionHistory, asOf: IsoDate): AdjustmentFactors {
  const { length } = series;
  const split = new Float64Array(length).fill(1);
  const dividend = new Float64Array(length).fill(1);
  const exDates = exDatesOf(history, asOf);
  let splitFactor = 1;
  let dividendFactor = 1;
  let next = exDates.length - 1;
  for (let row = length - 1; row >= 0; row--) {
    for (; next >= 0 && exDates[next]!.date > dates[row]!; next--) {
      const { ratio, dividends } = exDates[next]!;
      splitFactor /= ratio;
      dividendFactor *= keptAfter(series, row, ratio, dividends);
    }
    split[row] = splitFactor;
    dividend[row] = dividendFactor;
  }
  return { split, dividend };
}

/** Part of the close of a row that is left after the dividends of the next ex-date. */
function keptAfter(series: BarSeries, row: number, ratio: number, dividends: readonly Dividend[]): number {
  const paid = dividends.reduce((sum, { amount }) => sum + amount, 0);
  const close = series.columns.close[row]! / ratio;
  if (paid < close) return 1 - paid / close;
  const { symbol, exDate } = dividends[0]!;
  throw new DataError(`${symbol}: a dividend of ${paid} on ${exDate}, on a close of ${close} before it`, {
    code: 'action/dividend-above-price',
    context: { symbol, exDate, amount: paid, close },
    hint: 'give the amount as paid at the time, and prices as traded: one of the two is adjusted for splits',
  });
}

function exDatesOf({ actions }: ActionHistory, asOf: IsoDate): ExDate[] {
  const byDate = new Map<IsoDate, { ratio: number; dividends: Dividend[] }>();
  for (const action of actions) {
    if (action.exDate > asOf) continue;
    const entry = byDate.get(action.exDate) ?? { ratio: 1, dividends: [] };
    byDate.set(action.exDate, entry);
    if (action.kind === 'split') entry.ratio *= action.numerator / action.denominator;
    else if (action.kind === 'dividend') entry.dividends.push(action);
  }
  return [...byDate].map(([date, entry]) => ({ date, ...entry }));
}
