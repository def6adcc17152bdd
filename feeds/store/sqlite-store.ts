import type Database from 'better-sqlite3';

import { ConfigError, DataError } from '../../src/core/errors.js';
import type { ActionHistory } from '../../src/core/corporate-action.js';
import { Instrument } from '../../src/core/instrument.js';
import { validateSeries, type BarSeries } from '../../src/core/series.js';
import { DAY, type Millis } from '../../src/core/time.js';
import type { BarKey } from '../../src/feed/bar-key.js';
import type { BarStore, ReadRange, StoreBatch, StoredSeries, WriteCount } from '../../src/store/bar-store.js';
import type { DayRange } from '../../src/store/day-range.js';
import { ZoneClock } from '../common/zone-clock.js';
import { ActionTable } from './action-table.js';
import { calendarOf } from './calendar-of.js';
import { Catalog, nameOf, type SeriesRow } from './catalog.js';
import { guarded, openDatabase, type OpenOptions } from './open-database.js';
import { BarReader } from './read-bars.js';
import { rescaling } from './rescaling.js';
import { BarWriter } from './write-bars.js';

/**
 * Opens a store of bars, a SQLite file, and makes it unless it is there. Any number of processes may read while one
 * writes; a second writer waits for the first. Close it when done.
 *
 * ```ts
 * const bars = openStore('.barstream/bars.db');
 * bars.write({ key: { source: 'mine', symbol: 'XYZ', interval: '1d', adjustment: 'raw' }, series });
 * bars.close();
 * ```
 *
 * @throws DataError for a file that is no store, is of a later version, or (read-only) is missing.
 */
export function openStore(file: string, options: OpenOptions = {}): BarStore {
  return new SqliteStore(file, openDatabase(file, options));
}

class SqliteStore implements BarStore {
  readonly #file: string;
  readonly #db: Database.Database;
  readonly #catalog: Catalog;
  readonly #reader: BarReader;
  readonly #writer: BarWriter;
  readonly #actions: ActionTable;

  constructor(file: string, db: Database.Database) {
    this.#file = file;
    this.#db = db;
    this.#catalog = new Catalog(db, file);
    this.#reader = new BarReader(db);
    this.#writer = new BarWriter(db, this.#reader);
    this.#actions = new ActionTable(db);
  }

  list(of: Partial<BarKey> = {}): readonly StoredSeries[] {
    return this.#snapshot(() => this.#catalog.list(of));
  }

  read(key: BarKey, range: ReadRange = {}): BarSeries {
    return this.#snapshot(() => {
      const row = this.#catalog.require(key);
      return this.#reader.read(row.id, instrumentOf(row), row.interval, range);
    });
  }

  write(batch: StoreBatch): WriteCount {
    const { key, series } = batch;
    check(key, series);
    return guarded(this.#file, () => this.#db.transaction(() => this.#write(batch)).immediate());
  }

  actions(source: string, symbol: string): readonly ActionHistory[] {
    return this.#snapshot(() => this.#actions.read(source, symbol));
  }

  writeActions(source: string, history: ActionHistory): void {
    guarded(this.#file, () => this.#db.transaction(() => this.#actions.write(source, history)).immediate());
  }

  remove(key: BarKey): number {
    return guarded(this.#file, () =>
      this.#db
        .transaction(() => {
          const { id } = this.#catalog.require(key);
          const rows = this.#writer.clear(id);
          for (const table of ['coverage WHERE series', 'series WHERE id']) this.#db.prepare(`DELETE FROM ${table} = ?`).run(id);
          return rows;
        })
        .immediate(),
    );
  }

  close(): void {
    this.#db.close();
  }

  #write({ key, series, covered, replace = false }: StoreBatch): WriteCount {
    const { id } = this.#catalog.ensure(key, series.instrument);
    if (replace) {
      this.#writer.clear(id);
      this.#db.prepare('DELETE FROM coverage WHERE series = ?').run(id);
    } else if (key.adjustment !== 'raw') this.#checkScale(id, key, series);
    const count = this.#writer.write(id, series);
    const days = covered ?? daysOf(series);
    if (days !== undefined) this.#catalog.cover(id, days);
    return count;
  }

  /** Adjusted prices are restated after each split or dividend: bars of before and after must not stand side by side. */
  #checkScale(id: number, key: BarKey, series: BarSeries): void {
    if (series.length === 0) return;
    const { time } = series.columns;
    const range = { after: time[0]! - 1, until: time[series.length - 1]! };
    const stored = this.#reader.read(id, series.instrument, series.interval, range);
    const change = rescaling(stored, series);
    if (change === undefined) return;
    throw new DataError(
      `${nameOf(key)}: the new bars are ${change.factor} times the stored ones where both have a bar (${change.bars} bars)`,
      {
        code: 'store/rescaled',
        context: { file: this.#file, ...key, ...change },
        hint: 'the source has restated its adjusted prices after a split or dividend; write the whole history with replace, or fetch it again',
      },
    );
  }

  /** Runs reads that see one state of the file, whatever a writer commits meanwhile. */
  #snapshot<T>(work: () => T): T {
    return guarded(this.#file, () => this.#db.transaction(work).deferred());
  }
}

function check(key: BarKey, series: BarSeries): void {
  const { instrument, interval } = series;
  for (const [what, given, wanted] of [
    ['symbol', instrument.symbol, key.symbol],
    ['interval', interval, key.interval],
    ['adjustment', instrument.basis, key.adjustment],
  ] as const) {
    if (given === wanted) continue;
    throw new ConfigError(`bars of ${what} ${given} cannot be kept as ${nameOf(key)}`, {
      code: 'store/mixed',
      context: { ...key, given },
      hint: `write them under a key of their own, with ${what} ${given}`,
    });
  }
  for (const name of ['source', 'feed'] as const) {
    if (name === 'feed' ? key.feed !== '' : key.source.trim() !== '') continue;
    throw new ConfigError(`a key needs a ${name} that is not empty`, {
      code: 'store/key',
      context: { ...key },
      hint: name === 'feed' ? 'leave feed out where the source has one only' : 'say who delivered the bars, for example "yahoo"',
    });
  }
  calendarOf(instrument.calendar.name, key.symbol);
  validateSeries(series);
  if (series.columns.time.every((time) => Number.isInteger(time))) return;
  throw new DataError(`${nameOf(key)}: a bar's time is no whole number of milliseconds`, {
    code: 'store/time',
    context: { ...key },
    hint: 'round the times of the bars to milliseconds',
  });
}

function daysOf({ instrument, columns, length }: BarSeries): DayRange | undefined {
  if (length === 0) return undefined;
  const clock = new ZoneClock(instrument.calendar.zone);
  // A bar that closes at midnight belongs to the day before.
  const day = (time: Millis): number => Math.floor((time - 1 + clock.offsetAt(time - 1)) / DAY);
  return { first: day(columns.time[0]!), last: day(columns.time[length - 1]!) };
}

function instrumentOf({ symbol, currency, calendar, volume, adjustment }: SeriesRow): Instrument {
  return new Instrument({ symbol, currency, calendar: calendarOf(calendar, symbol), volume, basis: adjustment });
}
