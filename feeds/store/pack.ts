import type { Instrument } from '../../src/core/instrument.js';
import { BarSeries, type SeriesColumns } from '../../src/core/series.js';
import type { BarInterval } from '../../src/core/time.js';

/** The columns of a series as they are filled from rows and packs. */
export interface ColumnBuffers {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  openTime: Float64Array | undefined;
  extended: Uint8Array | undefined;
}

const PRICES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
const OPEN_TIME = 1;
const EXTENDED = 2;

/** Packs hold float64 as the machine writes them; where that is not little-endian, none are made or read. */
export const CAN_PACK = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

export function columnBuffers(length: number): ColumnBuffers {
  const column = (): Float64Array => new Float64Array(length);
  return {
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    openTime: undefined,
    extended: undefined,
  };
}

/** Rows `[from, to)` as one block: time, open, high, low, close, volume, then open times and marks where there are any. */
export function packed(
  columns: SeriesColumns | ColumnBuffers,
  from: number,
  to: number,
): { readonly parts: number; readonly data: Uint8Array } {
  const count = to - from;
  const parts = (columns.openTime ? OPEN_TIME : 0) | (columns.extended ? EXTENDED : 0);
  const data = new Uint8Array(count * sizeOf(parts));
  let at = 0;
  const add = (column: Float64Array): void => {
    data.set(new Uint8Array(column.buffer, column.byteOffset + from * 8, count * 8), at);
    at += count * 8;
  };
  for (const name of PRICES) add(columns[name]);
  if (columns.openTime) add(columns.openTime);
  if (columns.extended) data.set(columns.extended.subarray(from, to), at);
  return { parts, data };
}

/** Copies a block into the columns, from row `row` on. */
export function unpack(data: Uint8Array, parts: number, count: number, into: ColumnBuffers, row: number): void {
  let at = 0;
  const take = (column: Float64Array): void => {
    new Uint8Array(column.buffer, row * 8, count * 8).set(data.subarray(at, at + count * 8));
    at += count * 8;
  };
  for (const name of PRICES) take(into[name]);
  if (parts & OPEN_TIME) take((into.openTime ??= new Float64Array(into.time.length).fill(Number.NaN)));
  if (parts & EXTENDED) (into.extended ??= new Uint8Array(into.time.length)).set(data.subarray(at, at + count), row);
}

/** Whether a block is as long as its rows need. */
export function isWhole(data: Uint8Array, parts: number, count: number): boolean {
  return data.length === count * sizeOf(parts);
}

/** The filled columns as a series. Open times that were not said are one interval before the close. */
export function seriesOfBuffers(
  instrument: Instrument,
  interval: BarInterval,
  buffers: ColumnBuffers,
  duration: number | undefined,
  extra: ReadonlyMap<string, Float64Array>,
): BarSeries {
  const { openTime, extended, time, open, high, low, close, volume } = buffers;
  if (openTime !== undefined && duration !== undefined)
    for (const [row, value] of openTime.entries()) if (Number.isNaN(value)) openTime[row] = time[row]! - duration;
  return new BarSeries(instrument, interval, {
    time,
    open,
    high,
    low,
    close,
    volume,
    ...((openTime ?? duration === undefined) && { openTime: openTime ?? new Float64Array(time.length) }),
    ...(extended?.includes(1) && { extended }),
    ...(extra.size > 0 && { extra }),
  });
}

function sizeOf(parts: number): number {
  return PRICES.length * 8 + (parts & OPEN_TIME ? 8 : 0) + (parts & EXTENDED ? 1 : 0);
}
