import { describe, expect, test } from '@jest/globals';

import { memory, replay, type Outage } from '../../feeds/index.js';
import { acceleratedClock, SimulatedClock, QUEUE_RANK } from '../../src/clock/index.js';
import { MINUTE } from '../../src/core/time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { LiveBar } from '../../src/feed/live-feed.js';
import { thrown } from '../support/thrown.js';

const T0 = Date.parse('2024-01-02T14:30:00Z');
/** Closes of two symbols, in minutes after the open; B has no bar at 3. */
const CLOSES = { A: [1, 2, 3, 4, 5], B: [1, 2, 4, 5] } as const;

const feed = (): HistoricalFeed<'raw'> =>
  memory({
    series: Object.entries(CLOSES).map(([symbol, minutes]) => ({
      instrument: { symbol, basis: 'raw' as const },
      interval: '1m' as const,
      bars: minutes.map((minute) => ({
        time: T0 + minute * MINUTE,
        open: minute,
        high: minute,
        low: minute,
        close: minute,
        volume: minute,
      })),
    })),
  });

const brief = ({ instrument, time, close, origin }: LiveBar): string => `${instrument.symbol}${close} ${(time - T0) / MINUTE} ${origin}`;

/** Moves a simulated clock on, task by task. */
function run(clock: SimulatedClock, until = Infinity): void {
  for (;;) {
    const task = clock.takeBefore(until, QUEUE_RANK.operator);
    if (task === undefined) return;
    task();
  }
}

/** Plays from `start` minutes after the open, and tells what came, with the clock's minutes. */
async function play(start: number, outages: readonly Outage[] = []): Promise<{ bars: string[]; status: string[]; completed: boolean }> {
  const clock = new SimulatedClock(T0 + start * MINUTE);
  const live = replay(feed(), { clock, outages });
  const bars: string[] = [];
  const status: string[] = [];
  let completed = false;
  live.bars.subscribe({ next: (bar) => bars.push(`${(clock.now() - T0) / MINUTE}: ${brief(bar)}`), complete: () => (completed = true) });
  live.status.subscribe((state) => status.push(state));
  await live.open();
  run(clock);
  return { bars, status, completed };
}

