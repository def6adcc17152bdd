import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';

import { alwaysOpen, xnys, type Calendar } from '../calendar/index.js';
import { BrokerError, ConfigError } from '../core/errors.js';
import type { ActionHistory } from '../core/corporate-action.js';
import type { ExternalSeries } from '../core/external.js';
import { openSqlite } from '../sqlite/open-sqlite.js';
import type { Journal, JournalHistory, JournalMeta, JournalNote, JournalStep } from './journal.js';
import { packSeries, unpackSeries, type PackedSeries } from './packed-series.js';

const APPLICATION_ID = 0x62_73_6a_6c;
const VERSION = 1;

const SCHEMA = `
CREATE TABLE meta (body TEXT NOT NULL, actions TEXT NOT NULL);
CREATE TABLE series (place INTEGER PRIMARY KEY, description TEXT NOT NULL, columns BLOB NOT NULL);
CREATE TABLE externals (place INTEGER PRIMARY KEY, description TEXT NOT NULL, columns BLOB NOT NULL);
CREATE TABLE steps (number INTEGER PRIMARY KEY, at REAL NOT NULL, position REAL NOT NULL, input TEXT NOT NULL, result TEXT NOT NULL);
CREATE TABLE orders (id TEXT PRIMARY KEY, step INTEGER NOT NULL REFERENCES steps) WITHOUT ROWID;
CREATE TABLE states (strategy TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (number INTEGER PRIMARY KEY, at REAL NOT NULL, level TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, data TEXT);
`;

/** How a journal's file is opened. */
export interface SqliteJournalOptions {
  /** Only reads: for those who look at a run, while it goes on or later. */
  readonly readonly?: boolean;
  /**
   * `full` (default): a commit is on the disk when it returns, whatever happens to the machine. `relaxed`: it outlives the end of the
   * process, but not of the machine; for runs that send nothing.
   */
  readonly durability?: 'full' | 'relaxed';
  /** Finds calendars that are neither `XNYS` nor `always-open`, by name. */
  readonly calendarOf?: (name: string) => Calendar | undefined;
}

type StepResult = Pick<JournalStep, 'decisions' | 'outcomes' | 'states' | 'equity' | 'books' | 'error'>;
interface StepRow {
  readonly number: number;
  readonly at: number;
  readonly position: number;
  readonly input: string;
  readonly result: string;
}

/**
 * A journal in a SQLite file. A step with its decisions and the state of the strategies is one transaction.
 * @throws ConfigError for a file that is missing (read-only), is none of these journals or is of another version.
 */
export class SqliteJournal implements Journal {
  readonly file: string;
  readonly #db: Database.Database;
  readonly #calendarOf: (name: string) => Calendar;
  readonly #commit: (step: JournalStep) => void;
  #meta: JournalMeta | undefined;
  #lastStep: number;

  constructor(file: string, { readonly = false, durability = 'full', calendarOf }: SqliteJournalOptions = {}) {
    this.file = path.resolve(file);
    if (readonly && !existsSync(file)) {
      throw new ConfigError(`there is no journal ${file}`, {
        code: 'journal/no-file',
        context: { file },
        hint: 'name the journal of an instance: journal.sqlite in its folder',
      });
    }
    if (!readonly) mkdirSync(path.dirname(this.file), { recursive: true });
    this.#db = open(this.file, readonly, durability);
    this.#calendarOf = (name) => calendarNamed(name, calendarOf);
    const meta = this.#db.prepare('SELECT body FROM meta').pluck().get() as string | undefined;
    this.#meta = meta === undefined ? undefined : (JSON.parse(meta) as JournalMeta);
    this.#lastStep = (this.#db.prepare('SELECT max(number) FROM steps').pluck().get() as number | null) ?? 0;
    this.#commit = readonly ? () => {} : this.#committer();
  }

  get meta(): JournalMeta | undefined {
    return this.#meta;
  }
  get lastStep(): number {
    return this.#lastStep;
  }

  begin(meta: JournalMeta, { series, externals, actions }: JournalHistory): void {
    const db = this.#db;
    db.transaction(() => {
      db.prepare('INSERT INTO meta VALUES (?, ?)').run(JSON.stringify(meta), JSON.stringify(actions));
      const addSeries = db.prepare('INSERT INTO series (description, columns) VALUES (?, ?)');
      for (const one of series.map(packSeries)) addSeries.run(one.description, one.columns);
      const addExternal = db.prepare('INSERT INTO externals (description, columns) VALUES (?, ?)');
      for (const one of externals.map(packExternal)) addExternal.run(one.description, one.columns);
    })();
    this.#meta = meta;
  }

