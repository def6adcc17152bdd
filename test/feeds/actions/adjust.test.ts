import { describe, expect, test } from '@jest/globals';

import { actionsOf, adjust, adjusted, memory, withActions } from '../../../feeds/index.js';
import { BarTable, type ActionHistory, type BarSeries, type CorporateAction } from '../../../src/index.js';
import { dated } from '../../support/series.js';
import { rejection, thrown } from '../../support/thrown.js';

const split = (exDate: string, numerator: number, denominator = 1): CorporateAction => ({
  kind: 'split',
  symbol: 'A',
  exDate,
  numerator,
  denominator,
});
const dividend = (exDate: string, amount: number): CorporateAction => ({ kind: 'dividend', symbol: 'A', exDate, amount });
const history = (...actions: CorporateAction[]): ActionHistory => ({ symbol: 'A', from: '2024-01-01', to: '2024-12-31', actions });

/** A stock that splits 7 for 1 on the 10th and pays 1 on the 12th; nothing else happens to its price. */
const RAW = dated('A', [
  ['2024-01-08', 700, 714, 693, 700, 1000],
  ['2024-01-09', 700, 707, 700, 700, 2000],
  ['2024-01-10', 100, 101, 99, 100, 14_000],
  ['2024-01-11', 100, 100, 99, 100, 7000],
  ['2024-01-12', 99, 99, 99, 99, 7000],
]);
const ACTIONS = history(split('2024-01-10', 7), dividend('2024-01-12', 1));
const closes = (series: BarSeries): number[] => [...series.columns.close];

describe('adjust', () => {
  test('split: prices before it divided, volume multiplied', () => {
    const { columns, instrument } = adjust(RAW, ACTIONS, 'split');
    expect(closes(adjust(RAW, ACTIONS, 'split'))).toEqual([100, 100, 100, 100, 99]);
    expect([columns.open[0], columns.high[0], columns.low[0]]).toEqual([100, 102, 99]);
    expect([...columns.volume]).toEqual([7000, 14_000, 14_000, 7000, 7000]);
    expect([instrument.basis, instrument.tick]).toEqual(['split', undefined]);
  });

  test('total return: also lowered by the dividend, 1 on a close of 100', () => {
    expect(closes(adjust(RAW, ACTIONS, 'total-return'))).toEqual([99, 99, 99, 99, 99]);
  });

  test('raw: as it is', () => {
    expect(adjust(RAW, ACTIONS, 'raw')).toBe(RAW);
  });

  test('as of a date: nothing later is in it', () => {
    const before = adjust(RAW, ACTIONS, 'total-return', { asOf: '2024-01-09' });
    expect(closes(before)).toEqual([700, 700]);
    const between = adjust(RAW, ACTIONS, 'total-return', { asOf: '2024-01-11' });
    expect(closes(between)).toEqual([100, 100, 100, 100]);
    // What happens later changes nothing.
    expect(between.columns).toEqual(adjust(RAW, history(split('2024-01-10', 7)), 'total-return', { asOf: '2024-01-11' }).columns);
  });

  test('a split and a dividend on one date: the dividend is paid on new shares', () => {
    const made = adjust(RAW, history(split('2024-01-10', 7), dividend('2024-01-10', 2)), 'total-return');
    // Close before in new shares: 100. Kept: 1 - 2 / 100.
    expect(closes(made)[0]).toBeCloseTo(98, 12);
    expect(closes(made)[2]).toBe(100);
  });

  test('a reverse split, 1 for 8', () => {
    const raw = dated('A', [
      ['2024-01-08', 1, 1, 1, 1, 8000],
      ['2024-01-09', 8, 8, 8, 8, 1000],
    ]);
    const { columns } = adjust(raw, history(split('2024-01-09', 1, 8)), 'split');
    expect([...columns.close, ...columns.volume]).toEqual([8, 8, 1000, 1000]);
  });

  test('an ex-date on a day without a bar counts from the next bar on', () => {
    expect(closes(adjust(RAW, history(split('2024-01-13', 2)), 'split'))).toEqual(closes(RAW));
    expect(closes(adjust(RAW, history(split('2024-01-07', 2)), 'split'))).toEqual(closes(RAW));
  });

  test('without actions the prices stay, and the basis is said', () => {
    const made = adjust(RAW, history(), 'total-return');
    expect(closes(made)).toEqual(closes(RAW));
    expect(made.instrument.basis).toBe('total-return');
  });

  test.each<[string, () => unknown, string]>([
    ['adjusted prices', () => adjust(adjust(RAW, ACTIONS, 'split'), ACTIONS, 'total-return'), 'action/basis'],
    ['actions of another symbol', () => adjust(RAW, { ...ACTIONS, symbol: 'B' }, 'split'), 'action/symbol'],
    ['actions that are not known for all bars', () => adjust(RAW, { ...ACTIONS, to: '2024-01-11' }, 'split'), 'action/uncovered'],
    ['a dividend above the price', () => adjust(RAW, history(dividend('2024-01-12', 100)), 'total-return'), 'action/dividend-above-price'],
    ['a date that is none', () => adjust(RAW, ACTIONS, 'split', { asOf: '2024-02-30' }), 'config/date'],
  ])('refuses %s', (_, call, code) => {
    expect(thrown(call)).toMatchObject({ code, hint: expect.stringMatching(/./) });
  });

  test('what is not covered can be accepted in so many words', () => {
    expect(closes(adjust(RAW, { ...ACTIONS, to: '2024-01-12', from: '2024-01-09' }, 'split', { uncovered: 'accept' }))[0]).toBe(100);
  });
});

describe('feeds', () => {
  const feed = memory({ instrument: { symbol: 'A', basis: 'raw' }, columns: RAW.columns });

  test('adjusted: bars of one basis, made of raw ones', async () => {
    const made = adjusted(feed, { basis: 'total-return', actions: actionsOf([ACTIONS]) });
    expect(made.basis).toBe('total-return');
    const { series, actions } = await made.load();
    expect(closes(series[0]!)).toEqual([99, 99, 99, 99, 99]);
    expect(actions).toBeUndefined();
  });

  test('a symbol of which nothing is known is refused, one without actions is not', async () => {
    expect(await rejection(adjusted(feed, { basis: 'split' }).load())).toMatchObject({ code: 'action/unknown', context: { symbol: 'A' } });
    expect((await adjusted(feed, { basis: 'split', actions: actionsOf([history()]) }).load()).series[0]!.length).toBe(5);
  });

  test('withActions hands the actions of its symbols on', async () => {
    const other: ActionHistory = { symbol: 'B', from: '2024-01-01', to: '2024-12-31', actions: [] };
    const { actions, series } = await withActions(feed, actionsOf([ACTIONS, other])).load();
    expect(actions).toEqual([ACTIONS]);
    expect(series[0]!.instrument.basis).toBe('raw');
    // And an adjusting feed over it needs no other source.
    expect(closes((await adjusted(withActions(feed, actionsOf([ACTIONS])), { basis: 'split' }).load()).series[0]!)[0]).toBe(100);
  });

  test('bases do not mix', async () => {
    const [raw, made] = [RAW, adjust(RAW, ACTIONS, 'split')];
    expect(thrown(() => new BarTable([raw, made]))).toMatchObject({ code: 'table/mixed-bases' });
  });
});
