import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { openStore, store, tableFeed, type FetchOptions, type MissingBars } from '../../../feeds/index.js';
import { BarTable, MINUTE, type BarKey, type HistoricalFeed, type PriceBasis } from '../../../src/index.js';
import { scratchFolder } from '../../support/cli.js';
import { memoryFeed } from '../../support/feed.js';
import { rejection, thrown } from '../../support/thrown.js';
import { minutes, plain, sessions } from './bars.js';

let folder: ReturnType<typeof scratchFolder>;
let file: string;
let made = 0;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());
beforeEach(() => {
  file = path.join(folder.dir, `feed-${made++}.db`);
});

const key = (given: Partial<BarKey> = {}): BarKey => ({ source: 'test', symbol: 'AAA', interval: '1d', adjustment: 'raw', ...given });

function keep(...given: readonly (readonly [BarKey, readonly number[]])[]): void {
  const bars = openStore(file);
  for (const [one, closes] of given) bars.write({ key: one, series: sessions({ symbol: one.symbol, basis: one.adjustment }, closes) });
  bars.close();
}

/**
 * A source that knows one close a session from 2024-01-02 on, the number of the session times `scale`, and writes down
 * what it was asked for.
 */
class Source {
  readonly asked: string[] = [];
  scale = 1;
  last = '2024-02-29';

  feed<B extends PriceBasis>(basis: B, { symbols: [symbol], from, to }: MissingBars): HistoricalFeed<B> {
    this.asked.push(`${from} ${to}`);
    const all = sessions(
      { symbol, basis },
      Array.from({ length: 60 }, (_, i) => (100 + i) * this.scale),
      '2024-01-02',
    );
    const end = (date: string): number => Date.parse(`${date}T23:59:00Z`);
    const series = all.slice(all.countUntil(end(from) - 24 * 60 * MINUTE), all.countUntil(Math.min(end(to), end(this.last))));
    return memoryFeed([series]) as HistoricalFeed<B>;
  }
}

describe('a store as a feed', () => {
  test('gives the symbols in the order asked for, between two dates, and runs as a table', async () => {
    keep([key(), [10, 11, 12, 13]], [key({ symbol: 'BBB' }), [20, 21, 22, 23]]);
    const { series, sources } = await store(file, { symbols: ['BBB', 'AAA'], basis: 'raw', from: '2024-01-09', to: '2024-01-10' }).load();
    expect(series.map((one) => [one.instrument.symbol, ...one.columns.close])).toEqual([
      ['BBB', 21, 22],
      ['AAA', 11, 12],
    ]);
    expect(sources).toEqual([
      { name: `${file}: BBB 1d raw from test`, rows: 2, key: key({ symbol: 'BBB' }) },
      { name: `${file}: AAA 1d raw from test`, rows: 2, key: key() },
    ]);
    const again = await tableFeed(new BarTable(series)).load();
    expect(again.series).toHaveLength(2);
  });

  test('says what is there when the basis is not', async () => {
    keep([key({ adjustment: 'split' }), [10]]);
    const error = await rejection(store(file, { symbols: ['AAA'], basis: 'total-return' }).load());
    expect(error).toMatchObject({ name: 'DataError', code: 'store/no-series', hint: 'of AAA it has AAA 1d split from test' });
  });

  test('never picks one of two sources or feeds', async () => {
    keep([key({ source: 'alpaca', feed: 'iex' }), [10]], [key({ source: 'alpaca', feed: 'sip' }), [11]]);
    const error = await rejection(store(file, { symbols: ['AAA'], basis: 'raw' }).load());
    expect(error).toMatchObject({ name: 'ConfigError', code: 'store/ambiguous' });
    const sip = await store(file, { symbols: ['AAA'], basis: 'raw', feed: 'sip' }).load();
    expect([...sip.series[0]!.columns.close]).toEqual([11]);
    const none = await rejection(store(file, { symbols: ['AAA'], basis: 'raw', source: 'alpaca' }).load());
    expect(none).toMatchObject({ code: 'store/no-series', hint: expect.stringContaining('(iex)') });
  });

  test.each<[string, object]>([
    ['no symbol', { symbols: [] }],
    ['a date that is none', { from: '2024-02-30' }],
    ['dates in the wrong order', { from: '2024-02-02', to: '2024-02-01' }],
    ['an unknown basis', { basis: 'adjusted' }],
    ['an unknown interval', { interval: '1x' }],
    ['fetching without dates', { fetch: () => memoryFeed([]), source: 'x' }],
  ])('refuses %s before it touches a file', (_, options) => {
    expect(thrown(() => store(file, { symbols: ['AAA'], basis: 'raw', ...options } as never))).toMatchObject({
      name: 'ConfigError',
      hint: expect.stringMatching(/./),
    });
  });
});

