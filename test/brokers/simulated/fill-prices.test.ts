import { describe, expect, test } from '@jest/globals';

import { percentFee } from '../../../brokers/index.js';
import { BarSeries, type OrderRequest } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at } from '../../support/scripted.js';
import { daily, flat, type Row } from '../../support/series.js';

type Ticket = Omit<OrderRequest, 'symbol' | 'quantity'>;

/** Sends an order for ten shares after a quiet bar at 100 and tells what the next bar makes of it. */
async function fillOn(bar: Row, ticket: Ticket): Promise<string | undefined> {
  const { result } = await run({
    series: [daily('A', [flat(100), bar])],
    account: { shortSales: true },
    onSlice: at({ 0: (s) => s.order({ symbol: 'A', quantity: 10, ...ticket }) }),
  });
  expect(result.fills.length).toBeLessThan(2);
  const fill = result.fills[0];
  if (fill === undefined) return undefined;
  // A bar-simulated venue takes its reference from the bar, and no model moves prices.
  expect(fill.referenceNumber).toBe(fill.priceNumber);
  expect(fill.priceNumber).toBeGreaterThanOrEqual(bar[2]);
  expect(fill.priceNumber).toBeLessThanOrEqual(bar[1]);
  return `${fill.priceNumber} ${fill.point}`;
}

const buy = { side: 'buy' } as const;
const sell = { side: 'sell' } as const;

describe('price and place of a fill', () => {
  // open, high, low, close
  test.each<[string, Row, Ticket, string | undefined]>([
    ['market buy: the open', [101, 105, 95, 99], buy, '101 open'],
    ['market sell: the open', [101, 105, 95, 99], sell, '101 open'],

    ['limit buy, opens below: the better open', [94, 105, 93, 99], { ...buy, limit: 96 }, '94 open'],
    ['limit buy, opens at it: the open', [96, 105, 95, 99], { ...buy, limit: 96 }, '96 open'],
    ['limit buy, falls through: the limit', [101, 105, 95, 99], { ...buy, limit: 96 }, '96 path'],
    ['limit buy, just touched: the limit', [101, 105, 95, 99], { ...buy, limit: 95 }, '95 path'],
    ['limit buy, missed by a cent', [101, 105, 95, 99], { ...buy, limit: 94.99 }, undefined],
    ['limit sell, opens above: the better open', [106, 107, 95, 99], { ...sell, limit: 104 }, '106 open'],
    ['limit sell, opens at it: the open', [104, 107, 95, 99], { ...sell, limit: 104 }, '104 open'],
    ['limit sell, rises through: the limit', [101, 105, 95, 99], { ...sell, limit: 104 }, '104 path'],
    ['limit sell, just touched: the limit', [101, 105, 95, 99], { ...sell, limit: 105 }, '105 path'],
    ['limit sell, missed by a cent', [101, 105, 95, 99], { ...sell, limit: 105.01 }, undefined],
    ['marketable limit buy: the open, not the limit', [101, 105, 95, 99], { ...buy, limit: 200 }, '101 open'],
    ['marketable limit sell: the open, not the limit', [101, 105, 95, 99], { ...sell, limit: 50 }, '101 open'],

    ['stop buy, jumped over: the worse open', [104, 105, 95, 99], { ...buy, stop: 102 }, '104 open'],
    ['stop buy, opens at it: the open', [102, 105, 95, 99], { ...buy, stop: 102 }, '102 open'],
    ['stop buy, reached: the stop', [101, 105, 95, 99], { ...buy, stop: 102 }, '102 path'],
    ['stop buy, just touched: the stop', [101, 105, 95, 99], { ...buy, stop: 105 }, '105 path'],
    ['stop buy, missed by a cent', [101, 105, 95, 99], { ...buy, stop: 105.01 }, undefined],
    ['stop sell, jumped over: the worse open', [96, 105, 95, 99], { ...sell, stop: 98 }, '96 open'],
    ['stop sell, opens at it: the open', [98, 105, 95, 99], { ...sell, stop: 98 }, '98 open'],
    ['stop sell, reached: the stop', [101, 105, 95, 99], { ...sell, stop: 98 }, '98 path'],
    ['stop sell, just touched: the stop', [101, 105, 95, 99], { ...sell, stop: 95 }, '95 path'],
    ['stop sell, missed by a cent', [101, 105, 95, 99], { ...sell, stop: 94.99 }, undefined],
  ])('%s', async (_, bar, ticket, expected) => {
    expect(await fillOn(bar, ticket)).toBe(expected);
  });

  test("a bar's own price is taken as printed, whatever its decimals", async () => {
    const { result } = await run({
      series: [daily({ symbol: 'A', basis: 'total-return' }, [flat(143.1), [143.372382812, 150, 140, 149]])],
      onSlice: at({ 0: (s) => s.buy('A', 3) }),
    });
    expect(result.fills[0]!.price.toString()).toBe('143.372382812');
    // 3 × 143.372382812 = 430.117148436, rounded up to 1e-8.
    expect(result.fills[0]!.value.toString()).toBe('430.11714844');
  });

  test('bars outside the regular session fill nothing', async () => {
    const plain = daily('A', [flat(100), flat(90), flat(95)]);
    const series = new BarSeries(plain.instrument, '1d', { ...plain.columns, extended: Uint8Array.of(0, 1, 0) });
    const { story } = await run({ series: [series], onSlice: at({ 0: (s) => s.buy('A', 1) }) });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 1 A @ 95 open']);
  });
});

