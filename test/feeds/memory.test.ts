import { describe, expect, test } from '@jest/globals';

import { memory, tableFeed } from '../../feeds/index.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import { BarTable } from '../../src/core/table.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import { rejection } from './rejection.js';

const prices = { open: 10, high: 11, low: 9, close: 10.5, volume: 100 };
const of = (...values: number[]): Float64Array => Float64Array.from(values);
const COLUMNS = { time: of(60_000, 120_000), open: of(1, 2), high: of(1, 2), low: of(1, 2), close: of(1, 2), volume: of(5, 5) };
const CRYPTO = { symbol: 'ETH', basis: 'raw', calendar: 'always-open' } as const;

describe('memory', () => {
  test('shares columns, and leaves marks that they bring', async () => {
    const extended = Uint8Array.of(0, 1);
    const [plain] = (await memory({ instrument: CRYPTO, interval: '1m', columns: COLUMNS }).load()).series;
    const [marked] = (await memory({ instrument: CRYPTO, interval: '1m', columns: { ...COLUMNS, extended } }).load()).series;
    expect(plain!.columns.close).toBe(COLUMNS.close);
    expect(plain!.columns.extended).toBeUndefined();
    expect(marked!.columns.extended).toBe(extended);
  });

  test('further columns and external series', async () => {
    const fact = { name: 'fact', knownAt: of(1), values: of(7) };
    const bars = [
      { date: '2024-01-02', ...prices, extra: { pe: 15 } },
      { date: '2024-01-03', ...prices },
    ];
    const { series, externals } = await memory({
      series: [{ instrument: { symbol: 'AAA', basis: 'raw' }, bars }],
      externals: [fact],
    }).load();
    expect([...series[0]!.columns.extra!.get('pe')!]).toEqual([15, Number.NaN]);
    expect(externals).toEqual([fact]);
    expect(
      (await memory({ series: [{ instrument: { symbol: 'AAA', basis: 'raw' }, bars }], externals: [fact] }).load({ until: 0 }))
        .externals![0]!.values,
    ).toHaveLength(0);
  });

  test('volume that is said stays as said', async () => {
    const bars = [{ date: '2024-01-02', ...prices, volume: 0 }];
    const [series] = (await memory({ instrument: { symbol: 'AAA', basis: 'raw', volume: 'known' }, bars }).load()).series;
    expect(series!.instrument.volume).toBe('known');
  });

  test.each<readonly [what: string, code: string, make: () => HistoricalFeed]>([
    ['a session bar of a time alone', 'memory/open-time', () => memory({ instrument: CRYPTO, bars: [{ time: 5, ...prices }] })],
    [
      'an intraday bar of a date alone',
      'memory/date',
      () => memory({ instrument: CRYPTO, interval: '1m', bars: [{ date: '2024-01-02', ...prices }] }),
    ],
    ['what is no date', 'memory/date', () => memory({ instrument: CRYPTO, bars: [{ date: '2024-02-30', ...prices }] })],
    [
      'a bar that opens after it closes',
      'data/open-time',
      () => memory({ instrument: CRYPTO, interval: '1m', bars: [{ time: 5, openTime: 6, ...prices }] }),
    ],
    ['session columns without openTime', 'series/open-time', () => memory({ instrument: CRYPTO, columns: COLUMNS })],
    [
      'an unsorted external series',
      'external/unsorted',
      () =>
        memory({
          series: [{ instrument: CRYPTO, interval: '1m', columns: COLUMNS }],
          externals: [{ name: 'x', knownAt: of(2, 1), values: of(1, 1) }],
        }),
    ],
  ])('refuses %s', async (_, code, make) => {
    const error = await rejection(make().load());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  });

  test('refuses nothing at all, and instruments that cannot be', () => {
    expect(() => memory({ series: [] })).toThrow(DataError);
    expect(() => memory({ instrument: { ...CRYPTO, lotStep: 0 }, interval: '1m', columns: COLUMNS })).toThrow(ConfigError);
  });

  test('series of different bases do not type-check together', async () => {
    const bars = [{ date: '2024-01-02', ...prices }];
    const mixed = memory<'raw'>({
      series: [
        { instrument: { symbol: 'AAA', basis: 'raw' }, bars },
        // @ts-expect-error split prices are no raw prices
        { instrument: { symbol: 'BBB', basis: 'split' }, bars },
      ],
    });
    const { series } = await mixed.load();
    expect(() => new BarTable(series)).toThrow(ConfigError);
  });
});

describe('tableFeed', () => {
  test('gives a table again, in declared order and with all intervals', async () => {
    const fact = { name: 'fact', knownAt: of(1), values: of(7) };
    const daily = { date: '1970-01-01', ...prices };
    const { series } = await memory({
      series: [
        { instrument: { ...CRYPTO, symbol: 'BBB' }, bars: [daily] },
        { instrument: CRYPTO, bars: [daily] },
        { instrument: CRYPTO, interval: '1m', columns: COLUMNS },
      ],
    }).load();
    const table = new BarTable<'raw'>(series, [fact]);
    const feed: HistoricalFeed<'raw'> = tableFeed(table);
    const again = await feed.load();
    expect(again.series.map((one) => `${one.instrument.symbol} ${one.interval}`)).toEqual(['BBB 1d', 'ETH 1m', 'ETH 1d']);
    expect(again.externals).toEqual([fact]);
    expect(new BarTable(again.series, again.externals).instruments.map(String)).toEqual(table.instruments.map(String));
  });
});
