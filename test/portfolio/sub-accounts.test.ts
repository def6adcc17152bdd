import { describe, expect, test } from '@jest/globals';

import { Instrument, Portfolio, quantaOf } from '../../src/index.js';
import { thrown } from '../support/thrown.js';

const A = new Instrument({ symbol: 'A' });
const books = (): Portfolio => new Portfolio([A], ['one', 'two'], quantaOf(100), [quantaOf(60), quantaOf(40)]);

describe('the proof of sub-accounts', () => {
  test('holds for income and what is owed', () => {
    const portfolio = books();
    portfolio.accrueIncome('interest', quantaOf(3), 0);
    portfolio.accrueIncome('interest', -quantaOf(1), 1);
    portfolio.verify();
    expect(portfolio.subAccounts!.map(({ equity }) => equity)).toEqual([63, 39]);
    portfolio.settleIncome('interest');
    portfolio.verify();
    expect(portfolio.subAccounts!.map(({ cashNumber }) => cashNumber)).toEqual([63, 39]);
    expect(portfolio.cashNumber).toBe(102);
  });

  test('fails for cash that came from nowhere, and names the strategy', () => {
    const portfolio = books();
    portfolio.subAccounts![1]!.ledger.book('gift', quantaOf(5));
    expect(thrown(() => portfolio.verify())).toMatchObject({
      code: 'portfolio/profit-identity',
      message: expect.stringMatching(/two: start .* = 40, cash and what is owed = 45/),
    });
  });

  /** Each identity of profit holds: a book says that it has earned 5, and so does the account. */
  test.each([
    [
      'cash',
      (portfolio: Portfolio) => {
        portfolio.ledger.book('interest', quantaOf(5));
        portfolio.subAccounts![0]!.ledger.accrue('interest', quantaOf(5));
      },
      'cash: strategies have 100, the account 105',
    ],
    [
      'a kind of flow',
      (portfolio: Portfolio) => {
        portfolio.ledger.book('interest', quantaOf(5));
        portfolio.subAccounts![0]!.ledger.book('dividend', quantaOf(5));
      },
      'flow interest: strategies have 0, the account 5',
    ],
    [
      'an account of what is owed',
      (portfolio: Portfolio) => {
        portfolio.ledger.accrue('borrow', quantaOf(5));
        portfolio.subAccounts![0]!.ledger.accrue('interest', quantaOf(5));
      },
      'owed borrow: strategies have 0, the account 5',
    ],
  ])('fails where %s of the parts does not add up to the account, though each is right by itself', (_, tamper, message) => {
    const portfolio = books();
    tamper(portfolio);
    portfolio.books[0]!.addIncome(quantaOf(5));
    expect(thrown(() => portfolio.verify())).toMatchObject({
      code: 'portfolio/sub-accounts-identity',
      message: expect.stringContaining(message),
    });
  });
});
