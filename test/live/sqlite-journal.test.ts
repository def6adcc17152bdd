import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { InstanceLock } from '../../src/live/instance-lock.js';
import { SqliteJournal, OperatorFiles, type JournalMeta, type JournalStep } from '../../src/live/index.js';
import { openSqlite } from '../../src/sqlite/open-sqlite.js';
import { scratchFolder } from '../support/cli.js';
import { daily, flat } from '../support/series.js';
import { thrown } from '../support/thrown.js';

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const META: JournalMeta = {
  instance: 'bot',
  name: 'bot',
  seed: 1,
  currency: 'USD',
  cash: '100000',
  tradeAfter: null,
  clockStart: 0,
  createdAt: 0,
};
const series = daily('A', [flat(100), [101, 103.5, 99.25, 102.125, 1234]]);

function step(number: number, order?: string): JournalStep {
  return {
    number,
    at: 1000 * number,
    input: { kind: 'timer', time: 1000 * number },
    decisions:
      order === undefined
        ? []
        : [
            {
              kind: 'submit',
              order: {
                id: order,
                strategy: 'bot',
                symbol: 'A',
                side: 'buy',
                type: 'market',
                lots: 1,
                quantity: '1',
                timeInForce: 'gtc',
                purpose: 'plain',
                decidedAt: 1000 * number,
                sequence: 1,
              },
            },
          ],
    outcomes: [],
    position: 1000 * number,
    states: { bot: `{"n":${number}}` },
  };
}

const fileOf = (): string => path.join(folder.dir, 'sub', 'journal.sqlite');

describe('the journal on the disk', () => {
  test('gives back what was written, to the last bit, after it was opened again', () => {
    const first = new SqliteJournal(fileOf());
    expect([first.meta, first.lastStep]).toEqual([undefined, 0]);
    first.begin(META, { series: [series], externals: [], actions: [] });
    first.commit(step(1, 'bot-1'));
    first.commit(step(2));
    first.note({ at: 5, level: 'warn', code: 'test/note', message: 'seen', data: { a: 1 } });
    first.close();

    const again = new SqliteJournal(fileOf());
    expect(again.meta).toEqual(META);
    expect(again.lastStep).toBe(2);
    expect([...again.steps()]).toEqual([step(1, 'bot-1'), step(2)]);
    expect(again.states()).toEqual({ bot: '{"n":2}' });
    expect(again.notes()).toEqual([{ at: 5, level: 'warn', code: 'test/note', message: 'seen', data: { a: 1 } }]);
    const [stored] = again.history().series;
    expect(stored!.instrument).toEqual(series.instrument);
    for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
      expect(Array.from(stored!.columns[column])).toEqual(Array.from(series.columns[column]));
    }
    again.close();
  });

  test('a step is on the disk before anything goes on', () => {
    const journal = new SqliteJournal(fileOf());
    // 2 is FULL: every commit of the write-ahead log is synced. Asked of the connection that writes, as it is a setting of that alone.
    const db = openSqlite(fileOf());
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    journal.begin(META, { series: [], externals: [], actions: [] });
    journal.commit(step(1));
    // Another connection sees it as soon as the call has returned.
    expect(db.prepare('SELECT count(*) FROM steps').pluck().get()).toBe(1);
    db.close();
    journal.close();
  });

  test('an id that was used before is refused, and nothing of its step is kept', () => {
    const journal = new SqliteJournal(fileOf());
    journal.begin(META, { series: [], externals: [], actions: [] });
    journal.commit(step(1, 'bot-1'));
    expect(thrown(() => journal.commit(step(2, 'bot-1')))).toMatchObject({ code: 'journal/commit', context: { step: 2 } });
    expect([journal.lastStep, [...journal.steps()].length, journal.states()]).toEqual([1, 1, { bot: '{"n":1}' }]);
    journal.commit(step(2, 'bot-2'));
    expect(journal.lastStep).toBe(2);
    journal.close();
  });

  test('a reader sees what a writer has committed, while it goes on', () => {
    const writer = new SqliteJournal(fileOf());
    writer.begin(META, { series: [], externals: [], actions: [] });
    const reader = new SqliteJournal(fileOf(), { readonly: true });
    writer.commit(step(1));
    expect([...reader.steps()].map(({ number }) => number)).toEqual([1]);
    writer.commit(step(2));
    expect([...reader.steps()].map(({ number }) => number)).toEqual([1, 2]);
    reader.close();
    writer.close();
  });

  test('files that are none of its own are refused, and left alone', () => {
    const text = path.join(folder.dir, 'text.sqlite');
    writeFileSync(text, 'this is a text, and long enough to be looked at as a database by its first bytes'.repeat(20));
    expect(thrown(() => new SqliteJournal(text))).toMatchObject({ code: 'journal/not-a-journal' });
    const other = path.join(folder.dir, 'other.sqlite');
    const db = openSqlite(other);
    db.exec('CREATE TABLE mine (a)');
    db.close();
    expect(thrown(() => new SqliteJournal(other))).toMatchObject({ code: 'journal/version' });
    const after = openSqlite(other, { readonly: true });
    expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['mine']);
    after.close();
    expect(thrown(() => new SqliteJournal(path.join(folder.dir, 'none.sqlite'), { readonly: true }))).toMatchObject({
      code: 'journal/no-file',
    });
    const newer = new SqliteJournal(fileOf());
    newer.close();
    const raised = openSqlite(fileOf());
    raised.pragma('user_version = 99');
    raised.close();
    expect(thrown(() => new SqliteJournal(fileOf()))).toMatchObject({ code: 'journal/version', context: { version: 99 } });
  });
});

