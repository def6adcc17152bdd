import { DataError } from '../../src/core/errors.js';
import { validateExternal, type ExternalSeries } from '../../src/core/external.js';
import { Instrument, type InstrumentSpec, type PriceBasis } from '../../src/core/instrument.js';
import { BarSeries, validateSeries, type SeriesColumns } from '../../src/core/series.js';
import type { BarTable } from '../../src/core/table.js';
import type { BarInterval } from '../../src/core/time.js';
import type { FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { until } from '../common/until.js';
import { columnsOfBars, withSessionMarks, type MemoryBar } from './columns-of-bars.js';

/** What is traded, on the basis of its prices. */
export type MemoryInstrument<Basis extends PriceBasis> = Omit<InstrumentSpec, 'basis'> & { readonly basis: Basis };

/** Bars of one instrument, as objects or as columns. */
export type MemorySeries<Basis extends PriceBasis> = {
  readonly instrument: MemoryInstrument<Basis>;
  /** Length of a bar. Default `1d`: sessions. */
  readonly interval?: BarInterval;
} & (
  | { readonly bars: readonly MemoryBar[]; readonly columns?: never }
  /** The feed shares the arrays: do not change them afterwards. */
  | { readonly columns: SeriesColumns; readonly bars?: never }
);

/** Several series at once, and external ones beside them. */
export interface MemoryOptions<Basis extends PriceBasis> {
  readonly series: readonly MemorySeries<Basis>[];
  readonly externals?: readonly ExternalSeries[];
}

/**
 * Bars from memory, checked as those of any other feed: for tests, sweeps and data that your own code makes.
 *
 * ```ts
 * memory({
 *   instrument: { symbol: 'XYZ', basis: 'raw' },
 *   bars: [{ date: '2024-01-02', open: 10, high: 11, low: 9, close: 10.5, volume: 1000 }],
 * });
 * ```
 *
 * Intraday bars outside the regular session are marked as extended unless the columns say it themselves.
 *
 * @throws ConfigError for an instrument that cannot be; loading throws DataError, which names symbol and row.
 */
export function memory<const Basis extends PriceBasis>(data: MemorySeries<Basis> | MemoryOptions<Basis>): HistoricalFeed<Basis> {
  const { series, externals = [] }: MemoryOptions<Basis> = 'series' in data ? data : { series: [data] };
  const first = series[0];
  if (first === undefined) throw new DataError('memory() was given no series', { code: 'memory/empty', hint: 'give at least one series' });
  const made = series.map((one) => ({
    ...one,
    instrument: new Instrument(one.instrument),
    volumeIsSaid: one.instrument.volume !== undefined,
  }));
  return feedOf(first.instrument.basis, () => ({ series: made.map(seriesOf), externals }));
}

/** A table as a feed: what one run loaded, another can use without loading it again. */
export function tableFeed<Basis extends PriceBasis>(table: BarTable<Basis>): HistoricalFeed<Basis> {
  const series = [...table.series].sort((a, b) => a.instrumentIndex - b.instrumentIndex || a.index - b.index);
  return feedOf(table.basis, () => ({ series: series.map((one) => one.source), externals: table.externals }));
}

type Made = Pick<MemorySeries<PriceBasis>, 'interval' | 'bars' | 'columns'> & {
  readonly instrument: Instrument;
  readonly volumeIsSaid: boolean;
};

function seriesOf({
  instrument,
  volumeIsSaid,
  interval = '1d',
  bars = [],
  columns = columnsOfBars(instrument, interval, bars),
}: Made): BarSeries {
  const isUnknown = !volumeIsSaid && columns.volume.every((volume) => volume === 0);
  return new BarSeries(isUnknown ? instrument.with({ volume: 'unknown' }) : instrument, interval, columns);
}

interface Loaded {
  readonly series: readonly BarSeries[];
  readonly externals: readonly ExternalSeries[];
}

function feedOf<Basis extends PriceBasis>(basis: Basis, make: () => Loaded): HistoricalFeed<Basis> {
  return {
    name: 'memory',
    basis,
    async load(request: LoadRequest = {}): Promise<FeedData> {
      request.signal?.throwIfAborted();
      const { series: given, externals } = make();
      const series = given.map((one) => withSessionMarks(validateSeries(one)));
      for (const one of externals) validateExternal(one);
      return until(request.until, {
        series,
        externals,
        sources: series.map((one) => ({ name: `memory ${one.instrument.symbol} ${one.interval}`, rows: one.length })),
        warnings: [],
      });
    },
  };
}
