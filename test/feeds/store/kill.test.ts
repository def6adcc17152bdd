import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { openStore } from '../../../feeds/index.js';
import { seededRandom } from '../../../src/index.js';
import { openSqlite } from '../../../src/sqlite/open-sqlite.js';
import { scratchFolder } from '../../support/cli.js';
import { cases } from '../../support/scale.js';

const importer = fileURLToPath(new URL('importer.mjs', import.meta.url));
const BATCH = 2000;
const KILLS = cases(50);

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

/** Runs an importer from a batch on, kills it `delay` ms after it has reported `lines` lines, and returns the last batch it reported. */
function killed(file: string, first: number, lines: number, delay: number): Promise<number> {
  const failed = process.env['BARSTREAM_BUILD_ERROR'];
  if (failed !== undefined) throw new Error(`dist cannot be built:\n${failed}`);
  return new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, [importer, file, String(first)], { env });
    let out = '';
    let timer: NodeJS.Timeout | undefined;
    let err = '';
    child.stderr.on('data', (text) => (err += String(text)));
    child.stdout.on('data', (text) => {
      out += String(text);
      if (out.split('\n').length > lines) timer ??= setTimeout(() => child.kill('SIGKILL'), delay);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const reported = out.slice(0, out.lastIndexOf('\n')).split('\n');
      if (signal === 'SIGKILL') resolve(reported.length > 1 ? Number(reported.at(-1)) : first - 1);
      else reject(new Error(`the importer ended by itself (${code}): ${err}`));
    });
  });
}

test(`an importer killed ${KILLS} times loses nothing committed, and the file stays whole`, async () => {
  const file = path.join(folder.dir, 'bars.db');
  const random = seededRandom(1);
  let batches = 0;
  let unreported = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const reported = (await killed(file, batches, 1 + random.integer(4), random.next() * 25)) + 1;
    const db = openSqlite(file, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    const rows = db.prepare('SELECT count(*) FROM bars').pluck().get() as number;
    db.close();
    // A batch is there wholly or not at all; at most one was committed and not reported yet.
    expect(rows % BATCH).toBe(0);
    expect(rows / BATCH - reported === 0 || rows / BATCH - reported === 1).toBe(true);
    unreported += rows / BATCH - reported;
    batches = rows / BATCH;
    if (batches === 0) continue;
    const bars = openStore(file, { readonly: true });
    const { columns, length } = bars.read({ source: 'test', symbol: 'AAA', interval: '1m', adjustment: 'raw' });
    bars.close();
    // Counted in a loop: an assertion a row would take most of the test's time.
    let wrong = 0;
    for (let i = 0; i < length; i++) {
      if (columns.time[i] !== 1_577_836_800_000 + (i + 1) * 60_000) wrong += 1;
      if (columns.close[i] !== 100 + (i % 977) / 100 || columns.volume[i] !== i % 5000) wrong += 1;
    }
    expect([length, wrong]).toEqual([rows, 0]);
  }
  // The kills struck while batches were written, not before the first or after the last.
  expect(batches).toBeGreaterThan(KILLS / 2);
  console.log(`${KILLS} kills, ${batches} batches of ${BATCH} bars committed, ${unreported} of them killed before they were reported`);
}, 300_000);