describe('an instance runs once', () => {
  test('within a process and across processes, until the lock is given back', async () => {
    const lock = new InstanceLock(folder.dir);
    expect(thrown(() => new InstanceLock(folder.dir))).toMatchObject({ code: 'live/already-running' });
    const module = fileURLToPath(new URL('../../src/live/instance-lock.ts', import.meta.url));
    const script = `import(${JSON.stringify(module)}).then(({ InstanceLock }) => { try { new InstanceLock(process.argv[1]).release(); console.log('got it'); } catch (error) { console.log(error.code); } });`;
    const { NODE_OPTIONS: _, ...env } = process.env;
    const other = async (): Promise<string> => {
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', script, folder.dir], { env });
      return stdout.trim();
    };
    expect(await other()).toBe('live/already-running');
    lock.release();
    expect(await other()).toBe('got it');
    new InstanceLock(folder.dir).release();
  });
});

describe('orders of an operator, on the disk', () => {
  test('the first halt stays until it is lifted, also for another process', () => {
    const files = new OperatorFiles(folder.dir);
    expect(files.halt).toBeUndefined();
    files.setHalt({ reason: 'first', by: 'operator', cancel: false });
    files.setHalt({ reason: 'second', by: 'max-daily-loss', cancel: true });
    const other = new OperatorFiles(folder.dir);
    expect(other.halt).toEqual({ reason: 'first', by: 'operator', cancel: false });
    expect([other.clearHalt(), files.halt, files.clearHalt()]).toEqual([true, undefined, false]);
  });

  test('a file that makes no sense halts, and cancels', () => {
    const files = new OperatorFiles(folder.dir);
    writeFileSync(path.join(folder.dir, 'halt.json'), '{"reason": "half');
    expect(files.halt).toMatchObject({ by: 'operator', cancel: true });
    writeFileSync(path.join(folder.dir, 'halt.json'), '{}');
    expect(files.halt).toEqual({ reason: 'no reason given', by: 'operator', cancel: true });
  });

  test('closing everything stays wanted until it is done', () => {
    const files = new OperatorFiles(folder.dir);
    expect(files.flatten).toBe(false);
    files.setFlatten();
    expect(new OperatorFiles(folder.dir).flatten).toBe(true);
    files.clearFlatten();
    expect(files.flatten).toBe(false);
  });
});
