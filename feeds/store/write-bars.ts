import type Database from 'better-sqlite3';

import type { BarSeries } from '../../src/core/series.js';
import { barMillis } from '../../src/core/time.js';
import type { WriteCount } from '../../src/store/bar-store.js';
import { CAN_PACK, packed } from './pack.js';
import type { BarReader } from './read-bars.js';
import { WINDOW_BITS } from './schema.js';

const WINDOW = 2 ** WINDOW_BITS;
/** Rows of one INSERT: a statement of several costs half as much a row. */
const ROWS = 64;
/** Windows of fewer rows are as quick to read row by row. */
const WORTH_PACKING = 256;

/** Writes bars and their packed copies. Call it within a transaction. */
export class BarWriter {
  readonly #db: Database.Database;
  readonly #reader: BarReader;

  constructor(db: Database.Database, reader: BarReader) {
    this.#db = db;
    this.#reader = reader;
  }

  write(id: number, series: BarSeries): WriteCount {
    const { length } = series;
    if (length === 0) return { added: 0, changed: 0, unchanged: 0 };
    const { time } = series.columns;
    const [after, until] = [time[0]! - 1, time[length - 1]!];
    const before = this.#reader.count(id, after, until);
    let touched = 0;
    for (let row = 0; row < length; row += ROWS) touched += this.#insert(id, series, row, Math.min(ROWS, length - row));
    const added = this.#reader.count(id, after, until) - before;
    this.#writeExtra(id, series);
    if (CAN_PACK) this.#pack(id, series);
    return { added, changed: touched - added, unchanged: length - touched };
  }

  clear(id: number): number {
    this.#db.prepare('DELETE FROM pack WHERE series = ?').run(id);
    this.#db.prepare('DELETE FROM extra WHERE series = ?').run(id);
    return this.#db.prepare('DELETE FROM bars WHERE series = ?').run(id).changes;
  }

  #insert(id: number, series: BarSeries, from: number, count: number): number {
    const { time, open, high, low, close, volume, extended } = series.columns;
    const duration = barMillis(series.interval);
    const values: (number | null)[] = [];
    for (let row = from; row < from + count; row++) {
      const openTime = series.openTimeAt(row);
      values.push(
        id,
        time[row]!,
        openTime === time[row]! - (duration ?? Number.NaN) ? null : openTime,
        open[row]!,
        high[row]!,
        low[row]!,
        close[row]!,
        volume[row]!,
        extended?.[row] ?? 0,
      );
    }
    return this.#statement(count).run(values).changes;
  }

  readonly #statements = new Map<number, Database.Statement<unknown[]>>();

  #statement(rows: number): Database.Statement<unknown[]> {
    const known = this.#statements.get(rows);
    if (known !== undefined) return known;
    const fields = ['open_time', 'open', 'high', 'low', 'close', 'volume', 'extended'];
    const statement = this.#db.prepare<unknown[]>(
      `INSERT INTO bars (series, time, ${fields.join(', ')})
       VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
       ON CONFLICT DO UPDATE SET ${fields.map((name) => `${name} = excluded.${name}`).join(', ')}
       WHERE ${fields.map((name) => `${name} IS NOT excluded.${name}`).join(' OR ')}`,
    );
    this.#statements.set(rows, statement);
    return statement;
  }

  #writeExtra(id: number, { columns }: BarSeries): void {
    const insert = this.#db.prepare('INSERT INTO extra VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
    for (const [name, values] of columns.extra ?? [])
      for (const [row, value] of values.entries()) if (!Number.isNaN(value)) insert.run(id, name, columns.time[row]!, value);
  }

  /** Makes the copies of windows that this series has written much of. Copies that the triggers left are still true. */
  #pack(id: number, { columns, length }: BarSeries): void {
    const { time } = columns;
    const known = this.#db.prepare('SELECT 1 FROM pack WHERE series = ? AND window = ?').pluck();
    const insert = this.#db.prepare('INSERT INTO pack (series, window, rows, parts, data) VALUES (?, ?, ?, ?, ?)');
    for (let from = 0, to = 0; from < length; from = to) {
      const window = Math.floor(time[from]! / WINDOW);
      const end = (window + 1) * WINDOW;
      while (to < length && time[to]! < end) to += 1;
      if (to - from < WORTH_PACKING || known.get(id, window) !== undefined) continue;
      const rows = this.#reader.count(id, window * WINDOW - 1, end - 1);
      const whole = rows === to - from;
      const { parts, data } = whole ? packed(columns, from, to) : packed(this.#reader.window(id, window, rows), 0, rows);
      insert.run(id, window, rows, parts, data);
    }
  }
}
