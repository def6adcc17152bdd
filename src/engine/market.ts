import { Bar } from '../core/bar.js';
import type { MergedOrder } from '../core/merge.js';
import { Slice } from '../core/slice.js';
import type { BarTable, TableSeries } from '../core/table.js';
import type { Millis } from '../core/time.js';
import type { VenueSlice } from '../broker/broker.js';

/**
 * How far a run has read its table. `rows` are the last visible rows: they move on after the venue has seen a slice
 * and before strategies do, so that nothing a strategy asks can reach beyond.
 */
export class Market implements VenueSlice {
  readonly table: BarTable;
  readonly series: readonly TableSeries[];
  /** Last visible row of each series, -1 before its first bar. */
  readonly rows: Int32Array;
  time: Millis = Number.NaN;
  /** Entries `[start, end)` of the merged order are the slice in hand. */
  start = 0;
  end = 0;
  readonly #order: MergedOrder;

  constructor(table: BarTable) {
    this.table = table;
    this.series = table.series;
    this.#order = table.order;
    this.rows = new Int32Array(table.series.length).fill(-1);
  }

  get sliceCount(): number {
    return this.#order.sliceCount;
  }

  /** Instant of each slice. */
  get times(): Float64Array {
    return this.#order.times;
  }

  timeOf(slice: number): Millis {
    return this.#order.times[slice]!;
  }

  /** Takes a slice in hand; its bars are not visible yet. */
  open(slice: number): void {
    const { starts, times } = this.#order;
    this.time = times[slice]!;
    this.start = starts === undefined ? slice : starts[slice]!;
    this.end = starts === undefined ? slice + 1 : starts[slice + 1]!;
  }

  /** The same for a slice of the only series, whose bar is visible at once: no venue has to see it first. */
  openOnly(slice: number, time: Millis): void {
    this.time = time;
    this.start = slice;
    this.end = slice + 1;
    this.rows[0] = slice;
  }

  /** Series number of an entry. */
  seriesOf(entry: number): number {
    const { entries } = this.#order;
    return entries === undefined ? 0 : entries[entry]!;
  }

  /** The visible slice in hand, with the bars of the series that `includes` lets in. */
  slice(symbols: readonly string[], includes: (series: TableSeries) => boolean): Slice {
    const { time, start, end } = this;
    return new Slice(time, symbols, () => {
      const bars: Bar[] = [];
      for (let entry = start; entry < end; entry++) {
        const series = this.series[this.seriesOf(entry)]!;
        if (!includes(series)) continue;
        // A slice that was kept is asked later, when the market has moved on.
        const row = this.time === time ? this.rows[series.index]! : series.source.countUntil(time) - 1;
        bars.push(new Bar(series, row));
      }
      return bars;
    });
  }

  // The venue's view: the bars of the slice in hand, before they are visible.
  get size(): number {
    return this.end - this.start;
  }
  seriesAt(entry: number): TableSeries {
    return this.series[this.seriesOf(this.start + entry)]!;
  }
  rowAt(entry: number): number {
    return this.rows[this.seriesOf(this.start + entry)]! + 1;
  }
}
