import type Database from 'better-sqlite3';

import type { Instrument } from '../../src/core/instrument.js';
import type { BarSeries } from '../../src/core/series.js';
import { barMillis, type BarInterval, type Millis } from '../../src/core/time.js';
import type { ReadRange } from '../../src/store/bar-store.js';
import { CAN_PACK, columnBuffers, isWhole, seriesOfBuffers, unpack, type ColumnBuffers } from './pack.js';
import { WINDOW_BITS } from './schema.js';

/** A stretch of a series: a packed window, or rows that close after `after` and not after `until`. */
type Stretch =
  | { readonly kind: 'pack'; readonly window: number; readonly rows: number }
  | { readonly kind: 'rows'; readonly after: Millis; readonly until: Millis; readonly rows: number };

type Row = [
  time: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  openTime: number | null,
  extended: number,
];

/** Beyond every instant that a bar can have, and exact as an integer. */
const END_OF_TIME: Millis = 8.64e15;
const WINDOW = 2 ** WINDOW_BITS;
/** Rows that SQLite hands over at once: many enough to be quick, few enough to be held. */
const BATCH = 4096;

/** Reads bars: packed windows as blocks, everything else row by row. Call it within a transaction. */
export class BarReader {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  read(
    id: number,
    instrument: Instrument,
    interval: BarInterval,
    { after = -END_OF_TIME, until = END_OF_TIME }: ReadRange = {},
  ): BarSeries {
    const stretches = this.#plan(id, after, Math.min(until, END_OF_TIME));
    const buffers = columnBuffers(stretches.reduce((sum, { rows }) => sum + rows, 0));
    let at = 0;
    for (const stretch of stretches) {
      if (stretch.kind === 'pack') this.#unpack(id, stretch.window, stretch.rows, buffers, at);
      else this.#rows(id, stretch.after, stretch.until, buffers, at);
      at += stretch.rows;
    }
    return seriesOfBuffers(instrument, interval, buffers, barMillis(interval), this.#extra(id, buffers.time));
  }

  /** The rows of one window, from the table. */
  window(id: number, window: number, rows: number): ColumnBuffers {
    const buffers = columnBuffers(rows);
    this.#rows(id, window * WINDOW - 1, (window + 1) * WINDOW - 1, buffers, 0);
    return buffers;
  }

  count(id: number, after: Millis, until: Millis): number {
    return this.#db
      .prepare<[number, number, number], number>('SELECT count(*) FROM bars WHERE series = ? AND time > ? AND time <= ?')
      .pluck()
      .get(id, after, until)!;
  }

  #plan(id: number, after: Millis, until: Millis): Stretch[] {
    const stretches: Stretch[] = [];
    let from = after;
    const upTo = (end: Millis): void => {
      const rows = end > from ? this.count(id, from, end) : 0;
      if (rows > 0) stretches.push({ kind: 'rows', after: from, until: end, rows });
    };
    if (CAN_PACK) {
      const packs = this.#db.prepare<[number, number, number], { window: number; rows: number }>(
        'SELECT window, rows FROM pack WHERE series = ? AND window >= ? AND window < ? ORDER BY window',
      );
      // Windows that lie wholly within the limits.
      for (const { window, rows } of packs.all(id, Math.ceil((after + 1) / WINDOW), Math.floor((until + 1) / WINDOW))) {
        upTo(window * WINDOW - 1);
        stretches.push({ kind: 'pack', window, rows });
        from = (window + 1) * WINDOW - 1;
      }
    }
    upTo(until);
    return stretches;
  }

  #unpack(id: number, window: number, rows: number, buffers: ColumnBuffers, at: number): void {
    const pack = this.#db
      .prepare<[number, number], { parts: number; data: Buffer }>('SELECT parts, data FROM pack WHERE series = ? AND window = ?')
      .get(id, window)!;
    // A copy that does not hold what it says is left alone: the rows are the truth.
    if (isWhole(pack.data, pack.parts, rows)) unpack(pack.data, pack.parts, rows, buffers, at);
    else this.#rows(id, window * WINDOW - 1, (window + 1) * WINDOW - 1, buffers, at);
  }

  #rows(id: number, after: Millis, until: Millis, buffers: ColumnBuffers, from: number): void {
    const { time, open, high, low, close, volume } = buffers;
    const query = this.#db
      .prepare<[number, number, number, number], Row>(
        `SELECT time, open, high, low, close, volume, open_time, extended
         FROM bars WHERE series = ? AND time > ? AND time <= ? ORDER BY time LIMIT ?`,
      )
      .raw();
    let at = from;
    let last = after;
    for (let batch = query.all(id, last, until, BATCH); batch.length > 0; batch = query.all(id, last, until, BATCH)) {
      for (const row of batch) {
        last = time[at] = row[0];
        open[at] = row[1];
        high[at] = row[2];
        low[at] = row[3];
        close[at] = row[4];
        volume[at] = row[5];
        if (row[6] !== null) (buffers.openTime ??= new Float64Array(time.length).fill(Number.NaN))[at] = row[6];
        if (row[7] === 1) (buffers.extended ??= new Uint8Array(time.length))[at] = 1;
        at += 1;
      }
    }
  }

  #extra(id: number, times: Float64Array): Map<string, Float64Array> {
    const columns = new Map<string, Float64Array>();
    const query = this.#db
      .prepare<[number], [name: string, time: number, value: number]>(
        'SELECT name, time, value FROM extra WHERE series = ? ORDER BY name, time',
      )
      .raw();
    let column: Float64Array | undefined;
    let name: string | undefined;
    let at = 0;
    for (const [of, time, value] of query.iterate(id)) {
      if (of !== name) {
        name = of;
        column = new Float64Array(times.length).fill(Number.NaN);
        columns.set(of, column);
        at = 0;
      }
      while (at < times.length && times[at]! < time) at += 1;
      if (times[at] === time) column![at] = value;
    }
    return columns;
  }
}
