import { describe, expect, test } from '@jest/globals';
import {
  crossesAbove,
  HOUR,
  MINUTE,
  sma,
  Strategy,
  type Bar,
  type ExternalSeries,
  type Order,
  type Slice,
  type Timer,
} from '../../src/index.js';
import { testStrategy, type StrategyTest, type TestBar } from '../../src/testing/index.js';
import { brief } from '../support/brief.js';
import { run } from '../support/run.js';
import { scripted, type Hooks } from '../support/scripted.js';
import { daily, intraday } from '../support/series.js';
import { thrown } from '../support/thrown.js';

const OPEN = Date.UTC(2024, 0, 8, 14, 30);

function hooked(hooks: Hooks): InstanceType<ReturnType<typeof scripted>> {
  return new (scripted(hooks))();
}

/** Buys 10 on the first slice. */
function buyer(): Strategy {
  let sent = false;
  return hooked({
    onBar: (s, bar) => {
      if (!sent) s.buy(bar.symbol, 10);
      sent = true;
    },
  });
}

class Cross extends Strategy<{ fast: number; slow: number }> {
  fast = this.indicator(() => sma(this.params.fast));
  slow = this.indicator(() => sma(this.params.slow));
  warm = 0;

  override onWarmup(): void {
    this.warm++;
  }
  override onBar(bar: Bar): void {
    this.plot('fast', this.fast.of(bar).value);
    if (!crossesAbove(this.fast.of(bar), this.slow.of(bar))) return;
    this.log('crossed', { close: bar.close });
    this.orderTargetPercent(bar.symbol, 1, { tag: 'up' });
  }
}

describe('a strategy on closes', () => {
  test('its orders are collected, nothing is filled by itself', () => {
    const t = testStrategy(new Cross({ fast: 2, slow: 3 }), { bars: { A: [12, 11, 10, 9, 20] } });
    expect(t.next(4)).toEqual([]);
    expect(t.strategy.warm).toBe(2);
    const [order] = t.next();
    expect(order).toMatchObject({ symbol: 'A', side: 'buy', type: 'market', lots: 5000, purpose: 'target', tag: 'up' });
    expect(t.statusOf(order!)).toBe('working');
    expect(t.workingOrders).toEqual([order]);
    expect(t.position('A').isFlat).toBe(true);
    expect(t.log.map((line) => [line.message, line.data])).toEqual([['crossed', { close: 20 }]]);
    expect(t.plots[0]!.values).toEqual([10.5, 9.5, 14.5]);
    expect(t.now).toBe(Date.UTC(2024, 0, 12, 21));
    expect(t.slicesLeft).toBe(0);
  });

  test('a fill goes through the books', () => {
    const t = testStrategy(buyer(), { bars: { A: [100, 110] }, cash: 5000 });
    const [order] = t.next();
    const fill = t.fill(order!, 100.5, { costs: { commission: 1.25 } });
    expect([fill.value.toString(), fill.cost.toString()]).toEqual(['1005', '1.25']);
    expect(t.cash.toString()).toBe('3993.75');
    expect(t.position('A')).toMatchObject({ quantity: 10, averagePrice: 100.5 });
    expect(t.equity).toBe(4993.75);
    t.next();
    expect(t.equity).toBe(5093.75);
    expect(t.position('A').unrealised).toBe(95);
    expect(t.executions.map(brief)).toEqual(['#1 accepted', '#1 filled buy 10 A @ 100.5 open']);
    t.stop();
  });

  test('orders are filled in parts, and closed trades are told', () => {
    const t = testStrategy(hooked({ onSlice: (s) => void (s.quantity('A') > 0 ? s.close('A') : s.buy('A', 3)) }), {
      bars: { A: [10, 10] },
    });
    const [bought] = t.next();
    t.fill(bought!, 10, { quantity: 1 });
    expect(t.statusOf(bought!)).toBe('working');
    t.fill(bought!, 11);
    expect(t.statusOf(bought!)).toBe('filled');
    const [sold] = t.next();
    expect(sold).toMatchObject({ side: 'sell', lots: 3, purpose: 'close' });
    t.fill(sold!, 12);
    expect(t.trades.map((trade) => [trade.lots, trade.grossProfit.toString()])).toEqual([
      [1, '2'],
      [2, '2'],
    ]);
    t.stop();
  });
});

