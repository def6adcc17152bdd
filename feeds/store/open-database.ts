import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';

import { DataError } from '../../src/core/errors.js';
import { openSqlite } from '../../src/sqlite/open-sqlite.js';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.js';

/** How a store is opened. */
export interface OpenOptions {
  /** Only reads: the file must be there, and nothing in it is changed. Default false. */
  readonly readonly?: boolean;
}

/** Milliseconds that a writer waits for another one. */
const PATIENCE_MS = 15_000;

/**
 * Opens or makes the file of a store.
 * @throws DataError for a file that is missing, is no store, or is one of a later version.
 */
export function openDatabase(file: string, { readonly = false }: OpenOptions = {}): Database.Database {
  if (readonly && !existsSync(file)) {
    throw new DataError(`there is no store ${file}`, {
      code: 'store/no-file',
      context: { file, path: path.resolve(file) },
      hint: 'import or fetch some bars first, or check the path; it stands for ' + path.resolve(file),
    });
  }
  if (!readonly) mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  return guarded(file, () => {
    const db = openSqlite(file, { readonly, timeout: PATIENCE_MS });
    try {
      prepare(db, file, readonly);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Runs a piece of work on a store's file, with SQLite's own errors turned into ones that say what to do. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isSqliteError(error) ? explainedFault(file, error) : error;
  }
}

function prepare(db: Database.Database, file: string, readonly: boolean): void {
  const number = (name: string): number => db.pragma(name, { simple: true }) as number;
  const isEmpty = (): boolean => db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (!readonly) {
    if (number('application_id') === 0 && isEmpty()) {
      db.pragma('journal_mode = WAL');
      // Another process may have made the tables between the look and the lock.
      db.transaction(() => {
        if (!isEmpty()) return;
        db.exec(SCHEMA);
        db.pragma(`application_id = ${APPLICATION_ID}`);
        db.pragma(`user_version = ${SCHEMA_VERSION}`);
      }).immediate();
    }
    db.pragma('synchronous = FULL');
  }
  if (number('application_id') !== APPLICATION_ID) throw notAStore(file);
  const version = number('user_version');
  if (version !== SCHEMA_VERSION) {
    throw new DataError(`${file} is a store of version ${version}; this program knows version ${SCHEMA_VERSION}`, {
      code: 'store/version',
      context: { file, version, known: SCHEMA_VERSION },
      hint: 'update barstream, or use another file',
    });
  }
}

function notAStore(file: string, cause?: unknown): DataError {
  return new DataError(`${file} is no store of bars`, {
    code: 'store/not-a-store',
    context: { file },
    hint: 'name a file that this program made, or one that does not exist yet',
    cause,
  });
}

/** By its code: the library keeps one error class a process, which need not be that of this copy of it. */
function isSqliteError(error: unknown): error is Error & { readonly code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_');
}

function explainedFault(file: string, cause: Error & { readonly code: string }): DataError {
  const { code } = cause;
  if (code === 'SQLITE_NOTADB') return notAStore(file, cause);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new DataError(`${file} is being written by another process`, {
      code: 'store/busy',
      context: { file },
      hint: 'wait until it has finished, and try again',
      cause,
    });
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new DataError(`${file} is damaged: ${cause.message}`, {
      code: 'store/corrupt',
      context: { file },
      hint: 'remove the file and fetch or import again, or restore a copy',
      cause,
    });
  }
  return new DataError(`${file}: ${cause.message}`, {
    code: 'store/sqlite',
    context: { file, sqlite: code },
    hint: 'check that the file and its folder can be read and written, and that the disk is not full',
    cause,
  });
}
