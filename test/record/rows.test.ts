import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { fixedBps, halfSpread, percentFee, simulated } from '../../brokers/index.js';
import { backtest, runPictures, type BacktestResult, type BarSeries } from '../../src/index.js';
import type { Rows } from '../../src/core/rows.js';
import { fillRowsOf, orderRowsOf, tradeRowsOf } from '../../src/record/rows-of.js';
import { RunRecord } from '../../src/record/run-record.js';
import { writeArtefacts } from '../../src/report/index.js';
import { scratchFolder } from '../support/cli.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

function run(series: readonly BarSeries[], hooks: Hooks): Promise<BacktestResult> {
  return backtest({
    name: 'test',
    feeds: [memoryFeed(series)],
    broker: simulated({
      volumeLimit: false,
      costs: [percentFee('0.001'), percentFee('0.0005', { kind: 'exchange' })],
      slippage: [fixedBps(30), halfSpread({ amount: 0.2 })],
    }),
    account: { cash: '20000000000.00000001', cashBuffer: 0, shortSales: true },
    strategy: scripted(hooks),
  });
}

// Entry at 100, path down to 90, up to 120; amounts of BIG go beyond 2^53 quanta.
const A = daily('A', [flat(100), [100, 120, 90, 110], [110, 112, 108, 111], flat(100), flat(90)]);
const BIG = daily({ symbol: 'BIG', lotStep: '0.001' }, [flat(4321.01), flat(4321.01), flat(5000), flat(5000), flat(5000)]);

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
    1: (s) => s.sell('BIG', 200_000),
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

const ORDER = `id strategy strategyIndex instrument instrumentIndex symbol side type lots notional limit stop timeInForce purpose tag why
  decidedAt sequence afterFill extras clientOrderId`.split(/\s+/);
const RECORD = ['status', 'lots', 'filledLots', 'endedAt', 'reason', 'message', 'changes'];
const FILL =
  `id lots priceNumber referenceNumber valueQuanta costs costQuanta time knownAt point pathDependent slippage beyondBar instrument
  instrumentIndex symbol signedLots`.split(/\s+/);
const TRADE = ['id', 'strategy', 'side', 'lots', 'grossQuanta', 'costQuanta', 'netQuanta', 'instrument', 'symbol', 'entryTime', 'exitTime'];

const rowsOf = (result: BacktestResult) => ({ orders: orderRowsOf(result), fills: fillRowsOf(result), trades: tradeRowsOf(result) });

/** What an object says under some names, copied: what is shown changes with the next one. */
function said(object: object, names: readonly string[]): unknown {
  return structuredClone(
    names.map((name) => {
      const value = (object as Record<string, unknown>)[name];
      return name === 'instrument' ? (value as { readonly symbol: string }).symbol : value;
    }),
  );
}

function all<T extends object>(rows: Rows<T>, of: (row: T) => unknown): unknown[] {
  return Array.from({ length: rows.length }, (_, place) => of(rows.at(place)!));
}

const ofOrder = (record: BacktestResult['orders'][number]): unknown => [said(record, RECORD), said(record.order, ORDER)];
const ofFill = (fill: BacktestResult['fills'][number]): unknown => [said(fill, FILL), said(fill.order, ORDER)];
// Both fills in hand at once.
const ofTrade = (trade: BacktestResult['trades'][number]): unknown => {
  const { entry, exit } = trade;
  return [said(trade, TRADE), ofFill(entry), ofFill(exit), ofFill(trade.entry)];
};

describe('rows of a run', () => {
  test('say what its lists say, of every order, fill and trade', async () => {
    const result = await run([A, BIG], everything);
    const { orders, fills, trades } = result;
    // The run has some of everything that rows keep beside their numbers.
    expect(new Set(orders.map(({ order }) => order.type))).toEqual(new Set(['market', 'stop', 'stop-limit', 'limit']));
    expect(orders.filter(({ order }) => order.afterFill ?? order.why ?? order.notional)).toHaveLength(3);
    expect(Math.min(fills.length, trades.length)).toBeGreaterThan(4);
    expect([fills[1]!.valueQuanta, trades.find(({ symbol }) => symbol === 'BIG')!.grossQuanta].map((amount) => typeof amount)).toEqual([
      'bigint',
      'bigint',
    ]);
    const rows = rowsOf(result);
    expect(all(rows.orders, (row) => ofOrder(row as never))).toEqual(orders.map(ofOrder));
    expect(all(rows.fills, (row) => ofFill(row as never))).toEqual(fills.map(ofFill));
    expect(all(rows.trades, (row) => ofTrade(row as never))).toEqual(trades.map(ofTrade));
    for (const list of [rows.orders, rows.fills, rows.trades]) expect([list.at(-1), list.at(list.length)]).toEqual([undefined, undefined]);
  });

  test('are apart from those that somebody else has in hand', async () => {
    const result = await run([A, BIG], everything);
    const [mine, other] = [rowsOf(result), rowsOf(result)];
    const fill = mine.fills.at(0)!;
    const trade = mine.trades.at(0)!;
    const before = [fill.id, fill.order.id, trade.exit.id];
    other.fills.at(3);
    other.trades.at(2);
    mine.orders.at(4);
    expect([fill.id, fill.order.id, trade.exit.id]).toEqual(before);
  });

  test('of a copy are its own lists', async () => {
    const result = await run([A, BIG], everything);
    const copy = { ...result, fills: result.fills.slice(2, 4) };
    expect(fillRowsOf(copy)).toBe(copy.fills);
    expect(orderRowsOf(copy)).toBe(result.orders);
  });

  test('of a run without orders are empty', async () => {
    const rows = rowsOf(await run([A], {}));
    expect([rows.orders, rows.fills, rows.trades].map((list) => [list.length, list.at(0)])).toEqual([
      [0, undefined],
      [0, undefined],
      [0, undefined],
    ]);
  });
});

describe('a run with very many orders', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('has its files and figures without an object for each of them', async () => {
    const lists = (['orders', 'fills', 'trades'] as const).map((name) => jest.spyOn(RunRecord.prototype, name, 'get'));
    const result = await run([A, BIG], everything);
    const folder = scratchFolder();
    try {
      expect(await writeArtefacts(folder.dir, result)).toHaveLength(8);
      runPictures(result);
    } finally {
      folder.remove();
    }
    expect(lists.map((list) => list.mock.calls.length)).toEqual([0, 0, 0]);
    expect(result.fills.length).toBeGreaterThan(5);
    expect(lists[1]!.mock.calls.length).toBeGreaterThan(0);
  });
});
