import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { fetchCommand, type FetchCommandOptions } from '../../../cli/data/fetch.js';
import { sourcesWith, type Source, type SourceRequest } from '../../../cli/data/sources.js';
import { store } from '../../../feeds/index.js';
import { DataError } from '../../../src/index.js';
import { alpacaRows, KEYS, page } from '../../feeds/sources/alpaca-source.js';
import { QUICK, yahooSource } from '../../feeds/sources/yahoo-feed.js';
import { sessions } from '../../feeds/store/bars.js';
import { barstream, scratchFolder } from '../../support/cli.js';
import { memoryFeed } from '../../support/feed.js';
import { httpSource, json, text as textOf } from '../../support/http-source.js';
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
const sources: Readonly<Record<string, Source>> = {
  test: {
    make: (request) => {
      asked.push(request);
      const [symbol] = request.symbols;
      if (symbol === 'NONE') throw new DataError('NONE is unknown to test', { code: 'test/unknown-symbol', hint: 'look it up' });
      const all = sessions({ symbol, basis: request.basis }, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
      const end = (date: string): number => Date.parse(`${date}T23:59:00Z`);
      return memoryFeed([all.slice(all.countUntil(end(request.from) - 86_400_000), all.countUntil(end(request.to)))]);
    },
  },
};

async function fetched(symbols: string[], given: Partial<FetchCommandOptions> = {}, from = sources): Promise<string> {
  printed = '';
  code = 0;
  const { basis, ...others } = { source: 'test', basis: 'raw', ...given };
  const options = { store: file, interval: '1d', from: '2024-01-08', to: '2024-01-12', ...(basis !== '' && { basis }), ...others };
  const context = { signal: new AbortController().signal, exitWith: (wanted: number) => (code = wanted) };
  await fetchCommand(symbols, options, context, from);
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

describe('the sources over the loopback interface', () => {
  /** Monday to Friday. */
  const DAYS = ['2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11', '2024-01-12'].map((at, i) => ({
    at,
    open: 100 + i,
    high: 101.5 + i,
    low: 99.5 + i,
    close: 100.25 + i,
    volume: 1000 * (i + 1),
  }));
  const closes = async (basis: 'raw' | 'split' | 'total-return', source: string, feed?: string): Promise<number[]> => {
    const { series } = await store(file, { symbols: ['SPY'], basis, source, ...(feed !== undefined && { feed }) }).load();
    return [...series[0]!.columns.close];
  };
  const alpacaAnswers = () =>
    httpSource(() => ({ url, headers }, response) => {
      const known = headers['apca-api-key-id'] === 'id' && headers['apca-api-secret-key'] === 'secret';
      const higher = url.searchParams.get('feed') === 'sip' ? 1 : 0;
      const rows = DAYS.map((day) => ({ ...day, close: day.close + higher }));
      json(known ? page('SPY', alpacaRows(rows, '1d')) : { message: 'forbidden' }, known ? 200 : 403)({ url, headers }, response);
    });

  test('Yahoo gives split prices unless told otherwise', async () => {
    const source = await yahooSource('1d', { SPY: DAYS });
    const text = await fetched(['SPY'], { source: 'yahoo', basis: '' }, sourcesWith({ ...QUICK, fetch: source.fetch }));
    expect(text).toContain('1 symbol of yahoo (1d, split)');
    expect(await closes('split', 'yahoo')).toEqual([100.25, 101.25, 102.25, 103.25, 104.25]);
  });

  test('Alpaca keeps its two feeds apart, and asks with the keys of the environment', async () => {
    const source = await alpacaAnswers();
    const from = sourcesWith({ ...QUICK, fetch: source.fetch, env: KEYS });
    expect(await fetched(['SPY'], { source: 'alpaca', basis: 'raw' }, from)).toContain('1 symbol of alpaca iex (1d, raw)');
    expect(await fetched(['SPY'], { source: 'alpaca', basis: 'raw', feed: 'sip' }, from)).toContain('1 symbol of alpaca sip (1d, raw)');
    expect(source.requests.map((path) => new URL(path, 'http://x').searchParams.get('feed'))).toEqual(['iex', 'sip']);
    expect(source.requests[0]).toContain('adjustment=raw');
    expect(await closes('raw', 'alpaca', 'iex')).toEqual([100.25, 101.25, 102.25, 103.25, 104.25]);
    expect(await closes('raw', 'alpaca', 'sip')).toEqual([101.25, 102.25, 103.25, 104.25, 105.25]);
    expect(await fetched(['SPY'], { source: 'alpaca', basis: 'raw' }, from)).toContain('nothing: all was there');
    expect(source.requests).toHaveLength(2);
  });

  test('Alpaca without keys says which ones it needs, exit code 2', async () => {
    const text = await fetched(['SPY'], { source: 'alpaca' }, sourcesWith({ ...QUICK, env: {} }));
    expect([code, text]).toEqual([2, expect.stringContaining('set APCA_API_KEY_ID and APCA_API_SECRET_KEY')]);
  });

  test('Stooq is asked with its key, and its prices are kept under the basis that is said', async () => {
    const lines = DAYS.map(({ at, open, high, low, close, volume }) => [at, open, high, low, close, volume].join(','));
    const source = await httpSource(() => textOf(['Date,Open,High,Low,Close,Volume', ...lines].join('\r\n')));
    const from = sourcesWith({ ...QUICK, fetch: source.fetch, env: { STOOQ_API_KEY: 'k' } });
    const text = await fetched(['SPY'], { source: 'stooq', basis: 'total-return' }, from);
    expect([code, text]).toEqual([0, expect.stringContaining('1 symbol of stooq (1d, total-return)')]);
    expect(source.requests).toEqual(['/q/d/l/?s=spy.us&d1=20240108&d2=20240112&i=d&apikey=k']);
    expect(await closes('total-return', 'stooq')).toEqual([100.25, 101.25, 102.25, 103.25, 104.25]);
  });

  test('a page instead of data fails the symbol, exit code 3', async () => {
    const source = await httpSource(() => textOf('<html><body>Please verify</body></html>', 200, { 'content-type': 'text/html' }));
    const from = sourcesWith({ ...QUICK, fetch: source.fetch, env: {} });
    const text = await fetched(['SPY'], { source: 'stooq', basis: 'total-return' }, from);
    expect([code, text]).toEqual([3, expect.stringContaining('0 symbols of stooq')]);
    expect(text).toMatch(/SPY: .*page/);
  });

  test.each([
    ['stooq without a basis', { source: 'stooq', basis: '' }, 'cli/basis'],
    ['a feed that Yahoo has not', { source: 'yahoo', feed: 'sip' }, 'cli/feed'],
    ['a feed that Alpaca has not', { source: 'alpaca', feed: 'otc' }, 'cli/feed'],
  ])('refuses %s', async (_, given, expected) => {
    expect(await rejection(fetched(['SPY'], given, sourcesWith({ env: {} })))).toMatchObject({ name: 'ConfigError', code: expected });
  });

  test.each([
    ['raw prices', { basis: 'raw' }, 'Stooq has no prices as they were traded'],
    ['minutes', { basis: 'split', interval: '1m' }, 'Stooq has bars of sessions only'],
  ])('Stooq has no %s', async (_, given, expected) => {
    const text = await fetched(['SPY'], { source: 'stooq', ...given }, sourcesWith({ env: {} }));
    expect([code, text]).toEqual([2, expect.stringContaining(expected)]);
  });

  test('the command itself fetches from Alpaca, at the address of the environment', async () => {
    jest.restoreAllMocks();
    const { base } = await alpacaAnswers();
    const args = ['data', 'fetch', 'SPY', '--source', 'alpaca', '--basis', 'raw', '--from', '2024-01-08', '--to', '2024-01-12'];
    const run = await barstream([...args, '--store', file], { cwd: folder.dir, env: { ...KEYS, APCA_API_DATA_URL: base } });
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('1 symbol of alpaca iex (1d, raw)')]);
    expect(await closes('raw', 'alpaca', 'iex')).toEqual([100.25, 101.25, 102.25, 103.25, 104.25]);
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
