import { BarSeries, type SeriesColumns } from '../../src/index.js';

/** The same bars with some columns replaced or added. */
export function withColumns({ instrument, interval, columns }: BarSeries, changes: Partial<SeriesColumns>): BarSeries {
  return new BarSeries(instrument, interval, { ...columns, ...changes });
}

/** The same bars with a further column; NaN where there is no value. */
export function withExtra(series: BarSeries, name: string, values: readonly number[]): BarSeries {
  return withColumns(series, { extra: new Map([...(series.columns.extra ?? []), [name, Float64Array.from(values)]]) });
}

/** The same bars, of which these rows lie outside the regular session. */
export function withExtended(series: BarSeries, rows: readonly number[]): BarSeries {
  return withColumns(series, { extended: Uint8Array.from({ length: series.length }, (_, row) => (rows.includes(row) ? 1 : 0)) });
}
