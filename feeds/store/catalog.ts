import type Database from 'better-sqlite3';

import { DataError } from '../../src/core/errors.js';
import type { Instrument, PriceBasis, VolumeKnowledge } from '../../src/core/instrument.js';
import type { BarInterval } from '../../src/core/time.js';
import type { BarKey } from '../../src/feed/bar-key.js';
import type { StoredSeries } from '../../src/store/bar-store.js';
import { mergedDays, type DayRange } from '../../src/store/day-range.js';

/** A row of the table `series`. */
export interface SeriesRow {
  readonly id: number;
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly adjustment: PriceBasis;
  readonly feed: string;
  readonly currency: string;
  readonly calendar: string;
  readonly volume: VolumeKnowledge;
}

/** The series of a store and the days that each covers. */
export class Catalog {
  readonly #db: Database.Database;
  readonly #file: string;

  constructor(db: Database.Database, file: string) {
    this.#db = db;
    this.#file = file;
  }

  list(of: Partial<BarKey> = {}): StoredSeries[] {
    return this.rows(of).map((row) => this.#described(row));
  }

  /** The rows that agree with what is given of a key. */
  rows(of: Partial<BarKey>): SeriesRow[] {
    const given = Object.entries({ ...of }).filter(([, value]) => value !== undefined);
    const where = given.map(([name]) => `${name} = @${name}`).join(' AND ') || '1';
    return this.#db
      .prepare<[Record<string, unknown>], SeriesRow>(
        `SELECT * FROM series WHERE ${where} ORDER BY symbol, interval, source, adjustment, feed`,
      )
      .all(Object.fromEntries(given));
  }

  find(key: BarKey): SeriesRow | undefined {
    return this.rows({ ...key, feed: key.feed ?? '' })[0];
  }

  /** @throws DataError when there is no such series, saying what there is of the symbol. */
  require(key: BarKey): SeriesRow {
    return this.find(key) ?? this.#missing(key);
  }

  /** The row of a key, made if there is none. Volume that was ever known stays known. */
  ensure(key: BarKey, instrument: Instrument): SeriesRow {
    const row = this.find(key);
    if (row === undefined) {
      this.#db
        .prepare(
          'INSERT INTO series (source, symbol, interval, adjustment, feed, currency, calendar, volume) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(
          key.source,
          key.symbol,
          key.interval,
          key.adjustment,
          key.feed ?? '',
          instrument.currency,
          instrument.calendar.name,
          instrument.volume,
        );
      return this.require(key);
    }
    for (const [what, stored, given] of [
      ['currency', row.currency, instrument.currency],
      ['calendar', row.calendar, instrument.calendar.name],
    ] as const) {
      if (stored !== given) throw this.#other(key, what, stored, given);
    }
    if (row.volume === 'unknown' && instrument.volume === 'known')
      this.#db.prepare("UPDATE series SET volume = 'known' WHERE id = ?").run(row.id);
    return row;
  }

  covered(id: number): DayRange[] {
    return this.#db.prepare<[number], DayRange>('SELECT first, last FROM coverage WHERE series = ? ORDER BY first').all(id);
  }

  cover(id: number, range: DayRange): void {
    const merged = mergedDays([...this.covered(id), range]);
    this.#db.prepare('DELETE FROM coverage WHERE series = ?').run(id);
    const insert = this.#db.prepare('INSERT INTO coverage VALUES (?, ?, ?)');
    for (const { first, last } of merged) insert.run(id, first, last);
  }

  extraNames(id: number): string[] {
    return this.#db.prepare<[number], string>('SELECT DISTINCT name FROM extra WHERE series = ? ORDER BY name').pluck().all(id);
  }

  #described(row: SeriesRow): StoredSeries {
    const { id, source, symbol, interval, adjustment, feed, currency, calendar, volume } = row;
    const count = this.#db.prepare<[number], number>('SELECT count(*) FROM bars WHERE series = ?').pluck().get(id)!;
    const end = (order: 'ASC' | 'DESC'): number | undefined =>
      this.#db.prepare<[number], number>(`SELECT time FROM bars WHERE series = ? ORDER BY time ${order} LIMIT 1`).pluck().get(id);
    return {
      key: { source, symbol, interval, adjustment, ...(feed !== '' && { feed }) },
      rows: count,
      first: end('ASC'),
      last: end('DESC'),
      covered: this.covered(id),
      currency,
      calendar,
      volume,
      extra: this.extraNames(id),
    };
  }

  #missing(key: BarKey): never {
    const ofSymbol = this.rows({ symbol: key.symbol });
    const known = ofSymbol.map(nameOf);
    throw new DataError(`${this.#file} has no ${nameOf({ ...key, feed: key.feed ?? '' })}`, {
      code: 'store/no-series',
      context: { file: this.#file, ...key, known },
      hint:
        known.length > 0
          ? `of ${key.symbol} it has ${known.join('; ')}`
          : `import or fetch ${key.symbol} first; \`npx barstream data list\` shows what there is`,
    });
  }

  #other(key: BarKey, what: string, stored: string, given: string): DataError {
    return new DataError(`${nameOf({ ...key, feed: key.feed ?? '' })} is stored with ${what} ${stored}, not ${given}`, {
      code: `store/other-${what}`,
      context: { file: this.#file, ...key, stored, given },
      hint: `give the instrument the ${what} of the stored bars, or keep the new ones under another source`,
    });
  }
}

/** A key in one line: `SPY 1d split from yahoo`. */
export function nameOf({ source, symbol, interval, adjustment, feed }: Omit<BarKey, 'feed'> & { readonly feed?: string }): string {
  return `${symbol} ${interval} ${adjustment} from ${source}${feed ? ` (${feed})` : ''}`;
}
