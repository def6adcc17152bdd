import { ConfigError } from './errors.js';
import type { Millis } from './time.js';

/**
 * The bars of many series in time order, grouped into slices. Entry `e` of the order is the next unread row of series
 * `entries[e]`: rows need no storing, because each series is read from its beginning.
 */
export interface MergedOrder {
  readonly sliceCount: number;
  /** First entry of each slice, and the number of entries behind the last. `undefined`: every slice is one entry. */
  readonly starts: Uint32Array | undefined;
  /** Series of each entry. `undefined`: there is one series only. */
  readonly entries: Uint16Array | undefined;
  /** Instant of each slice, epoch ms. */
  readonly times: Float64Array;
}

/** Series are numbered in 16 bits. */
const MOST_COLUMNS = 65_535;

/**
 * Merges columns of ascending times. Within one instant, entries follow the order of the columns. Costs
 * O(n log k) for n rows in k columns, O(n) where all columns are alike.
 */
export function mergeByTime(columns: readonly Float64Array[]): MergedOrder {
  const only = columns[0];
  if (only !== undefined && columns.length === 1) {
    return { sliceCount: only.length, starts: undefined, entries: undefined, times: only };
  }
  if (columns.length > MOST_COLUMNS) {
    throw new ConfigError(`a table holds at most ${MOST_COLUMNS} series, not ${columns.length}`, {
      code: 'table/too-many-series',
      context: { series: columns.length },
      hint: 'split the run',
    });
  }
  const total = columns.reduce((sum, column) => sum + column.length, 0);
  const entries = new Uint16Array(total);
  const starts = new Uint32Array(total + 1);
  const times = new Float64Array(total);
  const heap = new SeriesHeap(columns);
  let slices = 0;
  let time = Number.NaN;
  for (let entry = 0; entry < total; entry++) {
    const series = heap.top;
    const now = heap.topTime;
    if (now !== time) {
      time = now;
      times[slices] = now;
      starts[slices] = entry;
      slices++;
    }
    entries[entry] = series;
    heap.advance();
  }
  starts[slices] = total;
  return { sliceCount: slices, starts: starts.slice(0, slices + 1), entries, times: times.slice(0, slices) };
}

/** Binary heap of the columns by (time of their next row, place). */
class SeriesHeap {
  readonly #columns: readonly Float64Array[];
  readonly #heap: number[];
  readonly #next: Uint32Array;
  readonly #time: Float64Array;

  constructor(columns: readonly Float64Array[]) {
    this.#columns = columns;
    this.#next = new Uint32Array(columns.length);
    this.#time = Float64Array.from(columns, (column) => column[0] ?? Infinity);
    this.#heap = Array.from(columns, (_, i) => i);
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  get top(): number {
    return this.#heap[0]!;
  }
  get topTime(): Millis {
    return this.#time[this.top]!;
  }

  advance(): void {
    const series = this.top;
    const next = ++this.#next[series]!;
    this.#time[series] = this.#columns[series]![next] ?? Infinity;
    this.#sink(0);
  }

  #before(a: number, b: number): boolean {
    const difference = this.#time[a]! - this.#time[b]!;
    return difference < 0 || (!(difference > 0) && this.#time[a] === this.#time[b] && a < b);
  }

  #sink(at: number): void {
    const heap = this.#heap;
    const item = heap[at]!;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#before(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#before(heap[child]!, item)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = item;
  }
}
