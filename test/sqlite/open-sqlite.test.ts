import { expect, test } from '@jest/globals';
import { createRequire } from 'node:module';

import { ConfigError } from '../../src/core/errors.js';
import { loadSqlite, openSqlite, sqlitePackage } from '../../src/sqlite/open-sqlite.js';
import { thrown } from '../support/thrown.js';

const load = createRequire(import.meta.url);

// The ranges that the two packages declare as `engines`: 12 "20.x || 22.x || ...", 13 ">=22".
test.each([
  ['20.0.0', 'better-sqlite3'],
  ['20.20.2', 'better-sqlite3'],
  ['21.7.3', 'better-sqlite3'],
  ['22.0.0', 'better-sqlite3-napi'],
  ['24.21.0', 'better-sqlite3-napi'],
  ['26.10.0', 'better-sqlite3-napi'],
  ['100.0.0', 'better-sqlite3-napi'],
])('Node %s has its SQLite from %s', (version, name) => {
  expect(sqlitePackage(version)).toBe(name);
});

test('the package of this version of Node is installed, and is a SQLite', () => {
  const db = openSqlite(':memory:');
  expect(db.prepare('SELECT 6 * 7 AS answer').get()).toEqual({ answer: 42 });
  db.close();
});

test('a package that is not there says which, for which Node, and what to do', () => {
  const other = process.versions.node.startsWith('20.') ? '24.21.0' : '20.20.2';
  const loadOther = (name: string): unknown => load(`${name}-that-is-not-installed`);
  const error = thrown(() => loadSqlite(other, loadOther));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({
    code: 'sqlite/not-loaded',
    message: expect.stringMatching(
      new RegExp(
        `^SQLite \\(package ${sqlitePackage(other)}\\) cannot be loaded on Node ${other.replaceAll('.', '\\.')}: Cannot find module`,
      ),
    ),
    context: { package: sqlitePackage(other), node: other },
    hint: expect.stringContaining('npm ci'),
  });
});

test('a native part that was built for another Node is found before a file is opened', () => {
  // What Node says of such a part; it is loaded with the first file.
  class Sqlite {
    constructor() {
      throw new Error(
        "The module 'better_sqlite3.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 115. This version of Node.js requires",
      );
    }
  }
  expect(thrown(() => loadSqlite('20.20.2', () => Sqlite))).toMatchObject({
    code: 'sqlite/not-loaded',
    message: expect.stringContaining("The module 'better_sqlite3.node'"),
  });
});