test('with each order filled at the next open it is what a backtest without costs is', async () => {
  const rows = Array.from({ length: 60 }, (_, i): [number, number, number, number] => {
    const open = 100 + 20 * Math.sin(i / 4);
    return [open, open + 3, open - 3, open + 2 * Math.cos(i)];
  });
  const hooks: Hooks = {
    onBar: (s, bar) => {
      const before = bar.ago(5);
      if (before !== undefined) s.orderTargetPercent(bar.symbol, bar.close > before.close ? 0.9 : 0.2);
    },
  };
  const { result } = await run({ series: [daily('A', rows)], ...hooks });
  const t = testStrategy(hooked(hooks), { bars: { A: rows } });
  for (let i = 0; i < rows.length; i++) {
    for (const order of t.workingOrders) t.fill(order, rows[i]![0]);
    t.next();
  }
  expect(result.fills.length).toBeGreaterThan(10);
  expect(t.executions.flatMap((e) => (e.kind === 'filled' ? [[e.fill.side, e.fill.lots, e.fill.priceNumber]] : []))).toEqual(
    result.fills.map((fill) => [fill.side, fill.lots, fill.priceNumber]),
  );
  expect(t.cash.toString()).toBe(result.finalCash.toString());
  expect(t.equity).toBe(result.finalEquity);
});

describe('answers', () => {
  test('what onExecution sends is answered in its turn', () => {
    const s = hooked({
      onSlice: (me, slice) => void (slice.time === t.now && me.buy('A', 1)),
      onExecution: (me, execution) => {
        if (execution.kind === 'filled') me.sell('A', 1, { limit: 12 });
      },
    });
    const t: StrategyTest<Strategy> = testStrategy(s, { bars: { A: [10] } });
    const [order] = t.next();
    t.fill(order!, 10);
    expect(t.orders).toHaveLength(2);
    expect(t.orders[1]).toMatchObject({ side: 'sell', limit: 12, afterFill: { priceNumber: 10 } });
    expect(t.executions.map(brief)).toEqual(['#1 accepted', '#1 filled buy 1 A @ 10 open', '#2 accepted']);
  });

  test('a cancel of the strategy takes effect, one of an ended order none', () => {
    const t = testStrategy(hooked({ onBar: (s) => (s.workingOrders().length > 0 ? s.cancelAll() : s.cancel(s.buy('A', 1))) }), {
      bars: { A: [10, 10] },
    });
    const [order] = t.next();
    expect(t.commands.map((command) => command.kind)).toEqual(['submit', 'cancel']);
    expect(t.statusOf(order!)).toBe('canceled');
  });

  test('by hand: accept, reject, cancel, expire', () => {
    const seen: string[] = [];
    const t = testStrategy(
      hooked({
        onBar: (s) => [1, 2, 3, 4].forEach((quantity) => s.buy('A', quantity)),
        onExecution: (_, execution) => seen.push(brief(execution)),
      }),
      { bars: { A: [10] }, autoAccept: false },
    );
    const [a, b, c, d] = t.next();
    expect([a, b, c, d].map((order) => t.statusOf(order!))).toEqual(['pending', 'pending', 'pending', 'pending']);
    t.reject(a!, 'risk', 'too much');
    t.accept(b!);
    t.cancel(b!);
    t.expire(c!);
    t.fill(d!, 10);
    expect(seen).toEqual([
      '#1 rejected risk',
      '#2 accepted',
      '#2 canceled requested',
      '#3 expired session-ended',
      '#4 accepted',
      '#4 filled buy 4 A @ 10 open',
    ]);
    expect([a, b, c, d].map((order) => t.statusOf(order!))).toEqual(['rejected', 'canceled', 'expired', 'filled']);
  });

  test('an order sized by its value is filled for the quantity that the test says', () => {
    const t = testStrategy(hooked({ onBar: (s) => void s.order({ symbol: 'A', side: 'buy', notional: 'max' }) }), {
      bars: { A: [10] },
      instruments: [{ symbol: 'A', lotStep: '0.5' }],
    });
    const [order] = t.next();
    expect(thrown(() => t.fill(order!, 10))).toMatchObject({ code: 'testing/answer' });
    t.fill(order!, 10, { quantity: 2.5 });
    expect(t.position('A').quantity).toBe(2.5);
    expect(t.statusOf(order!)).toBe('filled');
  });

  test.each<[string, (t: StrategyTest<Strategy>, order: Order) => void]>([
    ['more than is left', (t, order) => t.fill(order, 10, { quantity: 11 })],
    ['part of a lot', (t, order) => t.fill(order, 10, { quantity: 0.5 })],
    ['nothing', (t, order) => t.fill(order, 10, { quantity: 0 })],
    ['no price', (t, order) => t.fill(order, Number.NaN)],
    ['a refusal of what was accepted', (t, order) => t.reject(order)],
    ['an order that has ended', (t, order) => (t.fill(order, 10), t.cancel(order))],
  ])('%s is an error', (_name, answer) => {
    const t = testStrategy(buyer(), { bars: { A: [10] } });
    const [order] = t.next();
    expect(thrown(() => answer(t, order!))).toMatchObject({ name: 'ConfigError', code: 'testing/answer' });
  });

  test('orders without end are an error, not a test that hangs', () => {
    const t = testStrategy(hooked({ onBar: (s) => void s.buy('A', 1), onExecution: (s) => void s.buy('A', 1) }), { bars: { A: [10] } });
    expect(thrown(() => t.next())).toMatchObject({ code: 'strategy/endless-commands' });
  });
});

