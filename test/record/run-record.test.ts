import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { percentFee, simulated } from '../../brokers/index.js';
import {
  backtest,
  tradeList,
  type AccountConfig,
  type BarSeries,
  type Execution,
  type Fill,
  type Order,
  type RiskRule,
  type Trade,
} from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { cases } from '../support/scale.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, flat, type Row } from '../support/series.js';

const FEES = [percentFee('0.001'), percentFee('0.0005', { kind: 'exchange' })];

/** A run whose executions and trades are kept as they happened, and what the result says of them afterwards. */
async function recorded(
  series: readonly BarSeries[],
  hooks: Hooks,
  { account = {}, risk = [], costs = FEES }: { account?: AccountConfig; risk?: readonly RiskRule[]; costs?: typeof FEES } = {},
) {
  const executions: Execution[] = [];
  const result = await backtest({
    name: 'test',
    feeds: [memoryFeed(series)],
    broker: simulated({ volumeLimit: false, costs }),
    account: { cashBuffer: 0, ...account },
    risk,
    strategy: scripted(hooks),
    analyzers: { trades: tradeList() },
    observe: (bus) => bus.executions.on((execution) => void executions.push(execution)),
  });
  const fills = executions.flatMap((execution) => (execution.kind === 'filled' ? [execution.fill] : []));
  return { executions, fills, trades: result.analysis.trades, result };
}

function orderFacts(order: Order): unknown {
  const { instrument, afterFill, ...fields } = order;
  const parent = afterFill && [afterFill.id, afterFill.time, afterFill.point, afterFill.instrumentIndex, afterFill.priceNumber];
  return { ...fields, symbol: instrument.symbol, parent, clientOrderId: order.clientOrderId };
}

function fillFacts({ order, costs, ...fields }: Fill): unknown {
  return { ...fields, order: orderFacts(order), costs: costs.map(({ kind, amount }) => [kind, amount]) };
}

function tradeFacts({ entry, exit, ...fields }: Trade): unknown {
  return { ...fields, entry: entry.id, exit: exit.id, symbol: entry.symbol, net: String(entry.value) };
}

