import { describe, expect, test } from '@jest/globals';

import { DataError, type Bar } from '../../src/index.js';
import { run } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat, intraday, joined, type Row } from '../support/series.js';

const iso = (time: number): string => new Date(time).toISOString();

describe('no order fills at what its decision knew', () => {
  test('an order of a slice never fills in that slice, at no price of its bars', async () => {
    const rows: Row[] = [
      [100, 110, 90, 105],
      [107, 112, 104, 111],
    ];
    const { result } = await run({
      series: [daily('A', rows), daily('B', rows)],
      onBar: (s, bar) => {
        if (bar.ago(1) !== undefined) return;
        s.buy(bar.symbol, 1);
        s.buy(bar.symbol, 1, { limit: 108 });
        s.buy(bar.symbol, 1, { stop: 95 });
      },
    });
    expect(result.fills.map((fill) => `${fill.symbol} ${fill.priceNumber} ${iso(fill.time)}`)).toEqual(
      ['A', 'A', 'A', 'B', 'B', 'B'].map((symbol) => `${symbol} 107 2024-01-09T14:30:00.000Z`),
    );
    for (const { order, time } of result.fills) expect(time).toBeGreaterThan(order.decidedAt);
  });

  test('an order on a daily-only instrument sent from a minute bar waits for the open of the next day', async () => {
    const { story, result } = await run({
      series: [
        intraday('M', '2024-01-09', [flat(50), flat(50), flat(50)]),
        daily('D', [flat(100), [101, 109, 99, 108], [103, 104, 102, 103]]),
      ],
      onBar: (s, bar) => {
        if (bar.symbol !== 'M' || bar.ago(1) !== undefined) return;
        s.buy('D', 1);
        s.buy('D', 1, { limit: 105 });
      },
    });
    expect(story.slice(2)).toEqual(['#1 filled buy 1 D @ 103 open', '#2 filled buy 1 D @ 103 open']);
    expect(result.orders.map(({ order }) => iso(order.decidedAt))).toEqual(Array(2).fill('2024-01-09T14:31:00.000Z'));
    expect(result.fills.map(({ time }) => iso(time))).toEqual(Array(2).fill('2024-01-10T14:30:00.000Z'));
  });

  test('an order sent at the very open of a bar fills at that open', async () => {
    const open = Date.parse('2024-01-09T14:30:00Z');
    const { result } = await run({
      series: [daily('A', [flat(100), [101, 109, 99, 108]])],
      onStart: (s) => {
        s.clock.at(open, () => s.buy('A', 1, { tag: 'at the open' }));
        s.clock.at(open + 1, () => s.buy('A', 1, { tag: 'too late' }));
      },
    });
    expect(result.fills.map(({ order, priceNumber }) => [order.tag, priceNumber])).toEqual([['at the open', 101]]);
  });

  test('where an instrument has several intervals, it fills on the finest only', async () => {
    const { result } = await run({
      series: [
        daily('A', [flat(100), [100, 200, 1, 100]]),
        joined(
          intraday('A', '2024-01-08', [flat(100)], { minutes: 30 }),
          intraday('A', '2024-01-09', [flat(100), flat(101), flat(102)], { minutes: 30 }),
        ),
      ],
      onSlice: at({
        0: (s) => {
          s.buy('A', 1);
          s.buy('A', 1, { limit: 50 });
        },
      }),
    });
    // The daily bar, with its fantastic range, is for strategies to see; the half hours never come near 50.
    expect(result.fills.map(({ priceNumber, time }) => [priceNumber, iso(time)])).toEqual([[100, '2024-01-09T14:30:00.000Z']]);
  });
});

