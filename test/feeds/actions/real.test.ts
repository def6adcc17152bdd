import { describe, expect, test } from '@jest/globals';

import { adjust, crossCheckAdjusted, csv, csvActions } from '../../../feeds/index.js';
import { checkBars, type ActionHistory, type BarSeries } from '../../../src/index.js';
import { file } from '../files.js';
import { rejection } from '../rejection.js';

const SYMBOLS = ['AAPL', 'MSFT', 'NVDA', 'KO', 'PEP', 'C'] as const;
const source = csvActions({
  file: 'examples/data/splits_dividends.csv',
  known: { from: '1999-11-01', to: '2021-04-21' },
  without: ['TLT'],
});
const loaded = source.load();
const actions = async (symbol: string): Promise<ActionHistory> => (await loaded).find((history) => history.symbol === symbol)!;
const files = csv({
  files: { dir: 'examples/data/raw', symbols: SYMBOLS },
  basis: 'raw',
  extra: ['adj_close', 'dividend', 'split'],
}).load();
const raw = async (symbol: string): Promise<BarSeries> => (await files).series.find(({ instrument }) => instrument.symbol === symbol)!;
const adjusted = (series: BarSeries): Float64Array => series.columns.extra!.get('adj_close')!;

describe('raw prices and corporate actions of six stocks, 1999 to 2021', () => {
  test("make the source's adjusted close, but for one special dividend and one spin-off", async () => {
    const found: string[] = [];
    for (const symbol of SYMBOLS) {
      const series = await raw(symbol);
      for (const { date, reason } of crossCheckAdjusted(series, adjusted(series), await actions(symbol)))
        found.push(`${symbol} ${date} ${reason}`);
    }
    // MSFT paid 3.08 that day, C handed out Travelers Property Casualty: the source takes them off in another way.
    expect(found).toEqual(['MSFT 2004-11-15 amounts differ', 'C 2002-08-21 amounts differ']);
  });

  test.each(SYMBOLS)('%s: the first adjusted close is met to half a per cent', async (symbol) => {
    const series = await raw(symbol);
    const made = adjust(series, await actions(symbol), 'total-return');
    const ratio = made.columns.close[0]! / adjusted(series)[0]!;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.005);
    // And the last ones are the raw ones: nothing happens after them.
    expect(made.columns.close.at(-1)).toBe(series.columns.close.at(-1));
  });

  test("the columns of the files and the actions agree on every split's date", async () => {
    for (const symbol of SYMBOLS) {
      const { columns, instrument } = await raw(symbol);
      const splits = columns.extra!.get('split')!;
      const dates = [...splits.keys()]
        .filter((row) => splits[row] !== 1)
        .map((row) => instrument.calendar.sessionOf(columns.time[row]!).date);
      expect((await actions(symbol)).actions.filter(({ kind }) => kind === 'split').map(({ exDate }) => exDate)).toEqual(dates);
    }
  });

  test('AAPL on 2014-06-09: a seventh of the price; the file says 7.00001, and it is taken as it stands', async () => {
    const series = await raw('AAPL');
    const row = series.columns.close.findIndex(
      (_, i) => series.instrument.calendar.sessionOf(series.columns.time[i]!).date === '2014-06-09',
    );
    const made = adjust(series, await actions('AAPL'), 'split', { asOf: '2014-06-09' });
    // 645.57 / 7.00001
    expect(made.columns.close[row - 1]).toBeCloseTo(92.2241539, 6);
    expect(made.columns.close.at(-1)).toBe(93.7);
  });

  test('on the split view no split is left to find', async () => {
    for (const symbol of ['AAPL', 'KO', 'C'] as const) {
      const series = await raw(symbol);
      expect(checkBars(series).findings.map(({ kind }) => kind)).toContain('unadjusted-split');
      expect(checkBars(adjust(series, await actions(symbol), 'split')).findings.map(({ kind }) => kind)).not.toContain('unadjusted-split');
    }
  });

  test('a symbol that the file does not know is unknown, unless it is said to have no actions', async () => {
    const histories = await loaded;
    expect(histories.some(({ symbol }) => symbol === 'GLD')).toBe(false);
    expect(histories.find(({ symbol }) => symbol === 'TLT')).toEqual({ symbol: 'TLT', from: '1999-11-01', to: '2021-04-21', actions: [] });
  });
});

describe('csvActions', () => {
  const load = (text: string): Promise<unknown> => csvActions({ file: file(text), known: { from: '2000-01-01', to: '2024-12-31' } }).load();

  test('reads ratios as they are meant', async () => {
    expect(await load('symbol,date,kind,value\nA,2011-05-09,split,0.1\nA,2010-01-04,split,1.5\nA,1999-01-04,split,2\n')).toMatchObject([
      {
        symbol: 'A',
        actions: [
          { exDate: '2010-01-04', numerator: 1.5, denominator: 1 },
          { exDate: '2011-05-09', numerator: 1, denominator: 10 },
        ],
      },
    ]);
  });

  test.each([
    ['a date that is none', 'A,2011-02-30,split,2', 'action/date'],
    ['a value of 0', 'A,2011-05-09,split,0', 'action/value'],
    ['text for a value', 'A,2011-05-09,dividend,x', 'action/value'],
    ['a kind that is none', 'A,2011-05-09,spinoff,1', 'action/kind'],
  ])('names file and line of %s', async (_, line, code) => {
    const error = await rejection(load(`symbol,date,kind,value\nA,2010-01-04,split,2\n${line}\n`));
    expect(error).toMatchObject({ code, context: { line: 3 }, hint: expect.stringMatching(/./) });
    expect(error.message).toMatch(/:3: /);
  });
});
