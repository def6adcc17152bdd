// A live run on Alpaca's stream: whatever becomes of the connection, it is the run on the same bars played from memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { memory, replay } from '../../feeds/index.js';
import { isoInstant, MINUTE, SECOND, SimulatedClock, Strategy, type Bar, type LiveFeed } from '../../src/index.js';
import { runLive, type LiveResult } from '../../src/live/index.js';
import { instant, prices, settled, until, world } from '../feeds/sources/alpaca-stream.js';
import { play } from '../support/play.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Buys on a rise and sells on a fall. */
class Follows extends Strategy {
  override onBar(bar: Bar): void {
    const before = bar.ago(1);
    if (before === undefined) return;
    if (bar.close > before.close) this.buy(bar.symbol, 10);
    if (bar.close < before.close) this.close(bar.symbol);
  }
}

/** Close of a symbol's minute; B is not traded in each third one. */
const closeOf = (symbol: string, minute: number): number | undefined =>
  symbol === 'B' && minute % 3 === 0 ? undefined : 100 + ((minute * (symbol === 'A' ? 7 : 5)) % 11);
const SYMBOLS = ['A', 'B'];
const MINUTES = Array.from({ length: 20 }, (_, i) => 31 + i);

/** What the run was told, slice by slice, what it noted, and what it had in the end. */
interface Course {
  readonly slices: string[];
  readonly notes: string[];
  readonly done: Promise<LiveResult>;
}

function run(live: LiveFeed, clock: SimulatedClock, signal: AbortSignal): Course {
  const folder = mkdtempSync(path.join(tmpdir(), 'barstream-alpaca-bars-'));
  folders.push(folder);
  const broker = simulated({ volumeLimit: false });
  const slices: string[] = [];
  const notes: string[] = [];
  const done = runLive({
    config: { name: 'follows', feeds: [], strategy: Follows, broker },
    feed: live,
    // A simulated clock itself would be played to its end.
    clock: { now: () => clock.now(), at: (time, task) => clock.at(time, task), every: (period, task) => clock.every(period, task) },
    broker,
    folder,
    durability: 'relaxed',
    signal,
    onStep: ({ input }) => {
      if (input.kind !== 'slice') return;
      slices.push(`${isoInstant(input.time).slice(11, 16)} ${input.bars.map(({ symbol, close }) => `${symbol} ${close}`).join(' ')}`);
    },
    onNote: ({ code }) => notes.push(code),
  });
  return { slices, notes, done };
}

test('a stream that breaks makes the run of the same bars played from memory', async () => {
  const stop = new AbortController();
  const { fake, clock, live, heard, go, bar } = await world({}, {}, instant('14:31:05'));
  const streamed = run(live, clock, stop.signal);
  await until(() => heard.status.at(-1) === 'open');
  await settled();
  for (const minute of MINUTES) {
    const close = instant('14:00') + (minute + 1) * MINUTE;
    await go(close + 100);
    // Away for a second and twice half a minute, each within a fifth: two minutes are missed.
    if (minute === 36) {
      fake.faults.next('data stream', 'handshake-429', 2);
      fake.dropStreams();
      await until(() => heard.status.at(-1) === 'interrupted');
    }
    for (const symbol of SYMBOLS) {
      const price = closeOf(symbol, minute);
      if (price !== undefined) bar(symbol, isoInstant(close - MINUTE).slice(11, 16), price);
    }
    await go(close + 8 * SECOND);
  }
  stop.abort();
  const result = await streamed.done;

  const playedClock = new SimulatedClock(instant('14:31:05'));
  const bars = (symbol: string) =>
    MINUTES.flatMap((minute) => {
      const price = closeOf(symbol, minute);
      return price === undefined ? [] : [{ ...prices(price, '14:00'), time: instant('14:00') + (minute + 1) * MINUTE }];
    });
  const later = { ...prices(9, '14:00'), time: instant('20:00') };
  const source = memory({
    series: SYMBOLS.map((symbol) => ({
      instrument: { symbol, basis: 'raw' as const },
      interval: '1m' as const,
      bars: [...bars(symbol), later],
    })),
  });
  const stopPlayed = new AbortController();
  const played = run(replay(source, { clock: playedClock }), playedClock, stopPlayed.signal);
  await settled();
  play(playedClock, instant('14:52'));
  stopPlayed.abort();
  const expected = await played.done;

  expect(streamed.slices).toEqual(played.slices);
  expect(streamed.slices).toHaveLength(MINUTES.length);
  expect(streamed.slices.slice(4, 7)).toEqual(['14:36 A 103 B 110', '14:37 A 110', '14:38 A 106 B 109']);
  expect(streamed.notes).toEqual(['alpaca/disconnected', 'alpaca/disconnected', 'alpaca/disconnected']);
  expect(played.notes).toEqual([]);
  const outcome = ({ cash, positions, openOrders }: LiveResult): unknown => ({ cash, positions, openOrders });
  expect(outcome(result)).toEqual(outcome(expected));
  // It has traded.
  expect(Number(result.cash)).not.toBe(100_000);
});