describe('a strategy sees closed bars only', () => {
  test('history, mark and bars are cut before the bar of the fill whose handler asks', async () => {
    const seen: unknown[] = [];
    await run({
      series: [daily('A', [flat(100), [101, 109, 99, 108], flat(108)])],
      onSlice: at({ 0: (s) => s.buy('A', 1) }),
      onExecution: (s, { kind }) => {
        if (kind !== 'filled') return;
        seen.push(
          s.history('A', 9).map((bar) => bar.close),
          s.mark('A'),
          iso(s.now),
          s.quantity('A'),
        );
      },
    });
    expect(seen).toEqual([[100], 100, '2024-01-09T14:30:00.000Z', 1]);
  });

  test('history is cut before the bars of a timer that fires within them, and gives no more than was asked', async () => {
    const seen: number[][] = [];
    await run({
      series: [daily('A', [flat(100), flat(101), flat(102)])],
      onStart: (s) => {
        s.schedule.sessionClose(-1, () => seen.push(s.history('A', 9).map((bar) => bar.close)));
        s.schedule.sessionClose(1, () => seen.push(s.history('A', 1).map((bar) => bar.close)));
      },
    });
    expect(seen).toEqual([[], [100], [100], [101], [100, 101]]);
  });

  test('bar.ago reaches back, never forward', async () => {
    const closes: unknown[] = [];
    const errors: unknown[] = [];
    await run({
      series: [daily('A', [flat(100), flat(101)])],
      onBar: (_, bar) => {
        closes.push([bar.ago(0)?.close, bar.ago(1)?.close, bar.ago(2)]);
        for (const n of [-1, 0.5, Number.NaN, Infinity]) {
          try {
            bar.ago(n);
          } catch (error) {
            errors.push(error);
          }
        }
      },
    });
    expect(closes).toEqual([
      [100, undefined, undefined],
      [101, 100, undefined],
    ]);
    expect(errors).toHaveLength(8);
    for (const error of errors) expect(error).toBeInstanceOf(DataError);
    expect(errors[0]).toMatchObject({ code: 'bar/look-ahead', context: { symbol: 'A', n: -1 } });
  });

  test('bars that a strategy keeps, its own consolidated ones too, stay as they were', async () => {
    const kept: { bar: Bar; text: string }[] = [];
    const keep = (bar: Bar): void => void kept.push({ bar, text: JSON.stringify(bar) });
    const days = Array.from({ length: 150 }, (_, i): Row => [100 + i, 102 + i, 99 + i, 101 + i, 1000 + i]);
    await run({
      series: [daily('A', days)],
      onStart: (s) => s.consolidate('A', 'session', keep),
      onBar: (_, bar) => keep(bar),
    });
    expect(kept).toHaveLength(300);
    expect(kept.map(({ bar }) => JSON.stringify(bar))).toEqual(kept.map(({ text }) => text));
    expect(JSON.parse(kept.at(-1)!.text)).toMatchObject({
      symbol: 'A',
      interval: '1d',
      open: 249,
      high: 251,
      low: 248,
      close: 250,
      volume: 1149,
    });
  });

  test('a slice that was kept keeps its bars', async () => {
    const kept: (() => readonly number[])[] = [];
    await run({
      series: [daily('A', [flat(1), flat(2), flat(3)]), daily('B', [flat(10), flat(20)])],
      onSlice: (_, slice) => kept.push(() => slice.bars.map((bar) => bar.close)),
    });
    expect(kept.map((bars) => bars())).toEqual([[1, 10], [2, 20], [3]]);
  });

  test('external values are seen from the instant at which they became known', async () => {
    const close = Date.parse('2024-01-08T21:00:00Z');
    const seen: unknown[] = [];
    await run({
      series: [daily('A', [flat(100), flat(100), flat(100)])],
      externals: [
        {
          name: 'signal',
          // The first exactly at the first close, the second a millisecond after the second close.
          knownAt: Float64Array.of(close, close + 24 * 3_600_000 + 1),
          values: Float64Array.of(7, 8),
        },
      ],
      onBar: (_, bar) => seen.push(bar.get('signal')),
    });
    expect(seen).toEqual([7, 7, 8]);
  });
});