describe('two orders in reach of one bar (path policy: pessimistic)', () => {
  // Long ten from the open of 2024-01-09 at 100; on 2024-01-10 both the stop at 95 and the target at 105 are in reach.
  const bars = [flat(100), flat(100), [100, 106, 94, 100]] satisfies Row[];

  test('the stop fills, the target finds nothing left to sell', async () => {
    const { story, result } = await run({
      series: [daily('A', bars)],
      onSlice: at({
        0: (s) => s.buy('A', 10),
        1: (s) => {
          s.sell('A', 10, { limit: 105 });
          s.sell('A', 10, { stop: 95 });
        },
      }),
    });
    expect(story.slice(-2)).toEqual(['#3 filled sell 10 A @ 95 path', '#2 canceled shorting-not-allowed']);
    expect(result.fills.map((fill) => fill.pathDependent)).toEqual([false, true]);
    expect(result.metrics.pathDependentFills).toBe(1);
  });

  test('one alone does not depend on the path', async () => {
    const { result } = await run({
      series: [daily('A', bars)],
      onSlice: at({ 0: (s) => s.buy('A', 10), 1: (s) => s.sell('A', 10, { limit: 105 }) }),
    });
    expect(result.fills.map((fill) => [fill.priceNumber, fill.pathDependent])).toEqual([
      [100, false],
      [105, false],
    ]);
  });

  test('what the open fills comes before what the path fills', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), [107, 108, 94, 100]])],
      onSlice: at({
        0: (s) => s.buy('A', 10),
        1: (s) => {
          s.sell('A', 10, { stop: 95 });
          s.sell('A', 10, { limit: 105 });
        },
      }),
    });
    expect(story.slice(-2)).toEqual(['#3 filled sell 10 A @ 107 open', '#2 canceled shorting-not-allowed']);
  });
});

