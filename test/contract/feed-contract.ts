import { describe, expect, test } from '@jest/globals';

import { DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { validateSeries, type BarSeries } from '../../src/core/series.js';
import { BarTable } from '../../src/core/table.js';
import type { Interval } from '../../src/core/time.js';
import type { FeedData, HistoricalFeed } from '../../src/feed/feed.js';
import { rejection } from '../feeds/rejection.js';

/** One row as a test states it: a date for sessions, an instant (the bar's close) for intraday bars. */
export interface FeedRow {
  readonly at: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface FeedCase {
  readonly name: string;
  /** A feed over these rows, in this order. The suite asks for good rows and for bad ones. */
  readonly make: <Basis extends PriceBasis>(given: FeedRequest<Basis>) => HistoricalFeed<Basis>;
  /** The one basis that the source has, where it has not all of them. */
  readonly basis?: PriceBasis;
  /** False for a source of sessions only. */
  readonly hasMinutes?: boolean;
  /** Faults, by the names below, that the source itself marks as rows without figures: they are dropped and counted. */
  readonly drops?: readonly string[];
}

export interface FeedRequest<Basis extends PriceBasis> {
  readonly basis: Basis;
  readonly interval: Interval;
  /** Rows of each symbol. */
  readonly rows: Readonly<Record<string, readonly FeedRow[]>>;
}

const row = (at: string, close: number, volume = 1000): FeedRow => ({
  at,
  open: close - 0.5,
  high: close + 1,
  low: close - 1,
  close,
  volume,
});

/** The Friday after Thanksgiving closes at 13:00 in New York; Thursday is no session. */
const DAYS = [row('2023-11-21', 50), row('2023-11-22', 51.25), row('2023-11-24', 52), row('2023-11-27', 49.5)];
/** Around the open of 2024-01-02, 14:30 UTC. */
const MINUTES = ['14:29', '14:30', '14:31', '14:32', '14:34'].map((time, i) => row(`2024-01-02T${time}:00Z`, 100 + i));

/** Everything of a series that can be compared. */
function plain({ instrument, interval, length, columns }: BarSeries): unknown {
  const arrays = Object.entries(columns)
    .map(([name, column]) => [name, column instanceof Map ? [...column] : [...(column as Float64Array)]] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { symbol: instrument.symbol, basis: instrument.basis, volume: instrument.volume, interval, length, arrays };
}

const plainData = (data: FeedData): unknown => ({ ...data, series: data.series.map(plain) });

/** What every feed of history promises, as tests. */
export function feedContract({ name, make, basis, hasMinutes = true, drops = [] }: FeedCase): void {
  const daily = make({ basis: basis ?? 'split', interval: '1d', rows: { AAA: DAYS, BBB: DAYS.slice(1) } });
  const faulty = (rows: readonly FeedRow[]): HistoricalFeed => make({ basis: basis ?? 'raw', interval: '1d', rows: { AAA: rows } });
  const minutesOf = (rows: readonly FeedRow[]): HistoricalFeed => make({ basis: basis ?? 'raw', interval: '1m', rows: { AAA: rows } });
  const testMinutes = (title: string, body: () => Promise<void>): void => {
    if (hasMinutes) test(title, body);
  };

  describe(`feed contract: ${name}`, () => {
    test('delivers one valid series a symbol, in declared order, on its basis', async () => {
      const { series } = await daily.load();
      expect(series.map((one) => one.instrument.symbol)).toEqual(['AAA', 'BBB']);
      expect(series.map((one) => one.length)).toEqual([4, 3]);
      for (const one of series) {
        expect(one.instrument.basis).toBe(daily.basis);
        expect(validateSeries(one)).toBe(one);
        const { extra, ...columns } = one.columns;
        for (const column of [...Object.values(columns), ...(extra?.values() ?? [])]) expect(column).toHaveLength(one.length);
      }
      expect([...series[0]!.columns.close]).toEqual([50, 51.25, 52, 49.5]);
      expect([...series[0]!.columns.volume]).toEqual([1000, 1000, 1000, 1000]);
    });

    test('a daily bar is the session of its date, early closes included', async () => {
      const [series] = (await daily.load()).series;
      const times = [0, 1, 2, 3].map((i) => [series!.openTimeAt(i), series!.columns.time[i]!].map((time) => new Date(time).toISOString()));
      expect(times).toEqual([
        ['2023-11-21T14:30:00.000Z', '2023-11-21T21:00:00.000Z'],
        ['2023-11-22T14:30:00.000Z', '2023-11-22T21:00:00.000Z'],
        ['2023-11-24T14:30:00.000Z', '2023-11-24T18:00:00.000Z'],
        ['2023-11-27T14:30:00.000Z', '2023-11-27T21:00:00.000Z'],
      ]);
    });

    testMinutes('an intraday bar begins one interval before it closes, and is marked outside the regular session', async () => {
      const [series] = (await minutesOf(MINUTES).load()).series;
      expect([...series!.columns.time]).toEqual(MINUTES.map(({ at }) => Date.parse(at)));
      expect(series!.openTimeAt(1)).toBe(Date.parse('2024-01-02T14:29:00Z'));
      // The bar from 14:29 to 14:30 ends where the session begins.
      expect([...series!.columns.extended!]).toEqual([1, 1, 0, 0, 0]);
    });

    testMinutes('marks nothing where every bar is regular', async () => {
      const [series] = (await minutesOf(MINUTES.slice(2)).load()).series;
      expect(series!.columns.extended).toBeUndefined();
    });

    test('loading again gives the same', async () => {
      expect(plainData(await daily.load())).toEqual(plainData(await daily.load()));
    });

    test('gives nothing that became known after `until`, and all that was', async () => {
      const close = Date.parse('2023-11-24T18:00:00Z');
      const lengths = async (until: number): Promise<number[]> => (await daily.load({ until })).series.map((one) => one.length);
      expect(await lengths(close - 1)).toEqual([2, 1]);
      expect(await lengths(close)).toEqual([3, 2]);
      expect(await lengths(0)).toEqual([0, 0]);
      const cut = await daily.load({ until: close });
      const full = await daily.load();
      expect(cut.series.map(plain)).toEqual(full.series.map((one) => plain(one.slice(0, one.countUntil(close)))));
    });

    test('stops with the reason of an aborted signal', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await rejection(daily.load({ signal: controller.signal }))).toBe(reason);
    });

    test('says where its rows came from, as plain data', async () => {
      const { sources = [], warnings = [] } = await daily.load();
      expect(sources.map(({ rows }) => rows)).toEqual([4, 3]);
      expect(sources.every((source) => source.dropped === undefined)).toBe(true);
      expect(JSON.parse(JSON.stringify(sources))).toEqual(sources);
      expect(warnings).toEqual([]);
    });

    test('volume that is zero throughout is unknown volume', async () => {
      const load = async (volumes: readonly number[]): Promise<unknown> => {
        return (await faulty(DAYS.map((one, i) => ({ ...one, volume: volumes[i]! }))).load()).series[0]!.instrument.volume;
      };
      expect(await load([0, 0, 0, 0])).toBe('unknown');
      expect(await load([0, 0, 7, 0])).toBe('known');
    });

    test('makes a table', async () => {
      const table = new BarTable((await daily.load()).series);
      expect([table.basis, table.barCount, table.sliceCount]).toEqual([daily.basis, 7, 4]);
    });

    const first = DAYS[0]!;
    const second = DAYS[1]!;
    test.each<readonly [fault: string, code: string, rows: readonly FeedRow[]]>([
      ['rows out of order', 'data/unsorted', [second, first]],
      ['a date twice', 'data/duplicate', [first, first]],
      ['high below low', 'data/high-below-low', [first, { ...second, high: 40 }]],
      ['a close above the high', 'data/ohlc', [first, { ...second, close: 60 }]],
      ['a negative price', 'data/price-not-positive', [first, { ...second, low: -1 }]],
      ['a price of zero', 'data/price-not-positive', [first, { ...second, low: 0 }]],
      ['a price that is no number', 'data/not-a-number', [first, { ...second, open: Number.NaN }]],
      ['a negative volume', 'data/volume', [first, { ...second, volume: -5 }]],
    ])('refuses %s', async (fault, code, rows) => {
      if (drops.includes(fault)) {
        const { series, sources = [], warnings = [] } = await faulty(rows).load();
        expect(series[0]).toHaveLength(rows.length - 1);
        expect(sources[0]).toMatchObject({ rows: rows.length - 1, dropped: [{ reason: expect.stringContaining(rows[1]!.at) }] });
        expect(warnings).toEqual([expect.stringContaining(`1 of ${rows.length} rows dropped`)]);
        return;
      }
      const error = await rejection(faulty(rows).load());
      expect(error).toBeInstanceOf(DataError);
      expect(error).toMatchObject({ code, hint: expect.stringMatching(/./), context: { symbol: 'AAA', interval: '1d' } });
      expect(error.message).toContain('AAA 1d');
    });

    test.each(['2023-11-23', '2023-11-25'])('refuses a bar of %s, which is no session', async (at) => {
      const error = await rejection(faulty([first, { ...second, at }]).load());
      expect(error).toBeInstanceOf(DataError);
      expect(error).toMatchObject({ code: expect.stringMatching(/\/no-session$/), hint: expect.stringMatching(/./) });
      expect(error.message).toContain(`${at} is no session of XNYS`);
    });
  });
}
