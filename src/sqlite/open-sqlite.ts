import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';

import { ConfigError } from '../core/errors.js';

/** First release line of Node that better-sqlite3 13 runs on. */
const FIRST_WITH_13 = 22;

let loaded: typeof Database | undefined;

/**
 * Opens a SQLite file. The package is loaded for the first file: runs without one start sooner.
 * @throws ConfigError where SQLite is not installed for this version of Node; else what the package throws.
 */
export function openSqlite(file: string, options: Database.Options = {}): Database.Database {
  loaded ??= loadSqlite(process.versions.node, createRequire(import.meta.url));
  return new loaded(file, options);
}

/**
 * Name of the installed package that has SQLite for a version of Node. better-sqlite3 12 aborts the process at a random moment on
 * Node 24.19 and later; 13 is sound there, but does not run on Node 20.
 */
export function sqlitePackage(nodeVersion: string): 'better-sqlite3' | 'better-sqlite3-napi' {
  return Number.parseInt(nodeVersion, 10) < FIRST_WITH_13 ? 'better-sqlite3' : 'better-sqlite3-napi';
}

/** Loads SQLite with its native part, which the package itself loads with the first file only. */
export function loadSqlite(nodeVersion: string, load: (name: string) => unknown): typeof Database {
  const name = sqlitePackage(nodeVersion);
  try {
    const Sqlite = load(name) as typeof Database;
    new Sqlite(':memory:').close();
    return Sqlite;
  } catch (cause) {
    const [reason = ''] = String((cause as Error).message).split('\n');
    throw new ConfigError(`SQLite (package ${name}) cannot be loaded on Node ${nodeVersion}: ${reason}`, {
      code: 'sqlite/not-loaded',
      context: { package: name, node: nodeVersion },
      hint:
        'install again with the Node that runs this (npm ci or npm install), and look at what npm says of better-sqlite3: what another version ' +
        'has installed need not fit, and version 12 needs a compiler where there is no ready-made binary',
      cause,
    });
  }
}