describe('ties at one price point', () => {
  test('what reduces a position fills before what opens one, whichever was accepted first', async () => {
    // All cash is in A; the purchase of B is accepted before the sale that pays for it.
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100)]), daily('B', [flat(50), flat(50), flat(50)])],
      account: { cash: 1000 },
      onSlice: at({
        0: (s) => s.buy('A', 10),
        1: (s) => {
          s.order({ symbol: 'B', side: 'buy', notional: 'max' });
          s.sell('A', 10);
        },
      }),
    });
    expect(story.slice(2)).toEqual(['#2 accepted', '#3 accepted', '#3 filled sell 10 A @ 100 open', '#2 filled buy 20 B @ 50 open']);
  });

  test('within each, by acceptance: the last one finds no money', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(150)]), daily('B', [flat(100), flat(150)])],
      account: { cash: 2000 },
      onSlice: at({
        0: (s) => {
          s.buy('B', 10);
          s.buy('A', 10);
        },
      }),
    });
    // 2000 pay ten at 150 and three more.
    expect(story.slice(2)).toEqual([
      '#1 filled buy 10 B @ 150 open',
      '#2 reduced 10 to 3 insufficient-buying-power',
      '#2 filled buy 3 A @ 150 open',
    ]);
  });

  test('an order that reduces what another one has just opened fills at the same price point', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(120)])],
      account: { shortSales: true },
      onSlice: at({
        0: (s) => {
          s.sell('A', 10);
          s.buy('A', 25, { limit: 105 });
        },
      }),
    });
    expect(story.slice(2)).toEqual([
      '#1 filled sell 10 A @ 100 open',
      '#2 filled buy 10 A @ 100 open, 15 left',
      '#2 filled buy 15 A @ 100 open',
    ]);
  });

  test('a reversal fills in two legs at one price, the second with the proceeds of the first', async () => {
    const { story, result } = await run({
      series: [daily('A', [flat(100), flat(100), flat(110), flat(110)])],
      account: { cash: 1000, shortSales: true },
      onSlice: at({ 0: (s) => s.buy('A', 10), 1: (s) => s.sell('A', 20) }),
    });
    expect(story.slice(2)).toEqual(['#2 accepted', '#2 filled sell 10 A @ 110 open, 10 left', '#2 filled sell 10 A @ 110 open']);
    // 1000 − 1000 + 1100 + 1100; marked at 110 the short is worth −1100.
    expect(result.finalCash.toString()).toBe('2200');
    expect(result.finalEquity).toBe(1100);
    expect(result.trades.map((trade) => trade.netProfit.toString())).toEqual(['100']);
    expect(result.positions.map((position) => position.quantity)).toEqual([-10]);
  });
});

describe('orders sized by value', () => {
  test('are sized at the fill, in whole lots', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), [33, 40, 30, 35]])],
      onSlice: at({ 0: (s) => s.order({ symbol: 'A', side: 'buy', notional: 1000 }) }),
    });
    // 1000 / 33 = 30.3
    expect(story).toEqual(['#1 accepted', '#1 filled buy 30 A @ 33 open']);
  });

  test('are sized in fractions where the instrument allows them', async () => {
    const { result } = await run({
      series: [daily({ symbol: 'A', lotStep: '0.001' }, [flat(100), [33, 40, 30, 35]])],
      onSlice: at({ 0: (s) => s.order({ symbol: 'A', side: 'buy', notional: 1000 }) }),
    });
    expect(result.fills[0]!.quantity.toString()).toBe('30.303');
  });

  test('that pay for less than one lot are canceled', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(1001)])],
      onSlice: at({ 0: (s) => s.order({ symbol: 'A', side: 'buy', notional: 1000 }) }),
    });
    expect(story).toEqual(['#1 accepted', '#1 canceled quantity-below-lot']);
  });

  test('`max` takes all that the account can pay, costs included', async () => {
    const { result, story } = await run({
      series: [daily('A', [flat(100), flat(30)])],
      account: { cash: 1000 },
      broker: { costs: [percentFee(0.01)] },
      onSlice: at({ 0: (s) => s.order({ symbol: 'A', side: 'buy', notional: 'max' }) }),
    });
    // 33 × 30 × 1.01 = 999.90; 34 would be 1030.20.
    expect(story).toEqual(['#1 accepted', '#1 filled buy 33 A @ 30 open']);
    expect(result.finalCash.toString()).toBe('0.1');
  });
});
