import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Decimal, Instrument, Portfolio, quantaOf, quantaToDecimal, quantaToText, type Side, type Trade } from '../../src/index.js';
import { fillOf } from '../support/fills.js';
import { cases } from '../support/scale.js';

const A = new Instrument({ symbol: 'A' });
const B = new Instrument({ symbol: 'B', lotStep: '0.001', multiplier: 50 });

function books(cash = '10000', strategies = ['one']): { portfolio: Portfolio; trades: Trade[] } {
  const portfolio = new Portfolio([A, B], strategies, quantaOf(cash));
  const trades: Trade[] = [];
  portfolio.onTrade = (trade) => trades.push(trade);
  return { portfolio, trades };
}

const trade = (portfolio: Portfolio, side: Side, lots: number, price: number, fee = '0', strategyIndex = 0): void =>
  portfolio.apply(
    fillOf({
      instrument: A,
      side,
      lots,
      price,
      value: new Decimal(price).mul(lots),
      costs: { commission: fee },
      strategyIndex,
      time: lots,
    }),
  );

describe('first in, first out', () => {
  test('long: by hand', () => {
    const { portfolio, trades } = books();
    trade(portfolio, 'buy', 10, 100, '1');
    trade(portfolio, 'buy', 20, 110, '3');
    trade(portfolio, 'sell', 15, 120, '1.5');
    portfolio.setMark(0, 130);

    // Ten from the first purchase: 1200 − 1000; five from the second: 600 − 550.
    // Costs in proportion: 1 + 1.5 × 10/15 = 2; 3 × 5/20 + 0.5 = 1.25.
    expect(trades.map((t) => [t.side, t.lots, t.grossProfit.toString(), t.costs.toString(), t.netProfit.toString()])).toEqual([
      ['long', 10, '200', '2', '198'],
      ['long', 5, '50', '1.25', '48.75'],
    ]);
    expect(quantaToText(portfolio.realised)).toBe('250');
    // 15 left of the second purchase: 15 × (130 − 110).
    expect(portfolio.unrealised).toBe(300);
    // 10000 − 1000 − 2200 + 1800 − 5.5
    expect(portfolio.cash.toString()).toBe('8594.5');
    expect(portfolio.equity).toBe(8594.5 + 15 * 130);
    const position = portfolio.position(0, 0);
    expect([position.quantity, position.averagePrice, position.entryValue.toString(), position.marketValue, position.unrealised]).toEqual([
      15,
      110,
      '1650',
      1950,
      300,
    ]);
    portfolio.verify();
  });

  test('short: by hand', () => {
    const { portfolio, trades } = books();
    trade(portfolio, 'sell', 10, 100);
    trade(portfolio, 'sell', 10, 90);
    trade(portfolio, 'buy', 15, 80);
    portfolio.setMark(0, 85);
    expect(trades.map((t) => [t.side, t.lots, t.netProfit.toString()])).toEqual([
      ['short', 10, '200'],
      ['short', 5, '50'],
    ]);
    // Five short from 90, marked at 85.
    expect(portfolio.unrealised).toBe(25);
    expect([portfolio.grossExposure, portfolio.netExposure]).toEqual([425, -425]);
    // 10000 + 1000 + 900 − 1200
    expect(portfolio.cash.toString()).toBe('10700');
    expect(portfolio.equity).toBe(10_275);
    const position = portfolio.position(0, 0);
    expect([position.quantity, position.isShort, position.averagePrice, position.marketValue, position.unrealised]).toEqual([
      -5,
      true,
      90,
      -425,
      25,
    ]);
    portfolio.verify();
  });

  test('a fill that crosses zero closes the one side and opens the other', () => {
    const { portfolio, trades } = books();
    trade(portfolio, 'buy', 10, 100);
    trade(portfolio, 'sell', 25, 110, '5');
    expect(trades.map((t) => [t.lots, t.netProfit.toString()])).toEqual([[10, '98']]);
    const position = portfolio.position(0, 0);
    expect([position.quantity, position.averagePrice]).toEqual([-15, 110]);
    // 5 × 10/25 belong to the closed part, the rest to the open one.
    expect(quantaToText(portfolio.costs)).toBe('5');
    expect(quantaToText(portfolio.books[0]!.position(0).cost)).toBe('3');
    portfolio.verify();
  });

  test('flat again, nothing is left', () => {
    const { portfolio } = books();
    trade(portfolio, 'buy', 3, 100);
    trade(portfolio, 'sell', 3, 101);
    const position = portfolio.position(0, 0);
    expect([position.isFlat, position.averagePrice, position.marketValue, position.openedAt]).toEqual([true, undefined, 0, undefined]);
    expect([portfolio.unrealised, portfolio.grossExposure, portfolio.openPositions]).toEqual([0, 0, 0]);
  });

  test('lot step and multiplier: 2.5 units at 50 dollars a point', () => {
    const { portfolio, trades } = books();
    // 2500 lots of 0.001 at 10, 50 dollars a point: 1250.
    portfolio.apply(fillOf({ instrument: B, instrumentIndex: 1, side: 'buy', lots: 2500, price: 10, value: 1250 }));
    portfolio.setMark(1, 11);
    const position = portfolio.position(0, 1);
    expect([position.quantity, position.exactQuantity.toString(), position.averagePrice, position.marketValue]).toEqual([
      2.5,
      '2.5',
      10,
      1375,
    ]);
    portfolio.apply(fillOf({ instrument: B, instrumentIndex: 1, side: 'sell', lots: 2500, price: 11, value: 1375 }));
    expect(trades[0]!.quantity.toString()).toBe('2.5');
    expect(trades[0]!.netProfit.toString()).toBe('125');
  });

  test('two strategies keep their own lots of one account', () => {
    const { portfolio, trades } = books('10000', ['one', 'two']);
    trade(portfolio, 'buy', 10, 100, '0', 0);
    trade(portfolio, 'sell', 10, 110, '0', 1);
    expect(trades).toEqual([]);
    expect([portfolio.strategyLots(0, 0), portfolio.strategyLots(1, 0), portfolio.netLots(0)]).toEqual([10, -10, 0]);
    expect(portfolio.equity).toBe(10_100);
    trade(portfolio, 'buy', 10, 105, '0', 1);
    expect(quantaToText(portfolio.books[1]!.realised)).toBe('50');
    portfolio.verify();
  });
});

