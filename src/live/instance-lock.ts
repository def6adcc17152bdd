import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';

import { ConfigError } from '../core/errors.js';
import { openSqlite } from '../sqlite/open-sqlite.js';

/**
 * Makes sure that an instance runs once only. The lock is one of the operating system, on a file of its own: it is gone with its process,
 * however that ends.
 */
export class InstanceLock {
  readonly #db: Database.Database;

  /** @throws ConfigError while another process holds it. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#db = openSqlite(path.join(folder, 'lock.sqlite'), { timeout: 0 });
    try {
      this.#db.pragma('locking_mode = EXCLUSIVE');
      this.#db.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      this.#db.close();
      throw new ConfigError(`the instance in ${folder} is running already`, {
        code: 'live/already-running',
        context: { folder },
        hint: 'end the other process first, or give this one an instance name of its own',
        cause,
      });
    }
  }

  /** Whether a process holds the lock of a folder now. */
  static isHeld(folder: string): boolean {
    const file = path.join(folder, 'lock.sqlite');
    if (!existsSync(file)) return false;
    const db = openSqlite(file, { timeout: 0, readonly: true });
    try {
      db.pragma('schema_version');
      return false;
    } catch {
      return true;
    } finally {
      db.close();
    }
  }

  release(): void {
    this.#db.close();
  }
}
