import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { backtest, Strategy, type Bar, type Order } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { run } from '../support/run.js';
import { scripted } from '../support/scripted.js';
import { daily, flat, intraday, joined } from '../support/series.js';
import { rejection, thrown } from '../support/thrown.js';

const closes = (bars: readonly Bar[]): number[] => bars.map((bar) => bar.close);

describe('history', () => {
  test('gives the last closed bars, oldest first, fewer at the beginning', async () => {
    const seen: number[][] = [];
    await run({
      series: [
        daily(
          'A',
          [1, 2, 3, 4].map((price) => flat(price)),
        ),
      ],
      onBar: (s) => seen.push(closes(s.history('A', 3))),
    });
    expect(seen).toEqual([[1], [1, 2], [1, 2, 3], [2, 3, 4]]);
  });

  test('gives another interval, cut at now', async () => {
    const seen: unknown[] = [];
    const dates = ['2024-01-08', '2024-01-09'];
    await run({
      series: [
        daily('A', [flat(100), flat(200)]),
        joined(...dates.map((date, i) => intraday('A', date, [flat(10 * i + 1), flat(10 * i + 2)], { minutes: 195 }))),
      ],
      onBar: (s, bar) => {
        if (bar.interval === '195m') seen.push([closes(s.history('A', 2)), closes(s.history('A', 5, '1d'))]);
      },
    });
    expect(seen).toEqual([
      [[1], []],
      [[1, 2], [100]],
      [[2, 11], [100]],
      [
        [11, 12],
        [100, 200],
      ],
    ]);
  });

  test('gives bars of symbols that the strategy does not trade', async () => {
    const seen: number[][] = [];
    await run({
      series: [daily('A', [flat(1)]), daily('VIX', [flat(15)])],
      symbols: ['A'],
      onBar: (s) => seen.push(closes(s.history('VIX', 1))),
    });
    expect(seen).toEqual([[15]]);
  });

  test('of none or all', async () => {
    const seen: number[][] = [];
    await run({
      series: [daily('A', [flat(1), flat(2)])],
      onBar: (s) => seen.push(closes(s.history('A', 0)), closes(s.history('A', Infinity))),
    });
    expect(seen).toEqual([[], [1], [], [1, 2]]);
  });

  test.each([-1, 1.5, NaN])('of %p bars is an error', async (count) => {
    const error = await rejection(run({ series: [daily('A', [flat(1), flat(2)])], onBar: (s) => s.history('A', count) }));
    expect(error).toMatchObject({ name: 'ConfigError', code: 'strategy/history', context: { symbol: 'A', count } });
  });

  test('of an interval that is not loaded is an error', async () => {
    const error = await rejection(run({ series: [daily('A', [flat(1)])], onBar: (s) => s.history('A', 1, '5m') }));
    expect(error).toMatchObject({ code: 'table/unknown-interval', context: { known: ['1d'] } });
  });
});

describe('orders that work', () => {
  const ids = (orders: readonly Order[]): number[] => orders.map((order) => order.id);

  test('are listed from the moment they are sent, oldest first, by symbol or all', async () => {
    const seen: number[][] = [];
    await run({
      series: [daily('A', [flat(100), flat(100)]), daily('B', [flat(10), flat(10)])],
      onSlice: (s) => {
        if (s.step === 0) {
          s.buy('B', 1, { limit: 5 });
          s.buy('A', 1, { limit: 50 });
          s.buy('B', 2, { limit: 4 });
          s.buy('B', 3);
        }
        seen.push(ids(s.workingOrders()), ids(s.workingOrders('A')), ids(s.workingOrders('B')));
      },
    });
    expect(seen).toEqual([[1, 2, 3, 4], [2], [1, 3, 4], [1, 2, 3], [2], [1, 3]]);
  });

  test('cancelAll ends those of a symbol, or all; those sent afterwards stay', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100)]), daily('B', [flat(10), flat(10), flat(10)])],
      onSlice: (s) => {
        if (s.step === 0) {
          s.buy('A', 1, { limit: 50 });
          s.buy('B', 1, { limit: 5 });
          s.buy('A', 2, { limit: 51 });
        }
        if (s.step === 1) {
          s.cancelAll('A');
          s.buy('A', 3, { limit: 52 });
        }
        if (s.step === 2) s.cancelAll();
      },
    });
    expect(story.slice(3)).toEqual([
      '#1 canceled requested',
      '#3 canceled requested',
      '#4 accepted',
      '#2 canceled requested',
      '#4 canceled requested',
    ]);
  });

  test('a cancel of an order that has ended, or never was, does nothing', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100)])],
      onSlice: (s) => {
        if (s.step === 0) s.buy('A', 1);
        if (s.step === 1) for (const id of [1, 2, 0, -1, 1.5, NaN]) s.cancel(id as Order['id']);
      },
    });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 1 A @ 100 open']);
  });
});

