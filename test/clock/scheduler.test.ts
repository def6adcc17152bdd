import { describe, expect, test } from '@jest/globals';
import { asyncScheduler, debounceTime, delay, interval, map, take, throttleTime, timer, type Observable } from 'rxjs';

import { asScheduler, MINUTE, SECOND, type Bar } from '../../src/index.js';
import { run } from '../support/run.js';
import type { Scripted } from '../support/scripted.js';
import { flat, intraday, joined } from '../support/series.js';

const DATE = '2024-01-08';
const OPEN = Date.parse('2024-01-08T14:30:00Z');

/** One-minute bars that close at minutes 1, 2, 3, 10, 11 and 20 of the session; the price is the minute. */
const bars = joined(...[1, 2, 3, 10, 11, 20].map((minute) => intraday('A', DATE, [flat(minute)], { offset: minute - 1 })));

/** What a pipeline gives and when, in minutes since the open. */
async function collect<T>(pipeline: (s: Scripted) => Observable<T>): Promise<(readonly [number, T])[]> {
  const seen: (readonly [number, T])[] = [];
  await run({
    series: [bars],
    onStart: (s) => {
      pipeline(s).subscribe((value) => seen.push([(s.now - OPEN) / MINUTE, value]));
    },
  });
  return seen;
}

const close = map((bar: Bar) => bar.close);

describe('asScheduler: RxJS operators obey the time of the run', () => {
  test('throttleTime', async () => {
    // Bar 1 opens a window of five minutes, bar 10 another one until 15.
    expect(await collect((s) => s.bus.bars.pipe(throttleTime(5 * MINUTE, asScheduler(s.clock)), close))).toEqual([
      [1, 1],
      [10, 10],
      [20, 20],
    ]);
  });

  test('debounceTime', async () => {
    // 90 seconds of silence after 3 and after 11; the end of the run completes the channel and releases the last bar.
    expect(await collect((s) => s.bus.bars.pipe(debounceTime(90 * SECOND, asScheduler(s.clock)), close))).toEqual([
      [4.5, 3],
      [12.5, 11],
      [20, 20],
    ]);
  });

  test('delay', async () => {
    expect(await collect((s) => s.bus.bars.pipe(delay(2 * MINUTE, asScheduler(s.clock)), close))).toEqual([
      [3, 1],
      [4, 2],
      [5, 3],
      [12, 10],
      [13, 11],
    ]);
  });

  test('interval and timer', async () => {
    // The run starts at midnight of the Saturday before in New York: 57.5 hours before the open.
    const start = -57.5 * 60;
    expect(await collect((s) => interval(30 * 60 * MINUTE, asScheduler(s.clock)))).toEqual([[start + 30 * 60, 0]]);
    expect(await collect((s) => timer(OPEN + 90 * SECOND - s.now, 60 * SECOND, asScheduler(s.clock)).pipe(take(3)))).toEqual([
      [1.5, 0],
      [2.5, 1],
      [3.5, 2],
    ]);
  });

  test('an order from a pipeline is decided when the pipeline speaks, and fills at the next open', async () => {
    const { result } = await run({
      series: [bars],
      onStart: (s) => {
        s.bus.bars.pipe(debounceTime(90 * SECOND, asScheduler(s.clock))).subscribe((bar) => s.buy(bar.symbol, 1));
      },
    });
    // Decided at 4.5, filled at the open of the bar that closes at minute 10; decided at 12.5, filled at 19.
    expect(result.fills.map(({ order, time }) => [(order.decidedAt - OPEN) / MINUTE, (time - OPEN) / MINUTE])).toEqual([
      [4.5, 9],
      [12.5, 19],
    ]);
  });

  test('a subscription that ends takes its timer along', async () => {
    const seen: number[] = [];
    await run({
      series: [bars],
      onStart: (s) => {
        const subscription = timer(OPEN + 5 * MINUTE - s.now, asScheduler(s.clock)).subscribe(() => seen.push(s.now));
        s.clock.at(OPEN + 4 * MINUTE, () => subscription.unsubscribe());
      },
    });
    expect(seen).toEqual([]);
  });

  test('the clock of the host plays no part', async () => {
    const before = asyncScheduler.now();
    const seen = await collect((s) => timer(OPEN - s.now, asScheduler(s.clock)).pipe(map(() => asScheduler(s.clock).now())));
    expect(seen).toEqual([[0, OPEN]]);
    expect(asyncScheduler.now() - before).toBeLessThan(60_000);
  });
});
