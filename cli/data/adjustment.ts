import { BarSeries } from '../../src/core/series.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { isoInstant } from '../../src/core/time.js';

/** What a file's closes are, and how that is known. */
export interface Judgement {
  readonly basis: PriceBasis;
  readonly reason: string;
}

/** From this factor on a step is a split: no dividend is a third of the price. */
const SPLIT = 1.4;

/**
 * Tells closes as traded from split-adjusted ones by their adjusted closes: where a close jumps by a split and the
 * adjusted close does not, it is as traded.
 */
export function judged(series: BarSeries, adjusted: Float64Array): Judgement {
  const { close, time } = series.columns;
  let before = Number.NaN;
  for (let row = 0; row < series.length; row++) {
    const factor = adjusted[row]! / close[row]!;
    const step = factor / before;
    if (step > SPLIT || step < 1 / SPLIT) {
      const day = isoInstant(time[row]!).slice(0, 10);
      const ratio = step > 1 ? step : 1 / step;
      return {
        basis: 'raw',
        reason: `closes are as traded: on ${day} they ${step > 1 ? 'fall' : 'rise'} by ${ratio.toFixed(2)}, and the adjusted ones do not`,
      };
    }
    if (factor > 0) before = factor;
  }
  if (close.every((price, row) => price === adjusted[row]))
    return { basis: 'split', reason: 'closes and adjusted closes are the same throughout: kept as split and as total-return' };
  return { basis: 'split', reason: 'closes are split-adjusted: nowhere do they jump where the adjusted ones do not' };
}

/** The same bars on another basis, by multiplying their prices by adjusted close / close. Rows without one are left out. */
export function totalReturn(series: BarSeries, adjusted: Float64Array): { readonly series: BarSeries; readonly left: number } {
  const { columns, instrument, interval } = series;
  const rows = Array.from({ length: series.length }, (_, row) => row).filter((row) => adjusted[row]! > 0 && adjusted[row]! < Infinity);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const price = (column: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => column[row]! * (adjusted[row]! / columns.close[row]!));
  const made = new BarSeries(instrument.with({ basis: 'total-return' }), interval, {
    time: pick(columns.time),
    ...(columns.openTime && { openTime: pick(columns.openTime) }),
    ...(columns.extended && { extended: Uint8Array.from(rows, (row) => columns.extended![row]!) }),
    open: price(columns.open),
    high: price(columns.high),
    low: price(columns.low),
    close: price(columns.close),
    volume: pick(columns.volume),
  });
  return { series: made, left: series.length - rows.length };
}

/** The same bars, said to be on a basis, without further columns. */
export function onBasis({ instrument, interval, columns }: BarSeries, basis: PriceBasis): BarSeries {
  const { extra: _extra, ...own } = columns;
  return new BarSeries(instrument.with({ basis }), interval, own);
}
