import { describe, expect, test } from '@jest/globals';

import { stooq, type StooqBasis, type StooqOptions } from '../../feeds/index.js';
import { DataError } from '../../src/core/errors.js';
import { cut, hang, httpSource, text, type Answer, type HttpSource } from '../support/http-source.js';
import { rejection } from './rejection.js';
import { QUICK } from './sources/yahoo-feed.js';

const CSV =
  'Date,Open,High,Low,Close,Volume\r\n2024-02-28,505.33,506.86,504.96,505.26,56506600\r\n2024-02-29,508.07,509.74,505.35,508.08,83924800\r\n';

const feedOf = (source: HttpSource, options: Partial<StooqOptions<StooqBasis>> = {}): ReturnType<typeof stooq> =>
  stooq({ symbols: ['SPY'], basis: 'total-return', ...QUICK, fetch: source.fetch, ...options });

test('asks for dates and symbols as Stooq writes them, and reads its CSV', async () => {
  const source = await httpSource(() => text(CSV));
  const options = { symbols: ['SPY', '^SPX', 'BRK-B', 'SAP'], names: { SAP: 'sap.de' }, from: '2024-02-28', to: '2024-02-29', apiKey: 'k' };
  const { series, sources } = await feedOf(source, options).load();
  expect(source.requests).toEqual([
    '/q/d/l/?s=spy.us&d1=20240228&d2=20240229&i=d&apikey=k',
    '/q/d/l/?s=%5Espx&d1=20240228&d2=20240229&i=d&apikey=k',
    '/q/d/l/?s=brk-b.us&d1=20240228&d2=20240229&i=d&apikey=k',
    '/q/d/l/?s=sap.de&d1=20240228&d2=20240229&i=d&apikey=k',
  ]);
  expect([...series[0]!.columns.close]).toEqual([505.26, 508.08]);
  expect(sources![0]!.key).toEqual({ source: 'stooq', symbol: 'SPY', interval: '1d', adjustment: 'total-return' });
});

test('indices have no volume column', async () => {
  const source = await httpSource(() => text('Date,Open,High,Low,Close\n2024-02-29,5085.36,5104.99,5061.89,5096.27\n'));
  const { series } = await feedOf(source, { symbols: ['^SPX'] }).load();
  expect([series[0]!.columns.close[0], series[0]!.instrument.volume]).toEqual([5096.27, 'unknown']);
});

test('the session that has not closed is dropped', async () => {
  const source = await httpSource(() => text(CSV, 200, { date: 'Thu, 29 Feb 2024 20:30:10 GMT' }));
  const { sources } = await feedOf(source).load();
  expect(sources![0]).toMatchObject({ rows: 1, dropped: [{ reason: '2024-02-29: the session has not closed yet' }] });
});

test('pauses between two symbols', async () => {
  const times: number[] = [];
  const source = await httpSource(() => (request, response) => {
    times.push(performance.now());
    text(CSV)(request, response);
  });
  await feedOf(source, { symbols: ['A', 'B'], pause: 60 }).load();
  expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(55);
});

describe('failures, most of them with status 200', () => {
  test.each<readonly [what: string, answer: Answer, code: string, said: string]>([
    [
      'a page',
      text('<!DOCTYPE html><html><head><script>/* proof of work */</script></head></html>'),
      'stooq/page',
      'HTML page (status 200)',
    ],
    ['a request for a key', text('Get your apikey:\n1. Open https://stooq.com/q/d/?s=spy.us&get_apikey'), 'stooq/key', 'wants a key'],
    ['the limit', text('Exceeded the daily hits limit'), 'stooq/limit', 'limit'],
    ['no data', text('No data'), 'stooq/no-data', 'no data of this symbol'],
    ['nothing', text(''), 'stooq/no-data', 'no data of this symbol'],
    ['some other text', text('Access denied'), 'stooq/not-csv', '"Access denied"'],
    ['another CSV', text('Date,Value,A,B,C\n2024-02-29,1,2,3,4'), 'stooq/not-csv', 'in place of data'],
    ['a row cut in the middle', text(CSV.slice(0, -30)), 'stooq/row', 'line 3'],
    ['404', text('not found', 404), 'stooq/refused', '404'],
    ['429', text('slow down', 429), 'network/rate-limited', '429'],
    ['500', text('', 500), 'network/server', '500'],
    ['a cut connection', cut(CSV), 'network/cut', 'breaks off'],
    ['a hang', hang, 'network/timeout', 'no whole answer'],
  ])('%s', async (_, answer, code, said) => {
    const source = await httpSource(() => answer);
    const error = await rejection(feedOf(source, { timeout: 100, retry: { attempts: 2, firstDelay: 1 }, apiKey: 'my-key' }).load());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
    expect(error.message).toContain(said);
    expect(error.message).not.toContain('my-key');
  });
});