describe('what cannot be divided', () => {
  test('a remainder stays with the lots that are left', () => {
    const { portfolio, trades } = books();
    // 0.00000010 over three lots.
    portfolio.apply(fillOf({ instrument: A, side: 'buy', lots: 3, price: 1, value: '10.0000001', costs: { commission: '0.00000002' } }));
    for (let i = 0; i < 3; i++) portfolio.apply(fillOf({ instrument: A, side: 'sell', lots: 1, price: 4, value: 4 }));
    expect(trades.map((t) => t.grossProfit.toString())).toEqual(['0.66666664', '0.66666663', '0.66666663']);
    expect(trades.map((t) => t.costs.toString())).toEqual(['0', '0.00000001', '0.00000001']);
    expect(quantaToText(portfolio.realised)).toBe('1.9999999');
    expect(portfolio.cash.toString()).toBe('10001.99999988');
    portfolio.verify();
  });
});

describe('large amounts are exact', () => {
  // float64 whole numbers of 1e-8 end at 90,071,992.54740991.
  test.each(['90071992.54740991', '90071992.54740992', '10000000000', '123456789012.34567891', '999999999999999.99999999'])(
    '%s to the last digit',
    (cash) => {
      const { portfolio } = books(cash);
      portfolio.apply(fillOf({ instrument: A, side: 'buy', lots: 1, price: 1, value: '0.00000001' }));
      expect(portfolio.cash.toString()).toBe(new Decimal(cash).sub('0.00000001').toString());
      portfolio.apply(fillOf({ instrument: A, side: 'sell', lots: 1, price: 1, value: '0.00000002' }));
      expect(portfolio.cash.toString()).toBe(new Decimal(cash).add('0.00000001').toString());
      portfolio.verify();
    },
  );

  test('a position of more than ten billion, closed in odd pieces', () => {
    const { portfolio, trades } = books('20000000000');
    portfolio.apply(fillOf({ instrument: A, side: 'buy', lots: 100_000_007, price: 123.456789, value: '12345679764.19752300' }));
    for (const lots of [33_333_333, 33_333_335, 33_333_339]) {
      portfolio.apply(fillOf({ instrument: A, side: 'sell', lots, price: 123.456789, value: new Decimal('123.456789').mul(lots) }));
    }
    // Bought and sold at one price: 100000007 × 123.456789 = 12345679764.197523. The pieces' roundings cancel out.
    expect(quantaToText(portfolio.realised)).toBe('0');
    expect(trades.reduce((sum, t) => sum.add(t.netProfit), new Decimal(0)).toString()).toBe('0');
    expect(portfolio.cash.toString()).toBe('20000000000');
    portfolio.verify();
  });
});