describe('what is read back is what happened', () => {
  // Entry at 100, path down to 90, up to 120.
  const A = daily('A', [flat(100), [100, 120, 90, 110], [110, 112, 108, 111], flat(100), flat(90)]);
  const B = daily(
    { symbol: 'B', lotStep: '0.001' },
    [flat(10.005), flat(10.123), flat(9.75), flat(9.5), flat(9)].map((row): Row => row),
  );

  const everything: Hooks = {
    onSlice: at({
      0: (s) => {
        s.buy('A', 10, { tag: 'entry' });
        s.buy('B', '1.2345', { limit: '10.5', timeInForce: 'day', tag: '' });
        s.order({ symbol: 'B', side: 'buy', notional: '500.5', tag: 'by value' });
        s.sell('A', 3, { stop: '85.25' });
        s.buy('A', 100_000_000);
      },
      2: (s) => {
        s.orderTargetPercent('A', -0.2, { tag: 'target' });
        s.close('B');
        s.buy('B', 1, { limit: 1 });
      },
      3: (s) => s.cancelAll('B'),
    }),
    onExecution: (s, execution) => {
      if (execution.kind === 'filled' && execution.order.tag === 'entry') s.sell('A', 4, { stop: 95, tag: 'protect' });
    },
  };

  test('orders, with all that few of them have', async () => {
    const { executions, result } = await recorded([A, B], everything, { account: { shortSales: true } });
    const sent = new Map(executions.map(({ order }) => [order.id, order]));
    expect(result.orders.map(({ order }) => orderFacts(order))).toEqual([...sent.values()].toSorted((a, b) => a.id - b.id).map(orderFacts));
    expect(result.orders.map(({ order, status }) => [order.type, order.side, order.timeInForce, order.purpose, order.tag, status])).toEqual(
      [
        ['market', 'buy', 'gtc', 'plain', 'entry', 'filled'],
        ['limit', 'buy', 'day', 'plain', '', 'filled'],
        ['market', 'buy', 'gtc', 'plain', 'by value', 'filled'],
        ['stop', 'sell', 'gtc', 'plain', undefined, 'expired'],
        ['market', 'buy', 'gtc', 'plain', undefined, 'rejected'],
        ['stop', 'sell', 'gtc', 'plain', 'protect', 'filled'],
        ['market', 'sell', 'gtc', 'target', 'target', 'filled'],
        ['market', 'sell', 'gtc', 'close', undefined, 'filled'],
        ['limit', 'buy', 'gtc', 'plain', undefined, 'canceled'],
      ],
    );
    const [entry, limited, byValue, stop, tooMuch, protect] = result.orders.map(({ order }) => order);
    expect([String(limited!.limitPrice), String(limited!.quantity), limited!.stopPrice]).toEqual(['10.5', '1.234', undefined]);
    expect([String(byValue!.notionalValue), byValue!.quantity, byValue!.lots]).toEqual(['500.5', undefined, 0]);
    expect([String(stop!.stopPrice), stop!.limitPrice, String(stop!.quantity)]).toEqual(['85.25', undefined, '3']);
    expect([entry!.afterFill, tooMuch!.afterFill, protect!.afterFill]).toEqual([
      undefined,
      undefined,
      { id: 1, time: A.columns.openTime![1], point: 'open', instrumentIndex: 0, priceNumber: 100 },
    ]);
    // The second of the orders that the first slice decided; a base-36 time.
    expect(limited!.clientOrderId).toBe(`ScriptedStrategy-${A.columns.time[0]!.toString(36)}-2`);
    expect(new Set(result.orders.map(({ order }) => order.clientOrderId)).size).toBe(9);
  });

  test('how each order ended: when, why, and with how many lots', async () => {
    const { executions, result } = await recorded([A, B], everything, { account: { shortSales: true } });
    for (const { order, status, endedAt, reason, filledLots } of result.orders) {
      const own = executions.filter((execution) => execution.order.id === order.id);
      const last = own.at(-1)!;
      expect([status, endedAt]).toEqual([last.kind, last.time]);
      expect(reason).toBe('reason' in last ? last.reason : undefined);
      expect(filledLots).toBe(own.reduce((sum, execution) => sum + (execution.kind === 'filled' ? execution.fill.lots : 0), 0));
    }
    expect(result.orders[4]!.message).toMatch(/^needs 10\d{9}\.\d\d with costs, buying power is /);
    expect(result.orders[8]).toMatchObject({ reason: 'requested', message: undefined, lots: 1000, filledLots: 0 });
  });

  test('fills, with every figure and cost', async () => {
    const { fills, result } = await recorded([A, B], everything, { account: { shortSales: true } });
    // The target goes from long to short in two fills.
    expect(fills).toHaveLength(7);
    expect(result.fills.map(fillFacts)).toEqual(fills.map(fillFacts));
    expect(result.fills.map((fill) => fill.pathDependent)).toContain(true);
    const [first] = result.fills;
    expect([String(first!.price), String(first!.quantity), String(first!.value), String(first!.cost), first!.signedLots]).toEqual([
      '100',
      '10',
      '1000',
      '1.5',
      10,
    ]);
  });

  test('trades', async () => {
    const { trades, result } = await recorded([A, B], everything, { account: { shortSales: true } });
    // The stop of A, the rest of A on its way to the short side, and the two entries of B.
    expect(result.trades.map(({ symbol, lots }) => [symbol, lots]).toSorted()).toEqual([
      ['A', 4],
      ['A', 6],
      ['B', 1234],
      ['B', 49_441],
    ]);
    expect(result.trades.map(tradeFacts)).toEqual(trades.map(tradeFacts));
    const [first] = result.trades;
    // 4 × (95 − 100); 1.5 × 4/10 + 0.15 % of 380.
    expect([first!.side, String(first!.quantity), String(first!.grossProfit), String(first!.costs), String(first!.netProfit)]).toEqual([
      'long',
      '4',
      '-20',
      '1.17',
      '-21.17',
    ]);
    expect([first!.instrument.symbol, first!.entryTime, first!.exitTime]).toEqual(['A', A.columns.openTime![1], A.columns.time[1]]);
  });

  test('an order that a risk rule has cut is the order that was sent', async () => {
    const half: RiskRule = { name: 'half', review: (order) => ({ verdict: 'reduce', lots: order.lots / 2, message: 'half of it' }) };
    const { result, executions } = await recorded([A], { onSlice: at({ 0: (s) => s.buy('A', 10, { tag: 'cut' }) }) }, { risk: [half] });
    expect(executions.map(({ kind, order }) => [kind, order.lots])).toEqual([
      ['reduced', 5],
      ['accepted', 5],
      ['filled', 5],
    ]);
    expect(result.orders).toMatchObject([
      { order: { lots: 5, tag: 'cut' }, status: 'filled', lots: 5, filledLots: 5, reason: 'risk', message: 'half: half of it' },
    ]);
  });
});