describe('bars', () => {
  test('rows, fields, further columns and sessions without a bar', () => {
    const seen: unknown[] = [];
    const rows: TestBar[] = [[10, 12, 9, 11, 500], undefined, { close: 8, open: 9, extra: { score: 0.5 } }, { close: 7 }];
    const t = testStrategy(
      hooked({
        onBar: (_, bar) => seen.push([bar.open, bar.high, bar.low, bar.close, bar.volume, bar.get('score')]),
        onSlice: (_, slice) => seen.push(slice.missing),
      }),
      { bars: { A: rows, B: [1, 1, 1, 1] }, symbols: ['A'] },
    );
    expect(t.rest()).toEqual([]);
    expect(seen).toEqual([
      [10, 12, 9, 11, 500, undefined],
      [],
      ['A'],
      [9, 9, 8, 8, 1_000_000, 0.5],
      [],
      [7, 7, 7, 7, 1_000_000, undefined],
      [],
    ]);
  });

  test('intraday bars run from open to close of each session', () => {
    const times: string[] = [];
    const t = testStrategy(hooked({ onBar: (_, bar) => times.push(new Date(bar.openTime).toISOString()) }), {
      bars: { A: Array.from({ length: 8 }, () => 10) },
      interval: '1h',
    });
    t.rest();
    expect([times[0], times[6], times[7]]).toEqual(['2024-01-08T14:30:00.000Z', '2024-01-08T20:30:00.000Z', '2024-01-09T14:30:00.000Z']);
    expect(t.now).toBe(Date.UTC(2024, 0, 9, 15, 30));
  });

  test('finished series and external ones', () => {
    const vix: ExternalSeries = { name: 'vix', knownAt: Float64Array.of(OPEN), values: Float64Array.of(15) };
    const seen: unknown[] = [];
    const series = [intraday('A', '2024-01-08', [[10, 10, 10, 10]])];
    const t = testStrategy(hooked({ onBar: (_, bar) => seen.push([bar.symbol, bar.get('vix')]) }), { series, externals: [vix] });
    t.rest();
    expect(seen).toEqual([['A', 15]]);
  });

  test('slices before the start warm up: orders are rejected', () => {
    const warm: number[] = [];
    const t = testStrategy(
      hooked({
        onWarmup: (s, bar) => {
          warm.push(bar.close);
          s.buy('A', 1);
        },
        onBar: (s) => void s.buy('A', 2),
      }),
      { bars: { A: [1, 2, 3] }, warmup: 2 },
    );
    t.rest();
    expect(warm).toEqual([1, 2]);
    expect(t.executions.map(brief)).toEqual(['#1 rejected not-trading', '#2 rejected not-trading', '#3 accepted']);
  });

  test('impossible prices, a first date without a session, and bars that are not there are errors', () => {
    expect(thrown(() => testStrategy(buyer(), { bars: { A: [-1] } }))).toMatchObject({ code: 'data/price-not-positive' });
    expect(thrown(() => testStrategy(buyer(), { bars: { A: [1] }, first: '2024-01-06' }))).toMatchObject({ code: 'testing/first-session' });
    expect(thrown(() => testStrategy(buyer(), {}))).toMatchObject({ code: 'data/empty' });
    const t = testStrategy(buyer(), { bars: { A: [1] } });
    t.next();
    expect(thrown(() => t.next())).toMatchObject({ code: 'testing/no-more-bars' });
    expect(t.rest()).toEqual([]);
  });
});

