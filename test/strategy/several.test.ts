import { describe, expect, test } from '@jest/globals';

import { percentFee, simulated } from '../../brokers/index.js';
import { backtest, type AccountConfig, type BacktestResult, type BarSeries, type StrategyEntry } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';
import { rejection } from '../support/thrown.js';

type Entry = Omit<StrategyEntry, 'strategy'> & Hooks;

function together(series: readonly BarSeries[], entries: readonly Entry[], account: AccountConfig = {}): Promise<BacktestResult> {
  return backtest({
    name: 'test',
    feeds: [memoryFeed(series)],
    broker: simulated({ volumeLimit: false, costs: [percentFee(0.001)] }),
    account: { cashBuffer: 0, ...account },
    strategies: entries.map(({ name, params, symbols, allocation, ...hooks }) => ({
      strategy: scripted(hooks),
      ...(name !== undefined && { name }),
      ...(params !== undefined && { params }),
      ...(symbols !== undefined && { symbols }),
      ...(allocation !== undefined && { allocation }),
    })),
  });
}

const A = daily('A', [flat(100), flat(100), flat(110), flat(120)]);
const B = daily('B', [flat(10), flat(10), flat(9), flat(8)]);

describe('several strategies on one account', () => {
  test('size with their allocation, and each has its own position, profit and costs', async () => {
    const seen: unknown[] = [];
    const result = await together(
      [A, B],
      [
        {
          name: 'quarter',
          allocation: 0.25,
          onSlice: (s, slice) => {
            at({ 0: () => s.orderTargetPercent('A', 1), 2: () => s.close('A') })(s);
            seen.push(['quarter', slice.time, s.equity, s.quantity('A'), s.quantity('B')]);
          },
        },
        {
          name: 'rest',
          allocation: 0.5,
          onSlice: (s, slice) => {
            at({ 0: () => (s.buy('A', 10), s.orderTargetPercent('B', 0.5)) })(s);
            seen.push(['rest', slice.time, s.equity, s.quantity('A'), s.quantity('B')]);
          },
        },
      ],
    );
    const fills = result.fills.map(
      (fill) => `${fill.order.strategy} ${fill.side} ${fill.quantity.toString()} ${fill.symbol} @ ${fill.price.toString()}`,
    );
    // 0.25 × 100000 / 100 = 250 A; 0.5 × 0.5 × 100000 / 10 = 2500 B.
    expect(fills).toEqual(['quarter buy 250 A @ 100', 'rest buy 10 A @ 100', 'rest buy 2500 B @ 10', 'quarter sell 250 A @ 120']);

    const [first, second] = A.columns.time;
    // Costs so far: 0.1 % of 25000, 1000 and 25000.
    const afterFees = 100_000 - 51;
    expect(seen.slice(0, 4)).toEqual([
      ['quarter', first, 25_000, 0, 0],
      ['rest', first, 50_000, 0, 0],
      ['quarter', second, afterFees * 0.25, 250, 0],
      ['rest', second, afterFees * 0.5, 10, 2500],
    ]);

    expect(
      result.strategies.map(({ name, allocation, symbols, realised, costs }) => [
        name,
        allocation,
        symbols,
        String(realised),
        String(costs),
      ]),
    ).toEqual([
      // 250 × 20; 0.1 % of 25000 and 30000.
      ['quarter', 0.25, ['A', 'B'], '5000', '55'],
      ['rest', 0.5, ['A', 'B'], '0', '26'],
    ]);
    expect(result.positions.map((p) => [p.strategy, p.symbol, p.quantity, p.unrealised])).toEqual([
      ['rest', 'A', 10, 200],
      ['rest', 'B', 2500, -5000],
    ]);
    expect(result.trades.map((trade) => [trade.strategy, trade.lots, String(trade.netProfit)])).toEqual([['quarter', 250, '4945']]);
    // Attribution adds up to the account: 100000 + 5000 − 81 + 200 − 5000.
    expect(result.finalEquity).toBeCloseTo(100_119, 8);
  });

  test('share equally unless told otherwise, and are named by their class', async () => {
    const equity: number[] = [];
    class One extends scripted({ onBar: (s) => equity.push(s.equity) }) {}
    class Two extends scripted({ onBar: (s) => equity.push(s.equity) }) {}
    class Three extends scripted({ onBar: (s) => equity.push(s.equity) }) {}
    const result = await backtest({
      name: 'test',
      feeds: [memoryFeed([daily('A', [flat(1)])])],
      broker: simulated(),
      strategies: [One, Two, Three].map((strategy) => ({ strategy })),
    });
    expect(equity).toEqual(Array.from({ length: 3 }, () => 100_000 * (1 / 3)));
    expect(result.strategies.map((s) => s.name)).toEqual(['One', 'Two', 'Three']);
  });

  test('see their own orders and executions only', async () => {
    const seen: string[] = [];
    const make = (name: string, quantity: number): Entry => ({
      name,
      onSlice: (s) => {
        if (s.step === 0) s.buy('A', quantity, { limit: 50 });
        if (s.step === 1) {
          seen.push(`${name} works ${s.workingOrders().map((order) => `${order.id}: ${order.lots}`)}`);
          if (name === 'two') s.cancelAll();
        }
        if (s.step === 2) seen.push(`${name} still works ${s.workingOrders('A').length}`);
      },
      onExecution: (_, { order, kind }) => seen.push(`${name}: #${order.id} ${kind}`),
    });
    const result = await together([A], [make('one', 1), make('two', 2)]);
    expect(seen).toEqual([
      'one: #1 accepted',
      'two: #2 accepted',
      'one works 1: 1',
      'two works 2: 2',
      'two: #2 canceled',
      'one still works 1',
      'two still works 0',
      'one: #1 expired',
    ]);
    expect(result.orders.map(({ order, status }) => [order.strategy, status])).toEqual([
      ['one', 'expired'],
      ['two', 'canceled'],
    ]);
  });

  test('get the bars of their own symbols, in the order of declaration of strategies, then of instruments', async () => {
    const seen: string[] = [];
    const make = (name: string, symbols?: readonly string[]): Entry => ({
      name,
      ...(symbols && { symbols }),
      onBar: (_, bar) => seen.push(`${name} ${bar.symbol}`),
      onSlice: (s, slice) => seen.push(`${name} slice ${slice.bars.map((bar) => bar.symbol)} of ${s.symbols}`),
    });
    await together([daily('A', [flat(1)]), daily('B', [flat(1)])], [make('second', ['B']), make('both')]);
    expect(seen).toEqual(['second B', 'both B', 'both A', 'second slice B of B', 'both slice B,A of B,A']);
  });

  test('one may buy what the other sells: the account is flat, both have their trade', async () => {
    const result = await together(
      [A],
      [
        { name: 'long', onSlice: at({ 0: (s) => s.buy('A', 10), 2: (s) => s.sell('A', 10) }) },
        { name: 'short', onSlice: at({ 0: (s) => s.sell('A', 10), 2: (s) => s.buy('A', 10) }) },
      ],
      { shortSales: true },
    );
    expect(result.trades.map(({ strategy, side, grossProfit }) => [strategy, side, String(grossProfit)]).toSorted()).toEqual([
      ['long', 'long', '200'],
      ['short', 'short', '-200'],
    ]);
    // Both pay 0.1 % of 1000 and of 1200.
    expect(String(result.finalCash)).toBe('99995.6');
  });

  test('draw from sources of their own, which do not depend on the others', async () => {
    const draws = async (names: readonly string[]): Promise<Map<string, number>> => {
      const drawn = new Map<string, number>();
      await together(
        [daily('A', [flat(1)])],
        names.map((name) => ({ name, onBar: (s) => void drawn.set(name, s.random.next()) })),
      );
      return drawn;
    };
    const both = await draws(['one', 'two']);
    expect(both.get('one')).not.toBe(both.get('two'));
    expect((await draws(['two'])).get('two')).toBe(both.get('two'));
  });

  test.each<[string, readonly Entry[], string]>([
    ['none', [], 'config/strategy'],
    ['two of one name', [{ name: 'x' }, { name: 'x' }], 'config/strategy-name'],
    ['an unknown symbol', [{ symbols: ['C'] }], 'table/unknown-symbol'],
    ['no symbol', [{ symbols: [] }], 'config/symbols'],
    ['an allocation of nothing', [{ allocation: 0 }], 'config/allocation'],
    ['a negative allocation', [{ allocation: -0.5 }], 'config/allocation'],
    ['an allocation that is no number', [{ allocation: NaN }], 'config/allocation'],
  ])('%s is an error', async (_, entries, code) => {
    expect(await rejection(together([A], entries))).toMatchObject({ name: 'ConfigError', code });
  });

  test('parameters from outside have no one strategy to go to', async () => {
    const error = await rejection(
      backtest(
        {
          name: 'test',
          feeds: [memoryFeed([A])],
          broker: simulated(),
          strategies: [
            { strategy: scripted({}), name: 'one' },
            { strategy: scripted({}), name: 'two' },
          ],
        },
        { params: { x: 1 } },
      ),
    );
    expect(error).toMatchObject({ code: 'config/params' });
  });
});