describe('the books agree with a naive ledger in Decimals', () => {
  const step = fc.record({
    instrument: fc.constantFrom(0, 1),
    strategy: fc.constantFrom(0, 1),
    side: fc.constantFrom<Side>('buy', 'sell'),
    lots: fc.integer({ min: 1, max: 1_000_000 }),
    // Quanta, so that values and fees have every digit; up to a billion dollars.
    value: fc.bigInt({ min: 1n, max: 10n ** 17n }),
    fee: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  });

  test(`in ${cases(300)} random histories of up to 60 fills`, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { portfolio, trades } = books('1000000', ['one', 'two']);
        let cash = new Decimal(1_000_000);
        let fees = new Decimal(0);
        /** Open lots by strategy and instrument: signed lots, oldest first. */
        const open = new Map<string, number>();
        for (const { instrument, strategy, side, lots, value, fee } of steps) {
          const [amount, cost] = [quantaToDecimal(value), quantaToDecimal(fee)];
          portfolio.apply(
            fillOf({
              instrument: [A, B][instrument]!,
              instrumentIndex: instrument,
              strategyIndex: strategy,
              side,
              lots,
              price: 1,
              value: amount,
              costs: { commission: cost },
            }),
          );
          cash = (side === 'buy' ? cash.sub(amount) : cash.add(amount)).sub(cost);
          fees = fees.add(cost);
          const key = `${strategy} ${instrument}`;
          open.set(key, (open.get(key) ?? 0) + (side === 'buy' ? lots : -lots));
          portfolio.verify();
          expect(portfolio.cash.eq(cash)).toBe(true);
          expect(portfolio.strategyLots(strategy, instrument)).toBe(open.get(key));
        }
        expect(quantaToDecimal(portfolio.costs).eq(fees)).toBe(true);
        const flows = [...portfolio.ledger.flows.values()].reduce((sum, flow) => sum.add(quantaToDecimal(flow)), new Decimal(1_000_000));
        expect(flows.eq(cash)).toBe(true);
        // Closed trades carry exactly the realised profit; their costs and those of open lots are all costs.
        const gross = trades.reduce((sum, t) => sum.add(t.grossProfit), new Decimal(0));
        expect(gross.eq(quantaToDecimal(portfolio.realised))).toBe(true);
        let carried = trades.reduce((sum, t) => sum.add(t.costs), new Decimal(0));
        for (const book of portfolio.books) for (const i of [0, 1]) carried = carried.add(quantaToDecimal(book.position(i).cost));
        expect(carried.eq(fees)).toBe(true);
      }),
      { numRuns: cases(300) },
    );
  });
});
