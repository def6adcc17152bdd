import { describe, expect, test } from '@jest/globals';

import { percentFee, simulated } from '../../brokers/index.js';
import {
  backtest,
  metricsJson,
  tearsheet,
  type AccountConfig,
  type BacktestResult,
  type BarSeries,
  type BrokerFactory,
  type StatusEvent,
  type StrategyEntry,
} from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';
import { rejection } from '../support/thrown.js';

type Entry = Pick<StrategyEntry, 'name' | 'allocation'> & Hooks;

const status: StatusEvent[] = [];

function together(series: readonly BarSeries[], entries: readonly Entry[], account: AccountConfig, fee = 0): Promise<BacktestResult> {
  status.length = 0;
  return backtest({
    name: 'test',
    feeds: [memoryFeed(series)],
    broker: simulated({ volumeLimit: false, costs: fee === 0 ? [] : [percentFee(fee)] }),
    account: { cashBuffer: 0, subAccounts: true, ...account },
    audit: true,
    observe: (bus) => bus.status.on((event) => status.push(event)),
    strategies: entries.map(({ name, allocation, ...hooks }) => ({
      strategy: scripted(hooks),
      ...(name !== undefined && { name }),
      ...(allocation !== undefined && { allocation }),
    })),
  });
}

const A = daily('A', [flat(100), flat(100), flat(110), flat(120)]);
const B = daily('B', [flat(10), flat(10), flat(9), flat(8)]);

describe('the table of docs/execution.md', () => {
  const seen: string[] = [];
  const note = (name: string) => (s: { readonly step: number; readonly cash: unknown; readonly equity: number }) =>
    seen.push(`${s.step} ${name} ${String(s.cash)} ${s.equity.toFixed(2)}`);

  test('to the cent', async () => {
    const result = await together(
      [A, B],
      [
        {
          name: 'one',
          allocation: 0.6,
          onSlice: (s) => {
            note('one')(s);
            at({ 0: () => s.orderTargetPercent('A', 0.5) })(s);
          },
        },
        {
          name: 'two',
          allocation: 0.4,
          onSlice: (s) => {
            note('two')(s);
            at({
              0: () => s.buy('B', 3900),
              1: () => {
                s.buy('A', 10);
                s.sell('A', 5);
              },
              2: () => s.close('A'),
            })(s);
          },
        },
      ],
      { cash: 100_000, shortSales: true },
      0.001,
    );
    expect(seen).toEqual([
      '0 one 60000 60000.00',
      '0 two 40000 40000.00',
      // 300 A for 30,000 and 3900 B for 39,000, each with 0.1 %.
      '1 one 29970 59970.00',
      '1 two 961 39961.00',
      // 5 A sold short for 550 - 0.55: one's 300 A are not touched.
      '2 one 29970 62970.00',
      '2 two 1510.45 36060.45',
      // Bought back for 600 + 0.60.
      '3 one 29970 65970.00',
      '3 two 909.85 32109.85',
    ]);
    const [refused] = result.orders.filter((record) => record.status === 'rejected');
    // The account has 30,931, but the strategy has 961.
    expect([refused!.reason, refused!.message]).toEqual(['insufficient-buying-power', 'needs 1001.00 with costs, buying power is 961.00']);
    const text = result.strategies.map(({ name, realised, costs, account }) =>
      [name, realised, costs, account!.startCash, account!.finalCash, account!.finalEquity.toFixed(2), account!.flows.get('trade')].join(
        ' ',
      ),
    );
    expect(text).toEqual(['one 0 30 60000 29970 65970.00 -30000', 'two -50 40.15 40000 909.85 32109.85 -39050']);
    expect(result.finalCash.toString()).toBe('30879.85');
    expect(result.finalEquity.toFixed(2)).toBe('98079.85');
    expect(result.settings.account.subAccounts).toBe(true);
    const json = JSON.parse(metricsJson(result)) as { readonly strategies: readonly unknown[] };
    expect(json.strategies[1]).toMatchObject({
      name: 'two',
      account: { startCash: '40000', finalCash: '909.85', finalEquity: 32_109.85, flows: { trade: '-39050', commission: '-40.15' } },
    });
    expect(tearsheet(result)).toContain('Final equity</th>');
  });
});