describe('amounts beyond 2^53 quanta, 90 million dollars, are exact', () => {
  // 250,000 lots of 4321.01 are 1,080,252,500 dollars; the fees are 1,080,252.5 and 540,126.25 dollars.
  const BIG = daily('BIG', [flat(4321.01), flat(4321.01), flat(4400.02), flat(4400.02)]);
  const hooks: Hooks = {
    onSlice: at({
      0: (s) => s.buy('BIG', 250_000),
      1: (s) => (s.sell('BIG', 100_000), s.order({ symbol: 'BIG', side: 'buy', notional: '123456789.12345678' })),
    }),
  };

  test('in fills, orders and trades', async () => {
    const { fills, trades, result } = await recorded([BIG], hooks, { account: { cash: '20000000000.00000001' } });
    expect(typeof result.fills[0]!.valueQuanta).toBe('bigint');
    expect(String(result.fills[0]!.value)).toBe('1080252500');
    expect(result.fills[0]!.costs.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['commission', 108_025_250_000_000],
      ['exchange', 54_012_625_000_000],
    ]);
    expect(result.fills.map(fillFacts)).toEqual(fills.map(fillFacts));
    expect(result.orders[2]!.order.notional).toBe(12_345_678_912_345_678n);
    expect(String(result.orders[2]!.order.notionalValue)).toBe('123456789.12345678');
    // 100,000 × 79.01; 40 % of the entry's 1,620,378.75 and 0.15 % of 440,002,000.
    expect(result.trades.map(({ grossProfit, costs }) => [String(grossProfit), String(costs)])).toEqual([['7901000', '1308154.5']]);
    expect(result.trades.map(tradeFacts)).toEqual(trades.map(tradeFacts));
  });
});

describe('one object for one thing', () => {
  test('fills hold the orders of the list, trades the fills of the list, and every look gives the same', async () => {
    const { result } = await recorded([daily('A', [flat(1), flat(2), flat(3), flat(4)])], {
      onSlice: at({ 0: (s) => s.buy('A', 2), 1: (s) => s.sell('A', 1), 2: (s) => s.sell('A', 1) }),
    });
    for (const fill of result.fills) expect(result.orders[fill.order.id - 1]!.order).toBe(fill.order);
    for (const trade of result.trades) {
      expect(result.fills[trade.entry.id - 1]).toBe(trade.entry);
      expect(result.fills[trade.exit.id - 1]).toBe(trade.exit);
    }
    expect([result.fills.length, result.trades.length]).toEqual([3, 2]);
    expect([result.orders, result.fills, result.trades].map((list, i) => list === [result.orders, result.fills, result.trades][i])).toEqual(
      [true, true, true],
    );
  });

  test('in whatever order the lists are asked for', async () => {
    const hooks: Hooks = { onSlice: at({ 0: (s) => s.buy('A', 2), 1: (s) => s.sell('A', 2) }) };
    const { result } = await recorded([daily('A', [flat(1), flat(2), flat(3)])], hooks);
    const [trade] = result.trades;
    expect([trade!.entry, trade!.exit]).toEqual(result.fills);
    expect(trade!.exit.order).toBe(result.orders[1]!.order);
  });
});

test('any number of orders, all in their places', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 9 }), fc.constantFrom(undefined, 99, 100, 101), fc.boolean()), {
        maxLength: 150,
      }),
      async (wanted) => {
        const { executions, fills, result } = await recorded(
          [daily('A', [flat(100), [100, 102, 98, 100], flat(100)])],
          {
            onSlice: at({
              0: (s) => {
                for (const [buy, lots, price, day] of wanted) {
                  const options = { ...(price !== undefined && { limit: price }), timeInForce: day ? 'day' : 'gtc' } as const;
                  if (buy) s.buy('A', lots, options);
                  else s.sell('A', lots, options);
                }
              },
            }),
          },
          { account: { shortSales: true } },
        );
        expect(result.orders.map(({ order }) => [order.side === 'buy', order.lots, order.limit, order.timeInForce === 'day'])).toEqual(
          wanted,
        );
        const sent = new Map(executions.map(({ order }) => [order.id, orderFacts(order)]));
        expect(result.orders.map(({ order }) => orderFacts(order))).toEqual(result.orders.map(({ order }) => sent.get(order.id)));
        expect(result.fills.map(fillFacts)).toEqual(fills.map(fillFacts));
      },
    ),
    { numRuns: cases(100) },
  );
});
