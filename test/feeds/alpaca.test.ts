import { describe, expect, test } from '@jest/globals';

import { alpaca, type AlpacaOptions } from '../../feeds/index.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { FeedData } from '../../src/feed/feed.js';
import { cut, hang, httpSource, json, text, type Answer, type HttpSource } from '../support/http-source.js';
import { thrown } from '../support/thrown.js';
import { rejection } from './rejection.js';
import { KEYS, page, type AlpacaRow } from './sources/alpaca-source.js';
import { QUICK } from './sources/yahoo-feed.js';

const bar = (t: string, c: number): AlpacaRow => ({ t, o: c, h: c + 1, l: c - 1, c, v: 100, n: 3, vw: c });

type Some = Partial<AlpacaOptions<PriceBasis>>;

function feedOf(source: HttpSource, options: Some = {}): ReturnType<typeof alpaca> {
  return alpaca({ symbols: ['SPY'], basis: 'raw', from: '2024-02-26', ...QUICK, env: KEYS, fetch: source.fetch, ...options });
}

async function load(answers: readonly Answer[], options: Some = {}): Promise<FeedData & { queries: URLSearchParams[] }> {
  const source = await httpSource((before) => answers[Math.min(before, answers.length - 1)]!);
  const data = await feedOf(source, options).load();
  return { ...data, queries: source.requests.map((request) => new URL(request, 'http://x').searchParams) };
}

const GOOD = json(page('SPY', [bar('2024-02-28T05:00:00Z', 505), bar('2024-02-29T05:00:00Z', 508)]));

describe('what is asked and recorded', () => {
  test.each<readonly [basis: PriceBasis, adjustment: string]>([
    ['raw', 'raw'],
    ['split', 'split'],
    ['total-return', 'all'],
  ])('%s prices are adjustment %s', async (basis, adjustment) => {
    const { queries, sources } = await load([GOOD], { basis, feed: 'sip', to: '2024-02-29' });
    expect(Object.fromEntries(queries[0]!)).toMatchObject({
      symbols: 'SPY',
      timeframe: '1Day',
      adjustment,
      feed: 'sip',
      // Midnight in New York, and the last instant before the one after the last date.
      start: '2024-02-26T05:00:00.000Z',
      end: '2024-03-01T04:59:59.999Z',
    });
    expect(sources![0]).toMatchObject({
      name: `alpaca sip SPY 1d ${basis}`,
      key: { source: 'alpaca', symbol: 'SPY', interval: '1d', adjustment: basis, feed: 'sip' },
    });
  });

  test('keys go out as headers, to the address of the environment', async () => {
    const seen: unknown[] = [];
    const source = await httpSource(() => (request, response) => {
      seen.push(request.headers['apca-api-key-id'], request.headers['apca-api-secret-key'], request.url.pathname);
      GOOD(request, response);
    });
    const env = { ...KEYS, APCA_API_DATA_URL: `${source.base}/` };
    const { series } = await alpaca({ symbols: ['SPY'], basis: 'raw', from: '2024-02-26', ...QUICK, env }).load();
    expect(seen).toEqual(['id', 'secret', '/v2/stocks/bars']);
    expect(series[0]!.length).toBe(2);
  });

  test('symbols may have another name there', async () => {
    const { queries, series } = await load([json(page('BRK.B', [bar('2024-02-28T05:00:00Z', 400)]))], {
      symbols: ['BRK-B'],
      names: { 'BRK-B': 'BRK.B' },
    });
    expect(queries[0]!.get('symbols')).toBe('BRK.B');
    expect([series[0]!.instrument.symbol, series[0]!.length]).toEqual(['BRK-B', 1]);
  });
});

