import { describe, expect, test } from '@jest/globals';

import {
  maxOrderValue,
  maxPosition,
  Order,
  PASS,
  type AccountView,
  type Instrument,
  type OrderId,
  type RiskVerdict,
  type Side,
} from '../../src/index.js';
import { quantaOf } from '../../src/core/money.js';
import { instrumentOf } from '../support/series.js';
import { thrown } from '../support/thrown.js';

const A = instrumentOf('A');

function orderOf(
  side: Side,
  lots: number,
  { instrument = A, notional }: { instrument?: Instrument; notional?: Order['notional'] } = {},
): Order {
  return new Order({
    id: 1 as OrderId,
    strategy: 'test',
    strategyIndex: 0,
    instrument,
    instrumentIndex: 0,
    side,
    type: 'market',
    lots,
    notional,
    limit: undefined,
    stop: undefined,
    timeInForce: 'gtc',
    purpose: 'plain',
    tag: undefined,
    decidedAt: 0,
    sequence: 1,
    afterFill: undefined,
  });
}

/** An account of 10,000 dollars at a mark of 100. */
function accountOf({ held = 0, mark = 100 } = {}): AccountView {
  const cash = 10_000 - held * 100;
  return {
    unsettledQuanta: 0,
    cashQuanta: quantaOf(cash),
    cashNumber: cash,
    equity: 10_000,
    grossExposure: Math.abs(held * mark),
    netExposure: held * mark,
    netLots: () => held,
    mark: () => mark,
  };
}

describe('maxPosition', () => {
  // Half of 10,000 at 100 is 50 lots.
  const verdict = (side: Side, lots: number, held = 0): string => {
    const result = maxPosition(0.5).review(orderOf(side, lots), accountOf({ held }));
    return result.verdict === 'reduce' ? `reduce to ${result.lots}` : result.verdict;
  };

  test.each<[Side, number, number, string]>([
    // Opening and adding, long and short.
    ['buy', 50, 0, 'pass'],
    ['buy', 51, 0, 'reduce to 50'],
    ['sell', 50, 0, 'pass'],
    ['sell', 51, 0, 'reduce to 50'],
    ['buy', 20, 30, 'pass'],
    ['buy', 30, 30, 'reduce to 20'],
    ['sell', 30, -30, 'reduce to 20'],
    ['buy', 1, 50, 'reduce to 0'],
    ['sell', 1, -50, 'reduce to 0'],
    // Reducing and closing, however large what is held.
    ['sell', 30, 50, 'pass'],
    ['sell', 100, 100, 'pass'],
    ['sell', 1, 100, 'pass'],
    ['buy', 1, -100, 'pass'],
    ['buy', 1, 100, 'reduce to 0'],
    // Reversals: through zero, to no more than the limit on the other side.
    ['sell', 80, 30, 'pass'],
    ['sell', 81, 30, 'reduce to 80'],
    ['buy', 200, -30, 'reduce to 80'],
    ['sell', 300, 100, 'reduce to 150'],
    ['sell', 150, 100, 'pass'],
  ])('%s %d holding %d: %s', (side, lots, held, expected) => {
    expect(verdict(side, lots, held)).toBe(expected);
  });

  test('counts in lots of the instrument', () => {
    // A lot of 0.1 units at 50 dollars a point is worth 5 × 100: 10 lots are half of the equity.
    const instrument = instrumentOf({ symbol: 'F', lotStep: '0.1', multiplier: 50 });
    expect(maxPosition(0.5).review(orderOf('buy', 11, { instrument }), accountOf())).toMatchObject({ verdict: 'reduce', lots: 10 });
    expect(maxPosition(0.5).review(orderOf('buy', 10, { instrument }), accountOf())).toBe(PASS);
  });

  test('has nothing to say before the first mark', () => {
    expect(maxPosition(0.5).review(orderOf('buy', 1000), accountOf({ mark: NaN }))).toBe(PASS);
  });

  test('an order by value cannot be cut: it passes or is refused', () => {
    const review = (side: Side, notional: Order['notional'], held = 0): RiskVerdict =>
      maxPosition(0.5).review(orderOf(side, 0, { notional }), accountOf({ held }));
    expect(review('buy', quantaOf(5000))).toBe(PASS);
    // 50.99 lots are 50 whole ones.
    expect(review('buy', quantaOf(5099))).toBe(PASS);
    expect(review('buy', quantaOf(5100))).toMatchObject({ verdict: 'refuse' });
    expect(review('buy', quantaOf(2100), 30)).toMatchObject({ verdict: 'refuse' });
    expect(review('sell', quantaOf(3000), 30)).toBe(PASS);
    expect(review('sell', quantaOf(8100), 30)).toMatchObject({ verdict: 'refuse' });
    expect(review('buy', 'max')).toMatchObject({ verdict: 'refuse' });
    expect(maxPosition(1).review(orderOf('buy', 0, { notional: 'max' }), accountOf())).toBe(PASS);
  });

  test('is named by its limit, which must be above 0', () => {
    expect(maxPosition(0.25).name).toBe('maxPosition(0.25)');
    for (const fraction of [0, -1, NaN, Infinity]) {
      expect(thrown(() => maxPosition(fraction))).toMatchObject({ name: 'ConfigError', code: 'risk/limit' });
    }
  });
});

describe('maxOrderValue', () => {
  const review = (order: Order, account = accountOf()): RiskVerdict => maxOrderValue(5000).review(order, account);

  test('refuses what is worth more at the last mark, on both sides', () => {
    expect(review(orderOf('buy', 50))).toBe(PASS);
    expect(review(orderOf('buy', 51))).toEqual({ verdict: 'refuse', message: 'the order is worth 5100.00' });
    expect(review(orderOf('sell', 51))).toMatchObject({ verdict: 'refuse' });
    expect(review(orderOf('buy', 51), accountOf({ mark: NaN }))).toBe(PASS);
  });

  test('counts lot step and multiplier', () => {
    const instrument = instrumentOf({ symbol: 'F', lotStep: '0.1', multiplier: 50 });
    expect(review(orderOf('buy', 10, { instrument }))).toBe(PASS);
    expect(review(orderOf('buy', 11, { instrument }))).toEqual({ verdict: 'refuse', message: 'the order is worth 5500.00' });
  });

  test('an order by value is worth its value; one for all buying power, all equity', () => {
    expect(review(orderOf('buy', 0, { notional: quantaOf(5000) }))).toBe(PASS);
    expect(review(orderOf('buy', 0, { notional: quantaOf('5000.01') }))).toEqual({
      verdict: 'refuse',
      message: 'the order is worth 5000.01',
    });
    expect(review(orderOf('sell', 0, { notional: quantaOf(6000) }))).toMatchObject({ verdict: 'refuse' });
    expect(review(orderOf('buy', 0, { notional: 'max' }))).toMatchObject({ verdict: 'refuse' });
    expect(maxOrderValue(10_000).review(orderOf('buy', 0, { notional: 'max' }), accountOf())).toBe(PASS);
  });

  test.each([0, -5, NaN, Infinity])('refuses a limit of %p', (value) => {
    expect(thrown(() => maxOrderValue(value))).toMatchObject({ name: 'ConfigError', code: 'risk/limit', context: { value } });
  });
});
