import { describe, expect, test } from '@jest/globals';

import type { SimulatedClock } from '../../src/clock/index.js';
import { barFault } from '../../src/core/series.js';
import type { Millis } from '../../src/core/time.js';
import { xnys } from '../../src/index.js';
import type { FeedData } from '../../src/feed/feed.js';
import type { LiveBar, LiveFeed } from '../../src/feed/live-feed.js';
import { rejection } from '../feeds/rejection.js';
import { listenTo, type Heard } from '../support/play.js';

/** A bar as a test states it, by the time of its close: low and high lie 1 about the close, volume is 100. */
export interface LiveRow {
  readonly openTime: Millis;
  readonly time: Millis;
  readonly close: number;
}

export interface LiveWorld {
  readonly live: LiveFeed;
  readonly clock: SimulatedClock;
  /** Lets time pass; each bar is there for the feed when it closes. */
  go(to: Millis): Promise<void>;
  /** Breaks the connection for at least a minute, where there is one. */
  interrupt?(): Promise<void>;
}

export interface LiveFeedCase {
  readonly name: string;
  readonly interval: '1m' | '1d';
  /** Milliseconds after its close within which a bar is told. */
  readonly within: Millis;
  /** Bars that close until `start` have closed when the feed is opened. */
  readonly make: (rows: Readonly<Record<string, readonly LiveRow[]>>, start: Millis) => Promise<LiveWorld>;
}

type Rows = Readonly<Record<string, readonly LiveRow[]>>;

const minute = (time: string, close: number): LiveRow => {
  const end = Date.parse(`2024-01-08T${time}:00Z`);
  return { openTime: end - 60_000, time: end, close };
};
const session = (date: string, close: number): LiveRow => {
  const { open, close: time } = xnys.session(date)!;
  return { openTime: open, time, close };
};

/** Rows, when the feed is opened, an instant in the middle, and the end. 2024-01-08 is a Monday. */
const DATA = {
  '1m': {
    rows: {
      A: [minute('14:31', 11), minute('14:32', 12), minute('14:33', 13), minute('14:34', 14), minute('14:36', 16), minute('14:39', 19)],
      B: [minute('14:31', 21), minute('14:33', 23), minute('14:35', 25), minute('14:36', 26), minute('14:39', 29)],
    },
    start: Date.parse('2024-01-08T14:32:30Z'),
    middle: Date.parse('2024-01-08T14:34:30Z'),
    end: Date.parse('2024-01-08T14:40:30Z'),
  },
  '1d': {
    rows: {
      A: [
        session('2024-01-04', 11),
        session('2024-01-05', 12),
        session('2024-01-08', 13),
        session('2024-01-09', 14),
        session('2024-01-11', 16),
      ],
      B: [session('2024-01-04', 21), session('2024-01-08', 23), session('2024-01-10', 25), session('2024-01-11', 26)],
    },
    start: Date.parse('2024-01-08T14:00:00Z'),
    middle: Date.parse('2024-01-10T14:00:00Z'),
    end: Date.parse('2024-01-12T02:00:00Z'),
  },
} as const satisfies Record<string, { rows: Rows; start: Millis; middle: Millis; end: Millis }>;

const inHistory = ({ series }: FeedData): string[] =>
  series.flatMap(({ instrument, columns: { time, close } }) => Array.from(time, (at, i) => `${instrument.symbol} ${at} ${close[i]}`));
const brief = ({ instrument, time, close }: LiveBar): string => `${instrument.symbol} ${time} ${close}`;
const all = (rows: Rows, after = -Infinity): string[] =>
  Object.entries(rows).flatMap(([symbol, list]) =>
    list.filter(({ time }) => time > after).map(({ time, close }) => `${symbol} ${time} ${close}`),
  );
const sorted = (lines: readonly string[]): string[] => [...lines].sort();

