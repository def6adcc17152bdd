import { describe, expect, test } from '@jest/globals';

import { Instrument, Portfolio, quantaOf } from '../../src/index.js';
import { Ledger } from '../../src/portfolio/ledger.js';
import { fillOf } from '../support/fills.js';
import { thrown } from '../support/thrown.js';

const A = new Instrument({ symbol: 'A' });
const books = (): Portfolio => {
  const portfolio = new Portfolio([A], ['one', 'two'], quantaOf(10_000));
  portfolio.apply(fillOf({ instrument: A, side: 'buy', lots: 10, price: 100, value: 1000, costs: { commission: 1 } }));
  return portfolio;
};

describe('books that are tampered with are found out', () => {
  test('cash that no fill explains', () => {
    const portfolio = books();
    portfolio.verify();
    portfolio.ledger.book('gift', quantaOf('0.00000001'));
    // 10000 + 0 − 1 − 1000 against one quantum more.
    expect(thrown(() => portfolio.verify())).toMatchObject({
      name: 'ReconciliationError',
      code: 'portfolio/profit-identity',
      message: expect.stringContaining('start + deposits + realised + income - costs - open = 8999, cash and what is owed = 8999.00000001'),
      hint: expect.stringContaining('bug'),
    });
  });

  test('a position of which the account knows nothing', () => {
    const portfolio = books();
    const order = fillOf({ instrument: A, side: 'buy', lots: 3, price: 1, value: 3, strategyIndex: 1 });
    portfolio.books[1]!.apply(
      order,
      () => 1,
      () => {},
    );
    expect(thrown(() => portfolio.verify())).toMatchObject({
      code: 'portfolio/positions-identity',
      message: expect.stringContaining('A: strategies hold 13 lots, the account 10'),
    });
  });
});

describe('the ledger', () => {
  test('adds flows up by kind', () => {
    const ledger = new Ledger(quantaOf(100));
    ledger.book('trade', quantaOf(-30));
    ledger.book('commission', quantaOf('-0.5'));
    ledger.book('trade', quantaOf(10));
    expect([ledger.flow('trade'), ledger.flow('commission'), ledger.flow('interest')]).toEqual([quantaOf(-20), quantaOf('-0.5'), 0]);
    expect([...ledger.flows.keys()]).toEqual(['trade', 'commission']);
    expect([ledger.cash, ledger.cashNumber]).toEqual([quantaOf('79.5'), 79.5]);
    ledger.verify();
  });
});