describe('warm-up', () => {
  const series = [daily('A', [flat(100), flat(101), flat(102)])];

  test('orders before the first trading session are rejected, with the reason', async () => {
    const { story } = await run({
      series,
      from: '2024-01-10',
      onStart: (s) => s.buy('A', 1),
      onWarmup: (s) => s.buy('A', 1),
      onBar: (s) => s.buy('A', 1),
    });
    expect(story).toEqual([
      '#1 rejected not-trading',
      '#2 rejected not-trading',
      '#3 rejected not-trading',
      '#4 accepted',
      '#4 expired end-of-data',
    ]);
  });

  test('bars before it go to onWarmup, timers wait, equity begins with it', async () => {
    const seen: string[] = [];
    const { result } = await run({
      series,
      from: '2024-01-10',
      onStart: (s) => s.schedule.sessionOpen(0, () => seen.push(`timer ${iso(s.now)}`)),
      onWarmup: (_, bar) => seen.push(`warm-up ${bar.close}`),
      onBar: (_, bar) => seen.push(`bar ${bar.close}`),
      onSlice: (_, slice) => seen.push(`slice ${slice.bars.length}`),
    });
    expect(seen).toEqual(['warm-up 100', 'warm-up 101', 'timer 2024-01-10T14:30:00.000Z', 'bar 102', 'slice 1']);
    expect(result.equity.equity).toHaveLength(1);
  });

  test('history before the first trading session can be asked for', async () => {
    const seen: number[][] = [];
    await run({ series, from: '2024-01-10', onBar: (s) => seen.push(s.history('A', 5).map((bar) => bar.close)) });
    expect(seen).toEqual([[100, 101, 102]]);
  });
});

describe('the order within a step', () => {
  test('state before event, fills before their answers, timers before slices', async () => {
    const seen: string[] = [];
    const close = Date.parse('2024-01-09T21:00:00Z');
    await run({
      series: [daily('A', [flat(100), flat(100), flat(100)]), daily('B', [flat(10), flat(10), flat(10)])],
      onStart: (s) => s.clock.at(close, () => seen.push('timer')),
      onBar: (_, bar) => seen.push(`bar ${bar.symbol}`),
      onSlice: (s) => {
        seen.push('slice');
        at({ 0: () => (s.buy('A', 1), s.buy('B', 2)) })(s);
      },
      onExecution: (s, execution) => {
        seen.push(`${execution.kind} ${execution.order.id}: holds ${s.quantity('A')}, ${s.quantity('B')}`);
        if (execution.kind === 'accepted' && execution.order.id === 1) s.sell('A', 1, { stop: 50 });
        if (execution.kind === 'filled') s.sell(execution.order.symbol, 1, { limit: 1000 });
      },
    });
    const expected = [
      ['bar A', 'bar B', 'slice'],
      // The answer to the first acceptance queues behind the second order.
      ['accepted 1: holds 0, 0', 'accepted 2: holds 0, 0', 'accepted 3: holds 0, 0'],
      // The timer at 21:00 stands before the slice of 21:00, whose bars opened before.
      'timer',
      ['filled 1: holds 1, 0', 'filled 2: holds 1, 2', 'accepted 4: holds 1, 2', 'accepted 5: holds 1, 2'],
      ['bar A', 'bar B', 'slice', 'bar A', 'bar B', 'slice'],
      ['expired 3: holds 1, 2', 'expired 4: holds 1, 2', 'expired 5: holds 1, 2'],
    ];
    expect(seen).toEqual(expected.flat());
  });

  test('an intraday bar and the session bar that close together make one slice', async () => {
    const slices: string[][] = [];
    const date = '2024-01-08';
    await run({
      series: [joined(intraday('A', date, [flat(1), flat(2)], { minutes: 195 })), daily('A', [flat(2)], date)],
      onSlice: (_, slice) => slices.push(slice.bars.map((bar) => bar.interval)),
    });
    expect(slices).toEqual([['195m'], ['195m', '1d']]);
  });
});