  history(): JournalHistory {
    const rows = (table: string): PackedSeries[] =>
      this.#db.prepare(`SELECT description, columns FROM ${table} ORDER BY place`).all() as PackedSeries[];
    return {
      series: rows('series').map((row) => unpackSeries(row, this.#calendarOf)),
      externals: rows('externals').map(unpackExternal),
      actions: JSON.parse((this.#db.prepare('SELECT actions FROM meta').pluck().get() as string | undefined) ?? '[]') as ActionHistory[],
    };
  }

  /** @param after - only the steps after this number. */
  *steps(after = 0): IterableIterator<JournalStep> {
    const rows = this.#db.prepare('SELECT number, at, position, input, result FROM steps WHERE number > ? ORDER BY number').iterate(after);
    for (const { number, at, position, input, result } of rows as IterableIterator<StepRow>) {
      yield { number, at, position, input: JSON.parse(input) as JournalStep['input'], ...(JSON.parse(result) as StepResult) };
    }
  }

  commit(step: JournalStep): void {
    try {
      this.#commit(step);
    } catch (cause) {
      throw new BrokerError(`step ${step.number} could not be written to ${this.file}: ${String((cause as Error).message)}`, {
        code: 'journal/commit',
        context: { file: this.file, step: step.number },
        hint: 'nothing of this step was sent; check the disk (space, rights), then start again: the run goes on where it stood',
        cause,
      });
    }
    this.#lastStep = step.number;
  }

  states(): Readonly<Record<string, string>> {
    const rows = this.#db.prepare('SELECT strategy, body FROM states').all() as { strategy: string; body: string }[];
    return Object.fromEntries(rows.map(({ strategy, body }) => [strategy, body]));
  }

  note({ at, level, code, message, data }: JournalNote): void {
    this.#db
      .prepare('INSERT INTO notes (at, level, code, message, data) VALUES (?, ?, ?, ?, ?)')
      .run(at, level, code, message, data === undefined ? null : JSON.stringify(data));
  }

  notes(): readonly JournalNote[] {
    const rows = this.#db.prepare('SELECT at, level, code, message, data FROM notes ORDER BY number').all();
    return (rows as (Omit<JournalNote, 'data'> & { readonly data: string | null })[]).map(({ data, ...note }) => ({
      ...note,
      ...(data !== null && { data: JSON.parse(data) as Record<string, unknown> }),
    }));
  }

  close(): void {
    this.#db.close();
  }

  #committer(): (step: JournalStep) => void {
    const db = this.#db;
    const addStep = db.prepare('INSERT INTO steps VALUES (?, ?, ?, ?, ?)');
    // The primary key is the proof that no id is ever used twice.
    const addOrder = db.prepare('INSERT INTO orders VALUES (?, ?)');
    const setState = db.prepare('INSERT INTO states VALUES (?, ?) ON CONFLICT (strategy) DO UPDATE SET body = excluded.body');
    return db.transaction((step: JournalStep) => {
      const { number, at, position, input, decisions, outcomes, states, equity, books, error } = step;
      const result: StepResult = {
        decisions,
        outcomes,
        states,
        ...(equity && { equity }),
        ...(books && { books }),
        ...(error !== undefined && { error }),
      };
      addStep.run(number, at, position, JSON.stringify(input), JSON.stringify(result));
      for (const decision of decisions) {
        if (decision.kind === 'cancel') continue;
        addOrder.run(decision.order.id, number);
        if (decision.kind === 'submit') for (const { id } of decision.group ?? []) addOrder.run(id, number);
      }
      for (const [strategy, body] of Object.entries(states)) setState.run(strategy, body);
    });
  }
}

function open(file: string, readonly: boolean, durability: 'full' | 'relaxed'): Database.Database {
  let db: Database.Database;
  try {
    db = openSqlite(file, { readonly });
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(`the journal ${file} cannot be opened: ${(cause as Error).message}`, {
      code: 'journal/open',
      context: { file },
      hint: 'check the path and the rights to it',
      cause,
    });
  }
  try {
    const isNew =
      db.pragma('application_id', { simple: true }) === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
    if (isNew && !readonly) {
      db.pragma('journal_mode = WAL');
      db.transaction(() => {
        db.exec(SCHEMA);
        db.pragma(`application_id = ${APPLICATION_ID}`);
        db.pragma(`user_version = ${VERSION}`);
      })();
    }
    if (!readonly) db.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
    const version = db.pragma('user_version', { simple: true });
    if (db.pragma('application_id', { simple: true }) === APPLICATION_ID && version === VERSION) return db;
    throw new ConfigError(`${file} is no journal of this version`, {
      code: 'journal/version',
      context: { file, version, known: VERSION },
      hint: 'name a file that this program made, or start a new instance',
    });
  } catch (error) {
    db.close();
    if (error instanceof ConfigError || (error as { code?: string }).code !== 'SQLITE_NOTADB') throw error;
    throw new ConfigError(`${file} is no journal`, {
      code: 'journal/not-a-journal',
      context: { file },
      hint: 'name a file that this program made',
      cause: error,
    });
  }
}

function calendarNamed(name: string, find: SqliteJournalOptions['calendarOf']): Calendar {
  const found = [xnys, alwaysOpen].find((calendar) => calendar.name === name) ?? find?.(name);
  if (found !== undefined) return found;
  throw new ConfigError(`the journal has instruments of the calendar ${JSON.stringify(name)}, which nobody knows`, {
    code: 'journal/calendar',
    context: { calendar: name },
    hint: 'give its configuration too',
  });
}

function packExternal({ name, symbol, knownAt, values }: ExternalSeries): PackedSeries {
  return {
    description: JSON.stringify({ name, symbol, length: knownAt.length }),
    columns: Buffer.concat([knownAt, values].map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength))),
  };
}

function unpackExternal({ description, columns }: PackedSeries): ExternalSeries {
  const { name, symbol, length } = JSON.parse(description) as { name: string; symbol?: string; length: number };
  const { buffer } = new Uint8Array(columns);
  return {
    name,
    ...(symbol !== undefined && { symbol }),
    knownAt: new Float64Array(buffer, 0, length),
    values: new Float64Array(buffer, 8 * length, length),
  };
}
