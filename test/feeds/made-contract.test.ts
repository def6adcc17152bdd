// What feeds that make their own bars, or hand on those of others one by one, promise: the same bars each time, valid ones, nothing
// after `until`, and an end when they are told to stop.
import { describe, expect, test } from '@jest/globals';

import { csv, replay, resampled, synthetic } from '../../feeds/index.js';
import { SimulatedClock, QUEUE_RANK } from '../../src/clock/index.js';
import { validateSeries, type BarSeries } from '../../src/core/series.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { LiveBar } from '../../src/feed/live-feed.js';
import { rejection } from './rejection.js';

const assets = [
  { symbol: 'AAA', drift: 0.1, volatility: 0.3, jumps: { perYear: 6, mean: -0.03, deviation: 0.05 } },
  { symbol: 'BBB', price: 5, volatility: 0.9 },
];
const made = (seed: number, interval: '1d' | '1m'): HistoricalFeed =>
  synthetic({ assets, correlation: 0.5, from: '2024-11-25', to: '2024-12-06', interval, seed });
const minutes = csv({ files: { SPY: 'examples/data/minute/SPY.csv' }, basis: 'raw', interval: '1m', time: { stamp: 'open' } });

const feeds: readonly (readonly [name: string, feed: HistoricalFeed])[] = [
  ['synthetic sessions', made(3, '1d')],
  ['synthetic minutes', made(3, '1m')],
  ['resampled minutes', resampled(minutes, '15m')],
];

const plain = ({ instrument, interval, columns }: BarSeries): unknown => ({
  symbol: instrument.symbol,
  interval,
  columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...(column as Float64Array)]])),
});

describe.each(feeds)('%s', (_, feed) => {
  test('are valid, and the same each time', async () => {
    const [once, twice] = [await feed.load(), await feed.load()];
    for (const series of once.series) {
      expect(validateSeries(series)).toBe(series);
      expect(series.length).toBeGreaterThan(7);
    }
    expect(twice.series.map(plain)).toEqual(once.series.map(plain));
  });

  test('`until` cuts, and changes nothing before it', async () => {
    const all = await feed.load();
    const { time } = all.series[0]!.columns;
    const until = time[Math.floor(time.length / 2)]!;
    for (const instant of [until, until - 1]) {
      const cut = await feed.load({ until: instant });
      expect(cut.series.map(plain)).toEqual(all.series.map((one) => plain(one.slice(0, one.countUntil(instant)))));
    }
    expect((await feed.load({ until: 0 })).series.map(({ length }) => length)).toEqual(all.series.map(() => 0));
  });

  test('stop with the reason of an aborted signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejection(feed.load({ signal: controller.signal }))).toBe(reason);
  });
});

test('another seed makes other bars', async () => {
  const [one] = (await made(3, '1d').load()).series;
  const [other] = (await made(4, '1d').load()).series;
  expect([...one!.columns.close]).not.toEqual([...other!.columns.close]);
});

describe.each([
  ['synthetic minutes', made(3, '1m')],
  ['minutes of a file', minutes],
] as const)('replay of %s', (_, feed) => {
  const OPEN = Date.parse(feed === minutes ? '2013-10-07T13:30:00Z' : '2024-11-26T14:30:00Z');
  const END = OPEN + 30 * 60_000;
  const play = async (): Promise<{ readonly history: readonly BarSeries[]; readonly bars: LiveBar[] }> => {
    const clock = new SimulatedClock(OPEN);
    const live = replay(feed, { clock });
    const bars: LiveBar[] = [];
    live.bars.subscribe((bar) => {
      // Nothing comes before its close, and nothing late.
      expect(bar.time).toBe(clock.now());
      bars.push(bar);
    });
    await live.open();
    const { series: history } = await live.history(Infinity);
    for (let task = clock.takeBefore(END + 1, QUEUE_RANK.operator); task; task = clock.takeBefore(END + 1, QUEUE_RANK.operator)) task();
    await live.close();
    return { history, bars };
  };

  test('gives the bars of the feed, each once: those closed before as history, the others as they close', async () => {
    const { history, bars } = await play();
    const { series } = await feed.load({ until: END });
    for (const [i, one] of series.entries()) {
      expect(plain(history[i]!)).toEqual(plain(one.slice(0, one.countUntil(OPEN))));
      const { time, close } = one.columns;
      const played = bars.filter(({ instrument }) => instrument.symbol === one.instrument.symbol);
      const expected = Array.from(time, (at, row) => [at, close[row]]).slice(one.countUntil(OPEN));
      expect(expected).toHaveLength(30);
      expect(played.map((bar) => [bar.time, bar.close])).toEqual(expected);
    }
  });

  test('twice the same', async () => {
    const bare = ({ bars }: { readonly bars: LiveBar[] }): unknown => bars.map(({ instrument, ...bar }) => [instrument.symbol, bar]);
    expect(bare(await play())).toEqual(bare(await play()));
  });

  test('stops with the reason of an aborted signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejection(replay(feed, { clock: new SimulatedClock(OPEN) }).open(controller.signal))).toBe(reason);
  });
});
