import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, equityCsv, fillsCsv, isoInstant, ordersCsv, tradesCsv, type BacktestResult } from '../../src/index.js';
import { fixedBps, halfSpread } from '../../brokers/index.js';
import { csvBlocks, csvFileText } from '../../src/report/csv.js';
import type { CsvRow } from '../../src/report/csv-row.js';
import { timeText } from '../../src/report/text.js';
import { run } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, type Row } from '../support/series.js';
import { readCsv, sample } from './sample.js';

let result: BacktestResult;
beforeAll(async () => {
  result = await sample();
});

const sum = (texts: readonly string[]): string => texts.reduce((total, text) => total.plus(text), new Decimal(0)).toString();

test('cells of any text come back as they were', () => {
  const name = fc.string().filter((text) => !text.includes('\r'));
  fc.assert(
    fc.property(fc.array(fc.array(name, { minLength: 2, maxLength: 2 }), { maxLength: 20 }), (rows) => {
      const read = readCsv([...csvBlocks(['a', 'b'], rows)].join(''));
      expect(read.rows).toEqual(rows.map(([a, b]) => ({ a, b })));
    }),
  );
});

test('many rows are given in blocks and end with a line break', () => {
  const blocks = [
    ...csvBlocks(
      ['n'],
      Array.from({ length: 10_000 }, (_, i) => [i]),
    ),
  ];
  expect(blocks.length).toBeGreaterThan(1);
  expect(blocks.join('').split('\n')).toHaveLength(10_002);
});

test('a row gathered cell by cell is the line of the same cells', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('', 'a,b', 'said "no"', 'two\nlines', 'é'));
  const number = fc.oneof(fc.double(), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.array(fc.oneof(text, number, fc.constant(undefined)), { minLength: 3, maxLength: 3 })), (rows) => {
      const file = {
        header: ['a', 'b', 'c'],
        rows: rows.length,
        cells: (to: CsvRow, row: number) => rows[row]!.forEach((cell) => (typeof cell === 'string' ? to.text(cell) : to.number(cell))),
      };
      // A number that is none has an empty cell, and there is no negative zero.
      const plain = rows.map((row) => row.map((cell) => (Number.isNaN(cell) ? undefined : cell === 0 ? 0 : cell)));
      expect(csvFileText(file)).toBe([...csvBlocks(file.header, plain)].join(''));
    }),
  );
});

test('times are written as the rest of the package writes them', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2199-01-01') }), fc.boolean(), (date, whole) => {
      const time = whole ? Math.floor(date.getTime() / 1000) * 1000 : date.getTime();
      expect(timeText(time)).toBe(isoInstant(time));
    }),
  );
  expect(timeText(undefined)).toBe('');
});

describe('equity.csv', () => {
  test('has one row a session with the drawdown from the highest equity so far', () => {
    const { header, rows } = readCsv(equityCsv(result));
    expect(header).toEqual(['date', 'time', 'equity', 'drawdown', 'benchmark']);
    expect(rows).toHaveLength(60);
    expect(rows[0]).toMatchObject({ date: '2003-01-02', time: '2003-01-02T21:00:00Z', equity: '100000', drawdown: '0' });
    let peak = result.equity.startEquity;
    for (const row of rows) {
      peak = Math.max(peak, Number(row['equity']));
      expect(Number(row['drawdown'])).toBe(Number(row['equity']) / peak - 1);
    }
    expect(Math.min(...rows.map((row) => Number(row['drawdown'])))).toBe(result.metrics.drawdown.depth.value);
    expect(Number(rows.at(-1)!['equity'])).toBe(result.metrics.finalEquity);
  });

  test('has no benchmark column without a benchmark', async () => {
    const { header } = readCsv(equityCsv({ ...result, benchmark: undefined }));
    expect(header).toEqual(['date', 'time', 'equity', 'drawdown']);
  });

  test('gives the same with all points where a session has one', () => {
    expect(equityCsv(result, 'all')).toBe(equityCsv(result));
  });
});

