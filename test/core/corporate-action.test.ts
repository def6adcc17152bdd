import { describe, expect, test } from '@jest/globals';

import { actionHistory, type CorporateAction } from '../../src/index.js';
import { thrown } from '../support/thrown.js';

const RANGE = { symbol: 'A', from: '2010-01-01', to: '2020-12-31' } as const;
const split = (exDate: string, numerator = 2, denominator = 1): CorporateAction => ({
  kind: 'split',
  symbol: 'A',
  exDate,
  numerator,
  denominator,
});
const dividend = (exDate: string, amount = 0.5): CorporateAction => ({ kind: 'dividend', symbol: 'A', exDate, amount });

describe('actionHistory', () => {
  test('puts actions in order, splits before dividends of one date; several dividends may share a date', () => {
    const { actions } = actionHistory(
      { ...RANGE, actions: [dividend('2014-06-09'), split('2014-06-09'), dividend('2012-01-03'), dividend('2014-06-09', 1)] },
      'test',
    );
    expect(actions).toEqual([dividend('2012-01-03'), split('2014-06-09'), dividend('2014-06-09'), dividend('2014-06-09', 1)]);
  });

  test.each<[string, CorporateAction[], string]>([
    ['of another symbol', [{ ...dividend('2012-01-03'), symbol: 'B' }], 'action/symbol'],
    ['on no date', [dividend('2012-02-30')], 'action/date'],
    ['outside the range', [dividend('2021-01-04')], 'action/range'],
    ['twice', [split('2014-06-09'), split('2014-06-09', 7)], 'action/duplicate'],
    ['a split of nothing', [split('2014-06-09', 0)], 'action/split'],
    ['a split by infinity', [split('2014-06-09', 1, 1 / 0)], 'action/split'],
    ['a dividend of nothing', [dividend('2012-01-03', 0)], 'action/dividend'],
    ['a last price below 0', [{ kind: 'delisting', symbol: 'A', exDate: '2012-01-03', price: -1 }], 'action/delisting'],
    ['the same symbol', [{ kind: 'symbol-change', symbol: 'A', exDate: '2012-01-03', newSymbol: 'A' }], 'action/symbol-change'],
  ])('refuses one %s', (_, actions, code) => {
    expect(thrown(() => actionHistory({ ...RANGE, actions }, 'a.csv'))).toMatchObject({
      name: 'DataError',
      code,
      message: expect.stringMatching(/^a\.csv: A /),
      hint: expect.stringMatching(/./),
    });
  });
});
