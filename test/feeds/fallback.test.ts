import { expect, test } from '@jest/globals';

import { alpaca, fallback, memory, stooq, yahoo } from '../../feeds/index.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import { httpSource, text, type Answer } from '../support/http-source.js';
import { thrown } from '../support/thrown.js';
import { rejection } from './rejection.js';
import { QUICK } from './sources/yahoo-feed.js';

const symbols = ['SPY'];
const CSV = 'Date,Open,High,Low,Close,Volume\n2024-02-28,505.33,506.86,504.96,505.26,1\n';
const busy = text('Too Many Requests', 429);
const page = text('<html></html>');

const yahooOf = async (answer: Answer): Promise<HistoricalFeed<'split'>> =>
  yahoo({ symbols, basis: 'split', ...QUICK, retry: { attempts: 1 }, fetch: (await httpSource(() => answer)).fetch });
const stooqOf = async (answer: Answer): Promise<HistoricalFeed<'split'>> =>
  stooq({ symbols, basis: 'split', ...QUICK, fetch: (await httpSource(() => answer)).fetch });
const kept = memory({ instrument: { symbol: 'SPY', basis: 'split' }, bars: [{ date: '2024-02-28', open: 5, high: 5, low: 5, close: 5 }] });

test('the first feed that answers does, and those before it are named with their reasons', async () => {
  const feed = fallback([await yahooOf(busy), await stooqOf(text(CSV)), kept]);
  expect([feed.name, feed.basis]).toEqual(['yahoo or stooq or memory', 'split']);
  const { series, sources, warnings } = await feed.load();
  expect(series[0]!.columns.close[0]).toBe(505.26);
  expect(sources).toEqual([
    expect.objectContaining({
      name: 'stooq SPY 1d split',
      insteadOf: [{ feed: 'yahoo', reason: expect.stringMatching(/429 Too Many Requests .*\[network\/rate-limited\]/) }],
    }),
  ]);
  expect(warnings).toEqual([expect.stringMatching(/^yahoo did not answer, stooq did: /)]);
});

test('the last resort is what is here', async () => {
  const { sources, warnings } = await fallback([await yahooOf(busy), await stooqOf(page), kept]).load();
  expect(sources![0]!.insteadOf!.map(({ feed }) => feed)).toEqual(['yahoo', 'stooq']);
  expect(warnings).toHaveLength(2);
});

test('a first answer has nothing beside it', async () => {
  expect(await fallback([kept, await yahooOf(busy)]).load()).toEqual(await kept.load());
});

test('an answer without a bar is none', async () => {
  const empty = memory({ instrument: { symbol: 'SPY', basis: 'split' }, bars: [] });
  const { warnings } = await fallback([empty, kept]).load();
  expect(warnings).toEqual(['memory did not answer, memory did: not one bar of SPY 1d']);
});

test('missing keys are no answer', async () => {
  const { warnings } = await fallback([alpaca({ symbols, basis: 'split', from: '2024-01-01', env: {} }), kept]).load();
  expect(warnings).toEqual([expect.stringContaining('[alpaca/keys]')]);
});

test('when nobody answers, every reason is said', async () => {
  const error = await rejection(fallback([await yahooOf(busy), await stooqOf(page)]).load());
  expect(error).toBeInstanceOf(DataError);
  expect(error).toMatchObject({ code: 'fallback/none', hint: expect.stringMatching(/./) });
  expect(error.message).toMatch(/yahoo: .*429.*; stooq: .*HTML page/);
});

test('a mistake is not passed over', async () => {
  const broken: HistoricalFeed<'split'> = {
    name: 'broken',
    basis: 'split',
    load: () => Promise.reject(new ConfigError('wrong', { code: 'x' })),
  };
  expect(await rejection(fallback([broken, kept]).load())).toMatchObject({ code: 'x' });
});

test('feeds of two bases, or none, are refused', () => {
  const raw = memory({ instrument: { symbol: 'SPY', basis: 'raw' }, bars: [] }) as unknown as HistoricalFeed<'split'>;
  expect(thrown(() => fallback([kept, raw]))).toMatchObject({ code: 'fallback/mixed-bases' });
  expect(thrown(() => fallback([]))).toMatchObject({ code: 'fallback/empty' });
});

test('a signal stops it', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  expect((await rejection(fallback([kept]).load({ signal: controller.signal }))).message).toBe('enough');
});
