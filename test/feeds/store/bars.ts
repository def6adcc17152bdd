import { BarSeries, Instrument, MINUTE, xnys, type InstrumentSpec, type PriceBasis } from '../../../src/index.js';

/** Minutes around the clock from an instant on, whose prices follow from their number. */
export function minutes(
  symbol: string,
  count: number,
  { from = Date.UTC(2020, 0, 6), seed = 1, basis = 'raw' as PriceBasis } = {},
): BarSeries {
  const column = (of: (i: number) => number): Float64Array => Float64Array.from({ length: count }, (_, i) => of(i));
  const close = column((i) => 100 + ((i * 7919 + seed * 104_729) % 1000) / 100);
  return new BarSeries(new Instrument({ symbol, basis, calendar: 'always-open' }), '1m', {
    time: column((i) => from + (i + 1) * MINUTE),
    open: close.map((price) => price - 0.01),
    high: close.map((price) => price + 0.02),
    low: close.map((price) => price - 0.03),
    close,
    volume: column((i) => (i * 31 + seed) % 5000),
  });
}

/** Sessions from a date on with these closes. */
export function sessions(spec: InstrumentSpec, closes: readonly number[], first = '2024-01-08'): BarSeries {
  const start = xnys.session(first)!.index;
  const of = (pick: (close: number, i: number) => number): Float64Array => Float64Array.from(closes, pick);
  return new BarSeries(new Instrument(spec), '1d', {
    time: of((_, i) => xnys.at(start + i).close),
    openTime: of((_, i) => xnys.at(start + i).open),
    open: of((close) => close),
    high: of((close) => close + 1),
    low: of((close) => close - 1),
    close: of((close) => close),
    volume: of(() => 1000),
  });
}

/** Everything of a series that can be compared. Long columns by their bytes, which is much faster. */
export function plain({ instrument, interval, columns }: BarSeries): unknown {
  const { symbol, basis, volume, currency, calendar } = instrument;
  const { extra, openTime, extended, ...rest } = columns;
  return {
    symbol,
    basis,
    volume,
    currency,
    calendar: calendar.name,
    interval,
    openTime: openTime && values(openTime),
    extended: extended && values(extended),
    ...Object.fromEntries(Object.entries(rest).map(([name, column]) => [name, values(column as Float64Array)])),
    extra: [...(extra ?? [])].map(([name, column]) => [name, values(column)]),
  };
}

function values(column: Float64Array | Uint8Array): unknown {
  return column.length <= 1000 ? [...column] : Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64');
}
