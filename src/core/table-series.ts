import type { BarSource } from './bar.js';
import { DataError } from './errors.js';
import { lastKnown, type ExternalSeries } from './external.js';
import type { Instrument } from './instrument.js';
import type { BarSeries } from './series.js';
import type { BarInterval, Millis } from './time.js';

/** A series in its place within a table: columns at hand for the hot loop, and joined with the external series. */
export class TableSeries implements BarSource {
  readonly instrument: Instrument;
  readonly interval: BarInterval;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** 1 where a bar lies outside the regular session; `undefined` where none does. */
  readonly extended: Uint8Array | undefined;
  /** The venue's series where that is another one, and the row there of each row here, -1 for rows that the venue does not see. */
  venue: TableSeries | undefined;
  venueRows: Int32Array | undefined;
  /** How many bars the venue sees, where it does not see all or none. */
  venueBars = 0;
  readonly #externals = new Map<string, { readonly series: ExternalSeries; last: number }>();

  constructor(
    readonly source: BarSeries,
    /** Number of the series within its table: finest interval first, then declared order. */
    readonly index: number,
    readonly instrumentIndex: number,
    /** True for the instrument's finest interval, which the venue and the marks follow. */
    readonly isFinest: boolean,
    externals: readonly ExternalSeries[],
  ) {
    this.instrument = source.instrument;
    this.interval = source.interval;
    const { time, open, high, low, close, volume, extended } = source.columns;
    this.time = time;
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.volume = volume;
    this.extended = extended;
    for (const series of externals) {
      if (series.symbol === undefined || series.symbol === this.instrument.symbol) this.#externals.set(series.name, { series, last: -1 });
    }
  }

  /** Number of bars. */
  get length(): number {
    return this.time.length;
  }

  /** When the bar of a row began. */
  openTimeAt(row: number): Millis {
    return this.source.openTimeAt(row);
  }

  /** Whether the bar of a row lies outside the regular session. */
  isExtended(row: number): boolean {
    return this.extended !== undefined && this.extended[row] === 1;
  }

  /** Notes that the venue sees these rows as rows of another series. */
  seenAs(venue: TableSeries, rows: Int32Array, bars: number): void {
    this.venue = venue;
    this.venueRows = rows;
    this.venueBars = bars;
  }

  /** True for a bar that the venue sees and the marks follow. */
  isSeen(row: number): boolean {
    return this.isFinest || (this.venueRows !== undefined && this.venueRows[row]! >= 0);
  }

  /** A further column or external series as known at the close of a row; `undefined` where there is none yet. */
  valueAt(name: string, row: number): number | undefined {
    const column = this.source.columns.extra?.get(name);
    if (column !== undefined) {
      const value = column[row]!;
      return Number.isNaN(value) ? undefined : value;
    }
    const external = this.#externals.get(name);
    if (external === undefined) throw this.#unknownColumn(name);
    const at = lastKnown(external.series, this.time[row]!, external.last);
    external.last = at;
    const value = at < 0 ? Number.NaN : external.series.values[at]!;
    return Number.isNaN(value) ? undefined : value;
  }

  #unknownColumn(name: string): DataError {
    const known = [...(this.source.columns.extra?.keys() ?? []), ...this.#externals.keys()];
    return new DataError(`${this.instrument.symbol}: no column or external series named ${JSON.stringify(name)}`, {
      code: 'bar/unknown-column',
      context: { symbol: this.instrument.symbol, name, known },
      hint:
        known.length === 0 ? 'this run has no further columns; add them in the feed or in prepare()' : `known here: ${known.join(', ')}`,
    });
  }
}
