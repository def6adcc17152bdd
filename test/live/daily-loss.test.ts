import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { memory, replay } from '../../feeds/index.js';
import { SimulatedClock, Strategy } from '../../src/index.js';
import { OperatorFiles, runLive, type LiveResult } from '../../src/live/index.js';
import { scratchFolder } from '../support/cli.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

const MINUTE = 60_000;
/** Monday 8 January 2024, 09:30 in New York. */
const OPEN = Date.parse('2024-01-08T14:30:00Z');
// Bought at 100 in the second minute: 900 shares of 100,000 dollars.
const closes = [100, 98, 97.2, 96];
const bars = closes.map((close, i) => ({
  time: OPEN + (i + 1) * MINUTE,
  open: i < 2 ? 100 : closes[i - 1]!,
  high: 100,
  low: close,
  close,
  volume: 1e6,
}));

class BuysOnce extends Strategy {
  override onBar(): void {
    if (this.quantity('A') === 0 && this.workingOrders().length === 0) this.buy('A', 900);
  }
}

/** Runs from minute `from` on until minute `to` has been taken. */
async function live(place: string, from: number, to: number): Promise<LiveResult> {
  const clock = new SimulatedClock(OPEN + from * MINUTE);
  const stop = new AbortController();
  const broker = simulated({ volumeLimit: false });
  return runLive({
    config: { name: 'loss', feeds: [], strategy: BuysOnce, broker, account: { cash: 100_000 }, live: { maxDailyLoss: 0.025 } },
    feed: replay(memory({ instrument: { symbol: 'A', basis: 'raw' }, interval: '1m', bars }), { clock }),
    clock,
    broker,
    folder: path.join(folder.dir, place),
    durability: 'relaxed',
    signal: stop.signal,
    onStep: ({ input }) => {
      if (input.kind === 'slice' && input.time >= OPEN + to * MINUTE) stop.abort();
    },
  });
}

test.each([
  ['in one go', [[0, 4]]],
  // 1,800 are lost before the restart and 720 after it: neither alone is 2.5 %.
  [
    'counted over a restart',
    [
      [0, 2],
      [2, 4],
    ],
  ],
])('a session that loses more than it may halts for good, %s', async (place, lives) => {
  let result: LiveResult | undefined;
  for (const [from, to] of lives) result = await live(place, from!, to!);
  // 900 shares have fallen from 100 to 97.2: 2,520 of 100,000.
  const reason = 'this session has lost 2.52 % of equity, the limit is 2.50 %';
  expect(result!.haltReason).toBe(reason);
  expect(new OperatorFiles(path.join(folder.dir, place)).halt).toEqual({ reason, by: 'max-daily-loss', cancel: true });
});
