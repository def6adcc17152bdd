import { describe, expect, test } from '@jest/globals';

import { LIVES, lifeOf, refusalOf } from '../../../brokers/alpaca/capabilities.js';
import { quantaOf, type OrderType, type TimeInForce } from '../../../src/index.js';
import { bracketOf, orderOf } from './orders.js';

const FRACTION = { lotStep: '0.000000001' };
/** A fraction of a share in lots of 1e-9. */
const HALF = 500_000_000;

const PRICES: Readonly<Record<OrderType, object>> = {
  market: {},
  limit: { limit: 100 },
  stop: { stop: 100 },
  'stop-limit': { limit: 100, stop: 99 },
  'trailing-stop': { type: 'trailing-stop', extras: { trail: { percent: 5 } } },
};

describe('capabilities of Alpaca', () => {
  // By hand, from the venue's table of types and times in force for stocks.
  const TAKEN: Readonly<Record<OrderType, string>> = {
    market: 'cls day fok gtc ioc opg',
    limit: 'cls day fok gtc ioc opg',
    stop: 'day gtc',
    'stop-limit': 'day gtc',
    'trailing-stop': 'day gtc',
  };
  test.each(Object.keys(LIVES) as OrderType[])('%s orders: the lives that are taken, and no other', (type) => {
    const all: readonly TimeInForce[] = ['day', 'gtc', 'gtd', 'ioc', 'fok', 'opg', 'cls'];
    const taken = all.filter((timeInForce) => refusalOf(orderOf({ ...PRICES[type], timeInForce })) === undefined);
    expect(taken.toSorted().join(' ')).toBe(TAKEN[type]);
  });

  test.each<[name: string, order: Parameters<typeof orderOf>[0], reason: string, words: RegExp]>([
    ['another currency', { instrument: { currency: 'EUR' } }, 'not-supported-by-venue', /SPY is in EUR.*USD/],
    ['a date', { timeInForce: 'gtd' }, 'not-supported-by-venue', /gtd/],
    ['a stop for the auction', { stop: 99, timeInForce: 'opg' }, 'not-supported-by-venue', /stop order.*opg.*day, gtc/],
    ['extended hours at the market', { extras: { extendedHours: true } }, 'not-supported-by-venue', /market order \(day\).*limit/],
    [
      'extended hours for the auction',
      { limit: 100, timeInForce: 'cls', extras: { extendedHours: true } },
      'not-supported-by-venue',
      /limit order \(cls\).*day or gtc/,
    ],
    [
      'a fraction that lasts',
      { instrument: FRACTION, lots: HALF, timeInForce: 'gtc' },
      'not-supported-by-venue',
      /fractional quantity of 0\.5.*gtc/,
    ],
    [
      'a fraction that trails',
      { instrument: FRACTION, lots: HALF, type: 'trailing-stop', extras: { trail: { amount: 1 } } },
      'not-supported-by-venue',
      /0\.5.*trailing-stop/,
    ],
    ['more digits than the venue keeps', { instrument: { lotStep: '0.0000000001' }, lots: 1 }, 'not-supported-by-venue', /9 digits/],
    ['all that there is', { notional: 'max' }, 'not-supported-by-venue', /"max"/],
    [
      'a value in whole shares',
      { notional: quantaOf(500), lots: 0 },
      'not-supported-by-venue',
      /notional of 500.*1e-9.*lot step of SPY is 1/,
    ],
    ['a value below a dollar', { instrument: FRACTION, notional: quantaOf('0.99'), lots: 0 }, 'not-supported-by-venue', /0\.99.*1 dollar/],
    [
      'a value in parts of a cent',
      { instrument: FRACTION, notional: quantaOf('10.005'), lots: 0 },
      'not-supported-by-venue',
      /10\.005.*cents/,
    ],
    ['a value that lasts', { instrument: FRACTION, notional: quantaOf(50), lots: 0, timeInForce: 'gtc' }, 'not-supported-by-venue', /gtc/],
    ['no lot', { lots: 0 }, 'quantity-below-lot', /less than one lot of 1/],
    ['a limit in parts of a cent', { limit: 41.085 }, 'price-off-tick', /limit 41\.085 has 3 decimals.*2 from 1 dollar on.*41\.08$/],
    ['a sale, whose limit goes up', { side: 'sell', limit: 41.085 }, 'price-off-tick', /nearest is 41\.09$/],
    ['a stop in parts of a cent', { stop: 1.001 }, 'price-off-tick', /stop 1\.001/],
    ['five decimals below a dollar', { limit: 0.12345 }, 'price-off-tick', /5 decimals.*4 below 1 dollar.*0\.1234$/],
    ['a float that is not what it prints', { limit: 0.1 + 0.2 }, 'price-off-tick', /0\.30000000000000004/],
  ])('refused: %s', (_, order, reason, words) => {
    const refusal = refusalOf(orderOf(order));
    expect(refusal?.reason).toBe(reason);
    expect(refusal?.message).toMatch(words);
  });

  test.each<[name: string, order: Parameters<typeof orderOf>[0]]>([
    ['a limit for extended hours', { limit: 100, timeInForce: 'gtc', extras: { extendedHours: true } }],
    ['a fraction for the day', { instrument: FRACTION, lots: HALF }],
    ['a value for the day', { instrument: FRACTION, lots: 0, notional: quantaOf('10.05') }],
    ['whole shares of a fractional instrument that last', { instrument: FRACTION, lots: 2e9, timeInForce: 'gtc' }],
    ['four decimals below a dollar', { limit: 0.1234 }],
    ['1e-4 dollars', { limit: 1e-4 }],
  ])('taken: %s', (_, order) => {
    expect(refusalOf(orderOf(order))).toBeUndefined();
  });

  test('a target that says no life is sent for the day where it is a fraction', () => {
    const target = { purpose: 'target', timeInForce: 'gtc', instrument: FRACTION } as const;
    expect([lifeOf(orderOf({ ...target, lots: HALF })), lifeOf(orderOf({ ...target, lots: 1e9 }))]).toEqual(['day', 'gtc']);
    expect(refusalOf(orderOf({ ...target, lots: HALF }))).toBeUndefined();
  });

  describe('classes', () => {
    const bracket = (entry = {}, takeProfit?: number, stopLoss?: number) => {
      const [first, ...legs] = bracketOf(entry, takeProfit, stopLoss);
      return refusalOf(first, legs);
    };
    test('brackets and one-legged ones are taken', () => {
      expect(bracket()).toBeUndefined();
      expect(bracket({ limit: 100, timeInForce: 'gtc' })).toBeUndefined();
      const [entry, takeProfit, stopLoss] = bracketOf();
      expect([refusalOf(entry, [takeProfit]), refusalOf(entry, [stopLoss])]).toEqual([undefined, undefined]);
    });
    test.each<[name: string, entry: object, takeProfit: number, stopLoss: number, reason: string, words: RegExp]>([
      ['a stop as entry', { stop: 100 }, 110, 90, 'not-supported-by-venue', /stop entry/],
      ['a fractional entry', { instrument: FRACTION, lots: HALF }, 110, 90, 'not-supported-by-venue', /0\.5.*class/],
      ['an entry for the auction', { timeInForce: 'opg' }, 110, 90, 'not-supported-by-venue', /opg/],
      ['exits the wrong way round', {}, 90, 110, 'bracket-prices', /take-profit 90 must be above the stop-loss 110/],
      ['a stop at the limit', { limit: 90 }, 110, 90, 'bracket-prices', /stop-loss 90.*0\.01 below.*limit 90/],
      ['a leg in parts of a cent', {}, 110.005, 90, 'price-off-tick', /110\.005/],
    ])('refused: %s', (_, entry, takeProfit, stopLoss, reason, words) => {
      expect(bracket(entry, takeProfit, stopLoss)).toMatchObject({ reason, message: expect.stringMatching(words) });
    });
    test('a pair is a limit and a stop of one side and size', () => {
      const pair = (limit: number, stop: number, lots = 10) =>
        refusalOf(orderOf({ side: 'sell', limit }), [orderOf({ id: 2, side: 'sell', stop, lots })]);
      expect(pair(110, 90)).toBeUndefined();
      expect(pair(90, 110)).toMatchObject({ reason: 'bracket-prices' });
      expect(pair(110, 90, 5)).toMatchObject({ reason: 'not-supported-by-venue', message: expect.stringMatching(/differ/) });
      const limits = refusalOf(orderOf({ side: 'sell', limit: 110 }), [orderOf({ id: 2, side: 'sell', limit: 120 })]);
      expect(limits?.message).toMatch(/pair of limit and limit/);
    });
  });
});