describe('the starting cash', () => {
  const idle = (name: string): Entry => ({ name });

  test('is shared out without a rest: the last one has what thirds leave over', async () => {
    const { strategies } = await together([A], [idle('x'), idle('y'), idle('z')], { cash: 100 });
    expect(strategies.map(({ account }) => account!.startCash.toString())).toEqual(['33.33333333', '33.33333333', '33.33333334']);
  });

  test('must be shared out whole', async () => {
    const error = await rejection(
      together(
        [A],
        [
          { name: 'x', allocation: 0.5 },
          { name: 'y', allocation: 0.4 },
        ],
        {},
      ),
    );
    expect(error).toMatchObject({ code: 'account/sub-accounts', context: { allocations: { x: 0.5, y: 0.4 } } });
  });

  test('must be enough for all', async () => {
    const error = await rejection(together([A], [idle('x'), idle('y')], { cash: '0.00000001' }));
    expect(error).toMatchObject({ code: 'account/sub-accounts', context: { strategy: 'x', allocation: 0.5 } });
  });

  test('one strategy alone has all of it', async () => {
    const { strategies } = await together([A], [{ name: 'x', onSlice: at({ 0: (s) => s.orderTargetPercent('A', 1) }) }], { cash: 1000 });
    expect(strategies[0]!.account!.finalEquity).toBe(1200);
  });
});

test('a broker behind a network is refused: what it charges is of no strategy', async () => {
  const networked: BrokerFactory = (context) => Object.assign(simulated()(context), { release: () => undefined });
  const config = { name: 'test', feeds: [memoryFeed([A])], strategy: scripted({}), account: { subAccounts: true } };
  expect(await rejection(backtest({ ...config, broker: networked }))).toMatchObject({
    code: 'account/sub-accounts',
    context: { broker: 'simulated' },
  });
});

describe('terms of the account', () => {
  test('a margin call closes what its strategy holds, and leaves the others alone', async () => {
    const result = await together(
      [daily('A', [flat(100), flat(100), flat(60), flat(60), flat(60)]), daily('B', [flat(10), flat(10), flat(10), flat(10), flat(10)])],
      [
        { name: 'bold', onSlice: at({ 0: (s) => s.buy('A', 2000) }) },
        {
          name: 'calm',
          onSlice: at({
            0: (s) => {
              s.buy('B', 100);
              s.order({ symbol: 'B', side: 'buy', quantity: 1, limit: 5 });
            },
          }),
        },
      ],
      { cash: 200_000, margin: true },
    );
    // Bold: -100,000 cash and 2000 × 60 are 20,000, less than a quarter of 120,000. Together they have 120,000.
    const calls = status.filter((event) => event.kind === 'margin-call');
    expect(calls).toEqual([{ kind: 'margin-call', time: expect.any(Number), equity: 20_000, required: 30_000, strategy: 'bold' }]);
    expect(result.positions.map(({ strategy, symbol, quantity }) => `${strategy} ${symbol} ${quantity}`)).toEqual(['calm B 100']);
    expect(result.orders.map(({ order, status: end, reason }) => `${order.strategy} ${end} ${reason ?? ''}`)).toEqual([
      'bold filled ',
      'calm filled ',
      'calm expired end-of-data',
      'bold filled ',
    ]);
    expect(result.strategies.map(({ account }) => account!.finalEquity)).toEqual([20_000, 100_000]);
  });

  test('what one has borrowed is not there for another, whatever a third one holds', async () => {
    const result = await together(
      [A],
      [
        { name: 'holder', onSlice: at({ 0: (s) => s.buy('A', 100) }) },
        { name: 'first', onSlice: at({ 0: (s) => s.sell('A', 60) }) },
        { name: 'second', onSlice: at({ 1: (s) => s.sell('A', 60) }) },
      ],
      { cash: 300_000, shortSales: true, borrow: { rate: 0, available: () => 100 } },
    );
    expect(result.orders.map(({ order, status: end, message }) => `${order.strategy} ${end} ${message ?? ''}`)).toEqual([
      'holder filled ',
      'first filled ',
      'second rejected selling 60 lots short needs as many to borrow, and 40 can be had',
    ]);
  });

  test('a short pays for what it borrows also where the account as a whole is long', async () => {
    const result = await together(
      [A],
      [
        { name: 'long', onSlice: at({ 0: (s) => s.buy('A', 50) }) },
        { name: 'short', onSlice: at({ 0: (s) => s.sell('A', 50) }) },
      ],
      { cash: 100_000, shortSales: true, borrow: { rate: 0.36 } },
    );
    // 0.36 / 360 of the value a night: 50 × 100 and 50 × 110.
    expect(result.strategies.map(({ name, income }) => `${name} ${income.toString()}`)).toEqual(['long 0', 'short -10.5']);
    expect(result.strategies.map(({ account }) => account!.pending.get('borrow')?.toString())).toEqual([undefined, '-10.5']);
  });
});