describe('replay', () => {
  test('each bar comes when the clock reaches its close, in declared order at one instant', async () => {
    expect(await play(0)).toEqual({
      bars: [
        '1: A1 1 stream',
        '1: B1 1 stream',
        '2: A2 2 stream',
        '2: B2 2 stream',
        '3: A3 3 stream',
        '4: A4 4 stream',
        '4: B4 4 stream',
        '5: A5 5 stream',
        '5: B5 5 stream',
      ],
      status: ['connecting', 'open', 'closed'],
      completed: true,
    });
  });

  test('twice the same', async () => {
    expect(await play(0)).toEqual(await play(0));
  });

  test('what had closed is history, and does not come again', async () => {
    const clock = new SimulatedClock(T0 + 3 * MINUTE);
    const live = replay(feed(), { clock });
    const bars: string[] = [];
    live.bars.subscribe((bar) => bars.push(brief(bar)));
    expect((await live.open()).map(({ symbol }) => symbol)).toEqual(['A', 'B']);
    const closes = async (n: number): Promise<number[][]> => (await live.history(n)).series.map(({ columns }) => [...columns.close]);
    expect(await closes(2)).toEqual([
      [2, 3],
      [1, 2],
    ]);
    run(clock, T0 + 4 * MINUTE);
    expect(bars).toEqual(['A4 4 stream', 'B4 4 stream']);
    expect(await closes(9)).toEqual([
      [1, 2, 3, 4],
      [1, 2, 4],
    ]);
    expect(live.interval).toBe('1m');
  });

  test('history by time is what opened from then on and has come', async () => {
    const live = replay(feed(), { clock: new SimulatedClock(T0 + 4.5 * MINUTE) });
    await live.open();
    const closes = async (from: number): Promise<number[][]> =>
      (await live.historyFrom!(T0 + from * MINUTE)).series.map(({ columns }) => [...columns.close]);
    // The bar that closes at 2 opened at 1.
    expect(await closes(1)).toEqual([
      [2, 3, 4],
      [2, 4],
    ]);
    expect(await closes(1.01)).toEqual([[3, 4], [4]]);
    expect(await closes(4)).toEqual([[], []]);
    expect(await closes(-99)).toEqual([
      [1, 2, 3, 4],
      [1, 2, 4],
    ]);
  });

  test('after an interruption the missed bars come first, each once', async () => {
    const outage = { from: T0 + 1.5 * MINUTE, to: T0 + 4.5 * MINUTE };
    expect(await play(0, [outage])).toEqual({
      bars: [
        '1: A1 1 stream',
        '1: B1 1 stream',
        '4.5: A2 2 backfill',
        '4.5: B2 2 backfill',
        '4.5: A3 3 backfill',
        '4.5: A4 4 backfill',
        '4.5: B4 4 backfill',
        '5: A5 5 stream',
        '5: B5 5 stream',
      ],
      status: ['connecting', 'open', 'interrupted', 'open', 'closed'],
      completed: true,
    });
  });

  test('bars that close while the connection is down are no history before they have come', async () => {
    const clock = new SimulatedClock(T0);
    const live = replay(feed(), { clock, outages: [{ from: T0 + 1.5 * MINUTE, to: T0 + 4.5 * MINUTE }] });
    await live.open();
    run(clock, T0 + 3 * MINUTE);
    expect((await live.history(9)).series.map(({ length }) => length)).toEqual([1, 1]);
  });

  test('closed, it is silent, also when a bar closes it', async () => {
    const clock = new SimulatedClock(T0);
    const live = replay(feed(), { clock });
    const bars: string[] = [];
    let completed = 0;
    live.bars.subscribe({
      next: (bar) => {
        bars.push(brief(bar));
        if (bars.length === 3) void live.close();
      },
      complete: () => (completed += 1),
    });
    await live.open();
    run(clock);
    await live.close();
    expect([bars, completed]).toEqual([['A1 1 stream', 'B1 1 stream', 'A2 2 stream'], 1]);
  });

  test('an accelerated clock plays it faster', async () => {
    const base = new SimulatedClock(1_000_000);
    const clock = acceleratedClock(base, { from: T0, speed: 60 });
    const live = replay(feed(), { clock });
    const at: number[][] = [];
    live.bars.subscribe((bar) => at.push([base.now() - 1_000_000, clock.now() - T0, bar.close]));
    await live.open();
    run(base);
    // A minute is a second of the base clock.
    expect(at.slice(0, 3)).toEqual([
      [1000, MINUTE, 1],
      [1000, MINUTE, 1],
      [2000, 2 * MINUTE, 2],
    ]);
    expect(thrown(() => acceleratedClock(base, { from: 0, speed: 0 }))).toMatchObject({ code: 'clock/speed' });
    const ticks: number[] = [];
    const ticking = clock.every(MINUTE, () => ticks.push(base.now()));
    const start = base.now();
    run(base, start + 2000);
    ticking.unsubscribe();
    expect(ticks).toEqual([start + 1000, start + 2000]);
  });

  test('what cannot be is refused', async () => {
    const clock = new SimulatedClock(T0);
    expect(thrown(() => replay(feed(), { clock, outages: [{ from: 2, to: 1 }] }))).toMatchObject({ code: 'replay/outage' });
    expect(thrown(() => replay(feed(), { clock }).interval)).toMatchObject({ code: 'replay/not-open' });
  });

  test('several intervals are played together, the finest first', async () => {
    const clock = new SimulatedClock(T0);
    const bars = [{ time: T0 + 5 * MINUTE, open: 1, high: 1, low: 1, close: 1 }];
    const mixed = memory({
      series: (['1m', '5m'] as const).map((interval) => ({ instrument: { symbol: 'A', basis: 'raw' as const }, interval, bars })),
    });
    const live = replay(mixed, { clock });
    const seen: string[] = [];
    live.bars.subscribe((bar) => seen.push(bar.interval));
    await live.open();
    expect(live.interval).toBe('1m');
    run(clock, T0 + 6 * MINUTE);
    expect(seen).toEqual(['1m', '5m']);
  });
});