describe('orders.csv, fills.csv and trades.csv', () => {
  test('agree with each other and with the books to the last digit', () => {
    const orders = readCsv(ordersCsv(result)).rows;
    const fills = readCsv(fillsCsv(result)).rows;
    const trades = readCsv(tradesCsv(result)).rows;
    expect(orders).toHaveLength(result.orders.length);
    expect(fills.length).toBeGreaterThan(5);
    expect(sum(fills.map((fill) => fill['cost']!))).toBe(result.metrics.costs.total.toString());
    expect(sum(fills.map((fill) => fill['cost_commission']!))).toBe(result.metrics.costs.byKind.get('commission')!.toString());
    expect(sum(fills.map((fill) => fill['cost_exchange']!))).toBe(result.metrics.costs.byKind.get('exchange')!.toString());
    expect(sum(orders.map((order) => order['cost']!))).toBe(result.metrics.costs.total.toString());
    expect(sum(trades.map((trade) => trade['gross_profit']!))).toBe(result.strategies[0]!.realised.toString());
    const cash = fills.map((fill) => `${fill['side'] === 'buy' ? '-' : ''}${fill['value']!}`);
    expect(sum([...cash, sum(fills.map((fill) => fill['cost']!).map((cost) => `-${cost}`)), result.startCash.toString()])).toBe(
      result.finalCash.toString(),
    );
    for (const trade of trades) expect(sum([trade['gross_profit']!, `-${trade['costs']!}`])).toBe(sum([trade['net_profit']!]));
  });

  test('say what was asked and what became of it', () => {
    const [order] = readCsv(ordersCsv(result)).rows;
    const [record] = result.orders;
    expect(order).toEqual({
      id: '1',
      client_order_id: record!.order.clientOrderId,
      strategy: 'Wave',
      symbol: 'XYZ',
      side: 'buy',
      type: 'market',
      quantity: String(record!.lots),
      notional: '',
      limit: '',
      stop: '',
      tif: record!.order.timeInForce,
      purpose: 'target',
      tag: 'above, "calm"\nand so on',
      decided_at: isoInstant(record!.order.decidedAt),
      status: 'filled',
      reason: '',
      message: '',
      filled_quantity: String(record!.filledLots),
      average_price: String(result.fills[0]!.priceNumber),
      cost: result.fills[0]!.cost.toString(),
      ended_at: isoInstant(record!.endedAt!),
      trail_amount: '',
      trail_percent: '',
      expires_at: '',
      parent_id: '',
      sibling_id: '',
      replaces_id: '',
    });
  });

  test('points and times of fills are those of the run', () => {
    const { rows } = readCsv(fillsCsv(result));
    for (const [i, fill] of result.fills.entries()) {
      expect(rows[i]).toMatchObject({
        order_id: String(fill.order.id),
        time: isoInstant(fill.time),
        known_at: isoInstant(fill.knownAt),
        price: String(fill.priceNumber),
        point: 'open',
        path_dependent: 'false',
      });
    }
  });
});

describe('the last columns', () => {
  const flat: Row = [100, 100, 100, 100, 1e6];
  const setup = {
    series: [daily('A', [flat, flat, flat], '2024-01-02')],
    account: { cash: 1_000_000, shortSales: true },
    onSlice: at({
      0: (s) => {
        s.order({ symbol: 'A', side: 'buy', quantity: 100, takeProfit: 110, stopLoss: 90 });
        s.order({ symbol: 'A', side: 'sell', quantity: 10, trailAmount: 2.5 });
        s.order({ symbol: 'A', side: 'sell', quantity: 10, trailPercent: 4 });
        s.oco({ symbol: 'A', side: 'sell', quantity: 10, takeProfit: 120, stopLoss: 80 });
        const dated = s.order({ symbol: 'A', side: 'buy', quantity: 1, limit: 50, timeInForce: 'gtd', expiresAt: '2024-01-04' });
        s.replace(dated, { limit: 51 });
      },
    }),
  };

  test('of orders.csv: trailing distance, end, entry, sibling, what was replaced', async () => {
    const { result } = await run(setup);
    const { header, rows } = readCsv(ordersCsv(result));
    const names = ['trail_amount', 'trail_percent', 'expires_at', 'parent_id', 'sibling_id', 'replaces_id'];
    expect(header.slice(-6)).toEqual(names);
    const end = '2024-01-04T21:00:00Z';
    expect(rows.map((row) => [row['type'], ...names.map((name) => row[name])].join(' | '))).toEqual([
      'market |  |  |  |  |  | ',
      // Legs of order 1, each the other's sibling.
      'limit |  |  |  | 1 | 3 | ',
      'stop |  |  |  | 1 | 2 | ',
      'trailing-stop | 2.5 |  |  |  |  | ',
      'trailing-stop |  | 4 |  |  |  | ',
      'limit |  |  |  |  | 7 | ',
      'stop |  |  |  |  | 6 | ',
      `limit |  |  | ${end} |  |  | `,
      `limit |  |  | ${end} |  |  | 8`,
    ]);
  });

  test('of fills.csv: what each model has moved the price', async () => {
    // 100 units at 100: 30 bp of 100 are 0.3, half of 0.2 is 0.1, so that the price is 100.4.
    const { result } = await run({ ...setup, broker: { slippage: [fixedBps(30), halfSpread({ amount: 0.2 })] } });
    const { header, rows } = readCsv(fillsCsv(result));
    expect(header.slice(-3)).toEqual(['path_dependent', 'slippage_slippage', 'slippage_spread']);
    expect(rows.map(({ price, value, slippage_slippage, slippage_spread }) => [price, value, slippage_slippage, slippage_spread])).toEqual([
      ['100.4', '10040', '30', '10'],
    ]);
    // Without models there is nothing to say.
    expect(readCsv(fillsCsv((await run(setup)).result)).header.at(-1)).toBe('path_dependent');
  });
});