/** What every live feed promises, as tests. */
export function liveFeedContract({ name, interval, within, make }: LiveFeedCase): void {
  const { rows, start, middle, end } = DATA[interval];
  const opened = async (): Promise<LiveWorld & { heard: Heard }> => {
    const world = await make(rows, start);
    const heard = listenTo(world.live);
    await world.live.open();
    return { ...world, heard };
  };

  describe(`live feed contract: ${name}`, () => {
    test('opens with its instruments, in declared order, and once only', async () => {
      const { live } = await make(rows, start);
      const heard = listenTo(live);
      expect(heard.status).toEqual(['connecting']);
      const instruments = await live.open();
      expect(instruments.map(({ symbol, basis }) => [symbol, basis])).toEqual([
        ['A', live.basis],
        ['B', live.basis],
      ]);
      expect(await live.open()).toEqual(instruments);
      expect([live.interval, heard.status]).toEqual([interval, ['connecting', 'open']]);
      await live.close();
    });

    test('tells each bar once it has closed, in the order of its instrument, and nothing that had closed before', async () => {
      const { live, heard, clock, go } = await opened();
      const delays: number[] = [];
      live.bars.subscribe(({ time }) => delays.push(clock.now() - time));
      await go(end);
      expect(sorted(heard.bars.map(brief))).toEqual(sorted(all(rows, start)));
      for (const symbol of ['A', 'B']) {
        const times = heard.bars.filter(({ instrument }) => instrument.symbol === symbol).map(({ time }) => time);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...delays)).toBeLessThanOrEqual(within);
      for (const bar of heard.bars) {
        const row = rows[bar.instrument.symbol as 'A' | 'B'].find(({ time }) => time === bar.time)!;
        expect(bar).toMatchObject({
          interval,
          openTime: row.openTime,
          extended: false,
          origin: 'stream',
          high: row.close + 1,
          low: row.close - 1,
        });
        expect(bar.volume).toBe(100);
        expect(barFault(bar.open, bar.high, bar.low, bar.close, bar.volume)).toBeUndefined();
      }
      await live.close();
    });

    test('gives as history what is not told, whenever it is asked', async () => {
      const { live, heard, go } = await opened();
      expect(inHistory(await live.history(99))).toEqual(all(rows).filter((line) => !all(rows, start).includes(line)));
      await go(middle);
      const before = heard.bars.map(brief);
      expect(sorted(inHistory(await live.history(99)))).toEqual(sorted(all(rows).filter((line) => Number(line.split(' ')[1]) <= middle)));
      const last = await live.history(1);
      expect(last.series.map(({ length }) => length)).toEqual([1, 1]);
      expect(last.series.map(({ instrument }) => instrument.symbol)).toEqual(['A', 'B']);
      await go(end);
      expect(sorted(heard.bars.map(brief))).toEqual(sorted([...before, ...all(rows, middle)]));
      await live.close();
    });

    test('history by time is that of the bars which opened from then on', async () => {
      const { live } = await opened();
      if (live.historyFrom === undefined) return;
      const from = rows.A[1].openTime;
      const given: Rows = rows;
      const expected = Object.entries(given).flatMap(([symbol, list]) =>
        list.filter(({ openTime, time }) => openTime >= from && time <= start).map(({ time, close }) => `${symbol} ${time} ${close}`),
      );
      expect(inHistory(await live.historyFrom(from))).toEqual(expected);
      await live.close();
    });

    test('after an interruption it tells what was missed, before what comes then', async () => {
      const world = await opened();
      const { live, heard, go } = world;
      await go(middle);
      if (world.interrupt === undefined) return void (await live.close());
      const before = heard.bars.length;
      await world.interrupt();
      await go(end);
      const after = heard.bars.slice(before);
      expect(sorted(after.map(brief))).toEqual(sorted(all(rows, middle)));
      expect(after.some(({ origin }) => origin === 'backfill')).toBe(true);
      expect(after.map(({ time }) => time)).toEqual(after.map(({ time }) => time).sort((a, b) => a - b));
      expect(heard.status).toEqual(['connecting', 'open', 'interrupted', 'open']);
      await live.close();
    });

    test('closed, it completes and is silent; closing again does nothing', async () => {
      const { live, heard, go } = await opened();
      await go(middle);
      const count = heard.bars.length;
      await live.close();
      await live.close();
      expect([heard.completed, heard.status.at(-1), heard.error]).toEqual([true, 'closed', undefined]);
      await go(end);
      expect(heard.bars).toHaveLength(count);
    });

    test('stops opening with the reason of an aborted signal', async () => {
      const { live } = await make(rows, start);
      const reason = new Error('enough');
      expect(await rejection(live.open(AbortSignal.abort(reason)))).toBe(reason);
      await live.close();
    });
  });
}