describe('fetching', () => {
  const fetching = <B extends PriceBasis>(source: Source, basis: B, given: Partial<FetchOptions<B>> = {}): Promise<unknown> =>
    store(file, {
      symbols: ['AAA'],
      basis,
      source: 'test',
      from: '2024-01-10',
      to: '2024-01-19',
      fetch: (missing: MissingBars) => source.feed(basis, missing),
      ...given,
    })
      .load()
      .then(({ series, warnings }) => ({ closes: [...series[0]!.columns.close], warnings }));

  test('asks for what is missing, once', async () => {
    const source = new Source();
    // 2024-01-10 is the seventh session from 2024-01-02 on, 2024-01-15 a holiday.
    const expected = { closes: [106, 107, 108, 109, 110, 111, 112], warnings: [] };
    expect(await fetching(source, 'raw')).toEqual(expected);
    expect(await fetching(source, 'raw')).toEqual(expected);
    expect(source.asked).toEqual(['2024-01-10 2024-01-19']);
    await fetching(source, 'raw', { from: '2024-01-08', to: '2024-01-23' });
    expect(source.asked.slice(1)).toEqual(['2024-01-08 2024-01-09', '2024-01-20 2024-01-23']);
    expect(await fetching(source, 'raw', { from: '2024-01-02', to: '2024-01-23' })).toMatchObject({
      closes: Array.from({ length: 15 }, (_, i) => 100 + i),
    });
    expect(source.asked.slice(3)).toEqual(['2024-01-02 2024-01-07']);
  });

  test('days that may get bars later are asked for again, days without sessions are not', async () => {
    const source = new Source();
    source.last = '2024-01-17';
    await fetching(source, 'raw');
    source.last = '2024-01-19';
    await fetching(source, 'raw', { to: '2024-01-21' });
    await fetching(source, 'raw', { to: '2024-01-21' });
    expect(source.asked).toEqual(['2024-01-10 2024-01-19', '2024-01-18 2024-01-21']);
  });

  test('days before a symbol began are asked for once', async () => {
    const source = new Source();
    for (let i = 0; i < 2; i++) await fetching(source, 'raw', { from: '2023-12-01' });
    expect(source.asked).toEqual(['2023-12-01 2024-01-19']);
  });

  test('days without sessions are not asked for', async () => {
    const source = new Source();
    // 2024-01-13 is a Saturday, the 15th a holiday.
    await fetching(source, 'raw', { from: '2024-01-16' });
    await fetching(source, 'raw', { from: '2024-01-13' });
    expect(source.asked).toEqual(['2024-01-16 2024-01-19']);
  });

  test('adjusted prices are asked for with some days that are there', async () => {
    const source = new Source();
    await fetching(source, 'split');
    await fetching(source, 'split', { to: '2024-01-26' });
    expect(source.asked).toEqual(['2024-01-10 2024-01-19', '2024-01-10 2024-01-26']);
    const late = { from: '2024-01-10', to: '2024-02-09' };
    await fetching(source, 'split', late);
    expect(source.asked.slice(2)).toEqual(['2024-01-17 2024-02-09']);
  });

  test('a source that restated its prices is asked for everything, and nothing old stays', async () => {
    const source = new Source();
    await fetching(source, 'split');
    source.scale = 0.25;
    const restated = (await fetching(source, 'split', { to: '2024-01-23' })) as { closes: number[]; warnings: string[] };
    expect(source.asked).toEqual(['2024-01-10 2024-01-19', '2024-01-10 2024-01-23', '2024-01-10 2024-01-23']);
    expect(restated.closes).toEqual([106, 107, 108, 109, 110, 111, 112, 113, 114].map((close) => close / 4));
    expect(restated.warnings).toEqual([expect.stringContaining('0.25 times the stored ones')]);
  });

  test('offline nothing is asked for, and what is missing is said', async () => {
    const source = new Source();
    await fetching(source, 'raw');
    expect(await fetching(source, 'raw', { from: '2024-01-08', offline: true })).toEqual({
      closes: [106, 107, 108, 109, 110, 111, 112],
      warnings: [`AAA 1d raw from test: 2024-01-08 to 2024-01-09 is not in ${file}, and nothing is fetched offline`],
    });
    expect(source.asked).toHaveLength(1);
  });

  test('what fails leaves the store as it was', async () => {
    const source = new Source();
    await fetching(source, 'raw');
    const failing = {
      to: '2024-01-31',
      fetch: () => ({ name: 'broken', basis: 'raw' as const, load: () => Promise.reject(new Error('cut')) }),
    };
    expect(await rejection(fetching(source, 'raw', failing))).toMatchObject({ message: 'cut' });
    expect(await fetching(source, 'raw', { offline: true })).toMatchObject({ warnings: [] });
  });

  test('bars of another basis, or of another symbol, are refused', async () => {
    const source = new Source();
    const other = (feed: HistoricalFeed): Promise<unknown> =>
      rejection(fetching(source, 'raw', { fetch: () => feed as HistoricalFeed<'raw'> }));
    expect(await other(memoryFeed([sessions({ symbol: 'AAA', basis: 'split' }, [1])]))).toMatchObject({ code: 'store/mixed' });
    expect(await other(memoryFeed([sessions({ symbol: 'BBB' }, [1])]))).toMatchObject({ code: 'store/fetched-other' });
    expect(await other(memoryFeed([minutes('AAA', 3)]))).toMatchObject({ code: 'store/fetched-other' });
  });

  test('the bars that were fetched are the bars that are read', async () => {
    const source = new Source();
    await fetching(source, 'raw');
    const bars = openStore(file, { readonly: true });
    const all = sessions(
      { symbol: 'AAA' },
      Array.from({ length: 60 }, (_, i) => 100 + i),
      '2024-01-02',
    );
    expect(plain(bars.read(key()))).toEqual(plain(all.slice(6, 13)));
    bars.close();
  });
});