describe('bars', () => {
  test('all pages are followed', async () => {
    const pages = [
      json(page('SPY', [bar('2024-02-27T05:00:00Z', 504)], 'one')),
      json(page('SPY', [bar('2024-02-28T05:00:00Z', 505)], 'two')),
      json(page('SPY', [bar('2024-02-29T05:00:00Z', 508)])),
    ];
    const { series, queries } = await load(pages);
    expect([...series[0]!.columns.close]).toEqual([504, 505, 508]);
    expect(queries.map((query) => query.get('page_token'))).toEqual([null, 'one', 'two']);
  });

  test('the session or minute that has not closed is dropped', async () => {
    const at = { date: 'Thu, 29 Feb 2024 20:30:10 GMT' };
    const daily = await load([json(page('SPY', [bar('2024-02-28T05:00:00Z', 505), bar('2024-02-29T05:00:00Z', 508)]), 200, at)]);
    expect(daily.sources![0]!.dropped).toEqual([{ reason: '2024-02-29: the session has not closed yet' }]);
    const minutes = await load([json(page('SPY', [bar('2024-02-29T20:29:00Z', 505), bar('2024-02-29T20:30:00Z', 508)]), 200, at)], {
      interval: '1m',
    });
    expect(minutes.series[0]!.length).toBe(1);
  });

  test('no bar at all is a warning', async () => {
    const { series, warnings } = await load([json(page('SPY', []))]);
    expect([series[0]!.length, warnings]).toEqual([0, ['alpaca: SPY 1d: not one bar in the range of dates']]);
  });
});

describe('failures', () => {
  test.each<readonly [what: string, answer: Answer, code: string, requests: number]>([
    ['401', json({ message: 'unauthorized' }, 401), 'alpaca/unauthorized', 1],
    ['403 for the keys', json({ message: 'forbidden.' }, 403), 'alpaca/unauthorized', 1],
    ['403 for recent data', json({ message: 'subscription does not permit querying recent SIP data' }, 403), 'alpaca/subscription', 1],
    ['400 for a symbol', json({ message: 'code=400, message=invalid symbol: SPYY' }, 400), 'alpaca/unknown-symbol', 1],
    ['422', json({ message: 'unexpected' }, 422), 'alpaca/refused', 1],
    ['429', json({ message: 'too many requests.' }, 429), 'network/rate-limited', 3],
    ['500', text('oops', 500), 'network/server', 3],
    ['a cut body', cut(JSON.stringify(page('SPY', [bar('2024-02-28T05:00:00Z', 505)]))), 'network/cut', 3],
    ['HTML', text('<html><body>log in</body></html>'), 'network/not-json', 1],
  ])('%s', async (_, answer, code, requests) => {
    const source = await httpSource(() => answer);
    const error = await rejection(feedOf(source).load());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
    expect(`${error.message} ${JSON.stringify((error as DataError).context)}`).not.toContain('secret');
    expect(source.requests).toHaveLength(requests);
  });

  test('a failure between two pages is tried again from that page', async () => {
    const answers = [
      json(page('SPY', [bar('2024-02-28T05:00:00Z', 505)], 'one')),
      text('', 500),
      json(page('SPY', [bar('2024-02-29T05:00:00Z', 508)])),
    ];
    const { series, queries } = await load(answers);
    expect(series[0]!.length).toBe(2);
    expect(queries.map((query) => query.get('page_token'))).toEqual([null, 'one', 'one']);
  });

  test('a hang ends with the time-out', async () => {
    const error = await rejection(feedOf(await httpSource(() => hang), { timeout: 40, retry: { attempts: 1 } }).load());
    expect(error).toMatchObject({ code: 'network/timeout' });
  });

  test('without keys it says which', async () => {
    const error = await rejection(feedOf(await httpSource(() => GOOD), { env: {} }).load());
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code: 'alpaca/keys', hint: expect.stringContaining('APCA_API_KEY_ID') });
  });

  test.each<readonly [options: Some, code: string]>([
    [{ interval: '90m' }, 'alpaca/interval'],
    [{ feed: 'otc' as 'sip' }, 'alpaca/feed'],
  ])('%j is refused', (options, code) => {
    expect(thrown(() => alpaca({ symbols: ['SPY'], basis: 'raw', from: '2024-01-01', ...options }))).toMatchObject({ code });
  });
});
