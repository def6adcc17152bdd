import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { fetchCommand, type FetchCommandOptions } from '../../../cli/data/fetch.js';
import type { SourceRequest } from '../../../cli/data/sources.js';
import { DataError } from '../../../src/index.js';
import { sessions } from '../../feeds/store/bars.js';
import { barstream, scratchFolder } from '../../support/cli.js';
import { memoryFeed } from '../../support/feed.js';
import { rejection } from '../../support/thrown.js';

let folder: ReturnType<typeof scratchFolder>;
let file: string;
let made = 0;
let printed = '';
let code = 0;
let asked: SourceRequest[] = [];

beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());
beforeEach(() => {
  file = path.join(folder.dir, `${made++}.db`);
  asked = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A source of ten sessions from 2024-01-08 on that knows all symbols but one. */
const sources = {
  test: (request: SourceRequest) => {
    asked.push(request);
    const [symbol] = request.symbols;
    if (symbol === 'NONE') throw new DataError('NONE is unknown to test', { code: 'test/unknown-symbol', hint: 'look it up' });
    const all = sessions({ symbol, basis: request.basis }, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    const end = (date: string): number => Date.parse(`${date}T23:59:00Z`);
    return memoryFeed([all.slice(all.countUntil(end(request.from) - 86_400_000), all.countUntil(end(request.to)))]);
  },
};

async function fetched(symbols: string[], given: Partial<FetchCommandOptions> = {}): Promise<string> {
  printed = '';
  code = 0;
  const options = { store: file, source: 'test', basis: 'raw', interval: '1d', from: '2024-01-08', to: '2024-01-12', ...given };
  const context = { signal: new AbortController().signal, exitWith: (wanted: number) => (code = wanted) };
  await fetchCommand(symbols, options, context, sources);
  return printed;
}

describe('barstream data fetch', () => {
  test('asks for what is missing, and says what it asked for', async () => {
    expect(await fetched(['AAA', 'BBB'])).toMatch(/^AAA +5 +2024-01-08 +2024-01-12 +2024-01-08 to 2024-01-12$/m);
    expect(await fetched(['AAA', 'BBB'])).toMatch(/^BBB +5 +2024-01-08 +2024-01-12 +nothing: all was there$/m);
    expect(await fetched(['AAA'], { to: '2024-01-16' })).toMatch(/^AAA +6 +2024-01-08 +2024-01-16 +2024-01-13 to 2024-01-16$/m);
    expect(asked).toHaveLength(3);
  });

  test('a symbol that fails does not keep the others out, and gives exit code 3', async () => {
    const text = await fetched(['NONE', 'AAA']);
    expect(code).toBe(3);
    expect(text).toContain('NONE: NONE is unknown to test\n    hint: look it up');
    expect(text).toMatch(/^AAA +5 /m);
  });

  test('offline asks nobody and says what is missing', async () => {
    await fetched(['AAA']);
    const text = await fetched(['AAA'], { offline: true, to: '2024-01-16' });
    expect(text).toContain('AAA 1d raw from test: 2024-01-13 to 2024-01-16 is not in');
    expect([asked.length, code]).toEqual([1, 0]);
    await fetched(['BBB'], { offline: true });
    expect([asked.length, code]).toEqual([1, 3]);
  });

  test('as JSON', async () => {
    const report = JSON.parse(await fetched(['AAA'], { json: true })) as object;
    expect(report).toMatchObject({
      source: 'test',
      basis: 'raw',
      fetched: [{ symbol: 'AAA', bars: 5, asked: [{ from: '2024-01-08', to: '2024-01-12' }] }],
      failed: [],
    });
  });

  test('refuses a source that there is none of', async () => {
    expect(await rejection(fetched(['AAA'], { source: 'nobody' }))).toMatchObject({ name: 'ConfigError', code: 'cli/source' });
  });
});

test('on the command line Yahoo has no raw prices, and --offline needs no network', async () => {
  jest.restoreAllMocks();
  const run = (...args: string[]) =>
    barstream(['data', 'fetch', 'SPY', '--from', '2024-01-02', '--to', '2024-01-05', ...args], { cwd: folder.dir });
  const raw = await run('--basis', 'raw');
  expect([raw.code, raw.stdout]).toEqual([2, expect.stringContaining('Yahoo has no prices as they were traded')]);
  const offline = await run('--offline', '--store', 'none.db');
  expect([offline.code, offline.stdout]).toEqual([3, expect.stringContaining('there is no store none.db')]);
});
