import { describe, expect, test } from '@jest/globals';

import { percentFee, simulated, fixedBps, halfSpread } from '../../brokers/index.js';
import { AmountColumn } from '../../src/core/amount-column.js';
import type { OrderId } from '../../src/core/order.js';
import { backtest, type BacktestResult, type BarSeries } from '../../src/index.js';
import { fillColumnsOf, orderColumnsOf, recordOf, tradeColumnsOf } from '../../src/record/result-record.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

async function run(series: readonly BarSeries[], hooks: Hooks, cash: string): Promise<BacktestResult> {
  const costs = [percentFee('0.001'), percentFee('0.0005', { kind: 'exchange' })];
  return backtest({
    name: 'test',
    feeds: [memoryFeed(series)],
    broker: simulated({ volumeLimit: false, costs }),
    account: { cash, cashBuffer: 0, shortSales: true },
    strategy: scripted(hooks),
  });
}

/** Columns as plain lists: amounts as they are read one by one. */
function listed(columns: object): Record<string, unknown> {
  const entries = Object.entries(columns).map(([name, column]) => [name, plainColumn(column)] as const);
  return Object.fromEntries(entries);
}

function plainColumn(column: unknown): unknown {
  if (column instanceof AmountColumn) return Array.from(column.numbers, (_, row) => column.at(row));
  if (column instanceof Float64Array || column instanceof Int32Array || column instanceof Uint8Array) return [...column];
  if (Array.isArray(column)) return column.map((one: unknown) => (isItem(one) ? [one.kind, plainColumn(one.amounts)] : one));
  return column;
}

function isItem(value: unknown): value is { readonly kind: string; readonly amounts: AmountColumn } {
  return typeof value === 'object' && value !== null && 'amounts' in value;
}

// Entry at 100, path down to 90, up to 120; amounts of BIG go beyond 2^53 quanta.
const A = daily('A', [flat(100), [100, 120, 90, 110], [110, 112, 108, 111], flat(100), flat(90)]);
const BIG = daily({ symbol: 'BIG', lotStep: '0.001' }, [flat(4321.01), flat(4321.01), flat(4400.02), flat(4400.02), flat(4400)]);

const everything: Hooks = {
  onSlice: at({
    0: (s) => {
      s.buy('A', 10, { tag: 'entry', because: 'it is cheap' });
      s.buy('BIG', 250_000);
      s.order({ symbol: 'A', side: 'buy', notional: '500.5' });
      s.sell('A', 3, { stop: '85.25' });
      s.sell('A', 1, { stop: 95, limit: 91, timeInForce: 'day' });
      s.buy('A', 1e9);
    },
    1: (s) => s.sell('BIG', 100_000),
    2: (s) => {
      s.orderTargetPercent('A', -0.0001, { tag: 'target' });
      s.buy('BIG', 1, { limit: 1 });
    },
    3: (s) => s.cancelAll('BIG'),
  }),
  onExecution: (s, execution) => {
    if (execution.kind === 'filled' && execution.order.tag === 'entry') s.sell('A', 4, { stop: 95, tag: 'protect' });
  },
};