describe('time', () => {
  test('timers fire between bars, and the clock stops before the next one', () => {
    const fired: [string, number][] = [];
    const s = hooked({
      onStart: (me) => {
        me.schedule.sessionOpen(5, 'soon');
        me.schedule.sessionClose(0, (timer: Timer) => fired.push([timer.name, timer.time]));
      },
      onTimer: (me, timer) => {
        fired.push([timer.name, timer.time]);
        me.buy('A', 1);
      },
    });
    const t = testStrategy(s, { bars: { A: [10, 10] } });
    expect(t.advanceTo(OPEN)).toEqual([]);
    const [order] = t.advanceTo(OPEN + 5 * MINUTE);
    expect(order).toMatchObject({ decidedAt: OPEN + 5 * MINUTE });
    expect(fired).toEqual([['soon', OPEN + 5 * MINUTE]]);
    expect(thrown(() => t.advanceTo(OPEN + 7 * HOUR))).toMatchObject({ code: 'testing/bar-skipped' });
    t.next();
    expect(fired.at(-1)).toEqual(['sessionClose', OPEN + 6.5 * HOUR]);
    expect(t.next()).toHaveLength(1);
  });

  test('the channels carry what they carry in a run', () => {
    const seen: string[] = [];
    let slice: Slice | undefined;
    const s = hooked({
      onStart: (me) => {
        me.bus.bars.on((bar) => seen.push(`bar ${bar.close}`));
        me.bus.slices.on((one) => (slice = one));
        me.bus.orders.on((command) => seen.push(command.kind));
        me.bus.executions.on((execution) => seen.push(execution.kind));
        me.bus.equity.on(({ equity }) => seen.push(`equity ${equity}`));
      },
      onBar: (me) => void me.buy('A', 1),
    });
    testStrategy(s, { bars: { A: [10] } }).next();
    expect(seen).toEqual(['bar 10', 'submit', 'accepted', 'equity 100000']);
    expect(slice!.get('A')!.close).toBe(10);
  });

  test('an error of the strategy says where it came from', () => {
    const t = testStrategy(
      hooked({
        onBar: () => {
          throw new Error('oh');
        },
      }),
      { bars: { A: [10] }, name: 'Mine' },
    );
    expect(thrown(() => t.next())).toMatchObject({ name: 'StrategyError', message: expect.stringContaining('Mine.onBar at 2024-01-08') });
  });
});