describe('what is known', () => {
  test('mark, quantity, position, cash and equity, as of the last close', async () => {
    const seen: unknown[] = [];
    const { result } = await run({
      series: [daily({ symbol: 'A', lotStep: '0.5' }, [flat(100), [100, 110, 100, 108]]), daily('B', [flat(10)], '2024-01-09')],
      onStart: (s) => seen.push([s.mark('A'), s.quantity('A'), s.position('A').isFlat, s.equity]),
      onSlice: (s) => {
        if (s.step === 0) s.buy('A', '2.5');
        const { quantity, averagePrice, marketValue, unrealised, isLong, isShort } = s.position('A');
        seen.push([s.mark('A'), s.mark('B'), quantity, averagePrice, marketValue, unrealised, isLong, isShort, String(s.cash), s.equity]);
      },
    });
    expect(seen).toEqual([
      [undefined, 0, true, 100_000],
      [100, undefined, 0, undefined, 0, 0, false, false, '100000', 100_000],
      // 2.5 × 100 paid, 2.5 × 108 held.
      [108, 10, 2.5, 100, 270, 20, true, false, '99750', 100_020],
    ]);
    expect(result.finalEquity).toBe(100_020);
  });

  test('symbols, calendar, clock, and what is asked of an unknown symbol', async () => {
    const seen: unknown[] = [];
    await run({
      series: [daily({ symbol: 'C', calendar: 'always-open' }, [flat(1)], '2024-01-08'), daily('A', [flat(1)])],
      symbols: ['A', 'C'],
      onStart: (s) => seen.push(s.symbols, s.calendar.name, s.name, s.clock.now() === s.now),
    });
    expect(seen).toEqual([['A', 'C'], 'XNYS', 'ScriptedStrategy', true]);
    for (const ask of ['mark', 'quantity', 'position', 'isReady', 'workingOrders'] as const) {
      const error = await rejection(run({ series: [daily('A', [flat(1)])], onBar: (s) => s[ask]('X') }));
      expect(error).toMatchObject({ name: 'ConfigError', code: 'table/unknown-symbol', context: { symbol: 'X', known: ['A'] } });
    }
  });

  test('isReady is true at once without indicators, and never for a symbol that is not traded', async () => {
    const seen: boolean[] = [];
    await run({
      series: [daily('A', [flat(1)]), daily('B', [flat(1)])],
      symbols: ['A'],
      onStart: (s) => seen.push(s.isReady('A'), s.isReady('B')),
    });
    expect(seen).toEqual([true, false]);
  });

  test("the run's channels can be piped", async () => {
    const seen: string[] = [];
    await run({
      series: [daily('A', [flat(1), flat(2)])],
      onStart: (s) => s.bus.equity.subscribe((point) => seen.push(`${point.equity}`)),
    });
    expect(seen).toEqual(['100000', '100000']);
  });
});

describe('a slice', () => {
  test('knows its bars, and which symbols have none', async () => {
    const seen: unknown[] = [];
    await run({
      series: [daily('A', [flat(1), flat(2)]), daily('B', [flat(10)], '2024-01-09')],
      onSlice: (_, slice) => seen.push([slice.get('A')?.close, slice.get('B')?.close, slice.missing]),
    });
    expect(seen).toEqual([
      [1, undefined, ['B']],
      [2, 10, []],
    ]);
  });
});

describe('what a strategy says of itself', () => {
  test('plots and log lines are part of the result, with the time of the run', async () => {
    class Talking extends scripted({}) {
      override onStart(): void {
        this.log('begins');
      }
      override onBar(bar: Bar): void {
        this.plot('close', bar.close);
        if (bar.close > 1) this.plot('twice', 2 * bar.close);
        this.log('bar', { close: bar.close });
      }
    }
    const series = daily('A', [flat(1), flat(2)]);
    const [first, second] = series.columns.time;
    const { plots, log } = await backtest({ name: 'test', feeds: [memoryFeed([series])], strategy: Talking, broker: simulated() });
    expect(plots).toEqual([
      { strategy: 'Talking', name: 'close', times: [first, second], values: [1, 2] },
      { strategy: 'Talking', name: 'twice', times: [second], values: [4] },
    ]);
    // The run begins when Friday 2024-01-05 ends in New York.
    expect(log).toEqual([
      { time: Date.parse('2024-01-06T05:00:00Z'), strategy: 'Talking', message: 'begins' },
      { time: first, strategy: 'Talking', message: 'bar', data: { close: 1 } },
      { time: second, strategy: 'Talking', message: 'bar', data: { close: 2 } },
    ]);
  });
});

test('a strategy without a run knows its name and parameters; the rest is an error that says so', () => {
  class Alone extends Strategy<{ period: number }> {}
  const strategy = new Alone({ period: 3 });
  expect([strategy.name, strategy.params]).toEqual(['Alone', { period: 3 }]);
  for (const name of ['now', 'clock', 'symbols', 'calendar', 'random', 'bus', 'prepared', 'equity', 'cash', 'schedule'] as const) {
    expect(thrown(() => strategy[name])).toMatchObject({ name: 'ConfigError', code: 'strategy/detached', context: { strategy: 'Alone' } });
  }
  // The hooks that were not written do nothing.
  for (const hook of ['onStart', 'onBar', 'onWarmup', 'onSlice', 'onExecution', 'onTimer', 'onStop'] as const) {
    expect((strategy[hook] as (_: unknown) => unknown)(undefined)).toBeUndefined();
  }
});