describe('columns of a run', () => {
  test('say what its orders, fills and trades say', async () => {
    const result = await run([A, BIG], everything, '20000000000.00000001');
    const copy = { ...result };
    expect([recordOf(result) === undefined, recordOf(copy)]).toEqual([false, undefined]);
    expect(result.orders.map(({ order: { type } }) => type)).toEqual(expect.arrayContaining(['market', 'stop', 'stop-limit', 'limit']));
    expect(Math.min(result.fills.length, result.trades.length)).toBeGreaterThan(3);
    expect(listed(orderColumnsOf(result))).toEqual(listed(orderColumnsOf(copy)));
    expect(listed(fillColumnsOf(result))).toEqual(listed(fillColumnsOf(copy)));
    expect(listed(tradeColumnsOf(result))).toEqual(listed(tradeColumnsOf(copy)));
  });

  test('have the figures of a hand calculation', async () => {
    const result = await run([BIG], { onSlice: at({ 0: (s) => s.buy('BIG', 250_000), 1: (s) => s.sell('BIG', 100_000) }) }, '2e10');
    const fills = fillColumnsOf(result);
    expect([...fills.signedLots]).toEqual([250_000_000, -100_000_000]);
    expect([...fills.price]).toEqual([4321.01, 4400.02]);
    // 250,000 × 4321.01 and 100,000 × 4400.02 dollars: the first are more quanta than float64 counts exactly.
    expect([fills.value.at(0), fills.value.at(1), fills.value.numbers[0], fills.value.isSmall]).toEqual([
      108_025_250_000_000_000n,
      44_000_200_000_000_000n,
      Number.NaN,
      false,
    ]);
    expect(fills.costs.map(({ kind, amounts }) => [kind, amounts.at(0), amounts.isSmall])).toEqual([
      ['commission', 108_025_250_000_000, true],
      ['exchange', 54_012_625_000_000, true],
    ]);
    const trades = tradeColumnsOf(result);
    // 100,000 × 79.01; 40 % of the entry's 1,620,378.75 and 0.15 % of 440,002,000.
    expect([trades.length, trades.entryPrice[0], trades.gross.at(0), trades.cost.at(0)]).toEqual([
      1, 4321.01, 790_100_000_000_000, 130_815_450_000_000,
    ]);
  });

  test('of a part of a run say which part', async () => {
    const result = await run([A, BIG], everything, '20000000000');
    const fills = fillColumnsOf({ fills: result.fills.slice(2, 4) });
    expect([...fills.id]).toEqual([3, 4]);
  });

  test('of a run without orders are empty', async () => {
    const result = await run([A], {}, '1000');
    expect([orderColumnsOf(result).length, fillColumnsOf(result).length, tradeColumnsOf(result).length]).toEqual([0, 0, 0]);
  });

  test('items of slippage', async () => {
    const result = await backtest({
      name: 'test',
      feeds: [memoryFeed([A])],
      broker: simulated({ slippage: [fixedBps(30), halfSpread({ amount: 0.2 })] }),
      account: { cash: 1e6 },
      strategy: scripted({ onSlice: at({ 0: (s) => s.buy('A', 10) }) }),
    });
    // 10 × 100 × 0.3 %, and 10 × half of 0.2: in quanta.
    expect(fillColumnsOf(result).slippage.map(({ kind, amounts }) => [kind, amounts.at(0)])).toEqual([
      ['slippage', 300_000_000],
      ['spread', 100_000_000],
    ]);
  });
});

describe('single objects of a record', () => {
  test('are those of the lists, or like them where no lists were made', async () => {
    const lists = await run([A, BIG], everything, '20000000000');
    const record = recordOf(await run([A, BIG], everything, '20000000000'))!;
    for (const [at, order] of lists.orders.entries()) expect(plainOrder(record.order((at + 1) as OrderId))).toEqual(plainOrder(order));
    for (const [at, fill] of lists.fills.entries()) {
      const { order, ...fields } = record.fill(at + 1);
      const { order: sameOrder, ...sameFields } = fill;
      expect([order.id, fields]).toEqual([sameOrder.id, sameFields]);
    }
    for (const [at, trade] of lists.trades.entries()) {
      const made = record.trade(at + 1);
      expect([made.id, made.side, made.lots, made.netQuanta, made.entry.id, made.exit.id]).toEqual([
        trade.id,
        trade.side,
        trade.lots,
        trade.netQuanta,
        trade.entry.id,
        trade.exit.id,
      ]);
    }
    expect(recordOf(lists)!.trade(1)).toBe(lists.trades[0]);
    expect(recordOf(lists)!.fill(1)).toBe(lists.fills[0]);
    expect(recordOf(lists)!.order(1 as OrderId)).toBe(lists.orders[0]);
  });
});

function plainOrder({ order: { instrument, ...order }, ...record }: BacktestResult['orders'][number]): unknown {
  return { ...record, order, symbol: instrument.symbol };
}
