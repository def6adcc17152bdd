import { describe, expect, test } from '@jest/globals';

import { universeCsv } from '../../feeds/index.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import { Universe, type Membership } from '../../src/universe/universe.js';
import { file } from '../feeds/files.js';
import { rejection } from '../feeds/rejection.js';
import { thrown } from '../support/thrown.js';

const STOCKS: readonly Membership[] = [
  { symbol: 'AAA', sector: 'Energy' },
  { symbol: 'LEH', from: '2000-01-03', delisted: '2008-09-17', sector: 'Financials' },
  { symbol: 'BBB', from: '2008-09-16', sector: 'Financials' },
  { symbol: 'CCC', from: '2001-01-02', to: '2002-12-31', sector: 'Energy' },
  { symbol: 'CCC', from: '2010-01-04', sector: 'Utilities' },
];

describe('members', () => {
  const universe = new Universe(STOCKS);

  test.each<readonly [date: string, members: readonly string[]]>([
    ['1999-12-31', ['AAA']],
    ['2001-01-02', ['AAA', 'LEH', 'CCC']],
    ['2003-01-02', ['AAA', 'LEH']],
    ['2008-09-17', ['AAA', 'LEH', 'BBB']],
    ['2008-09-18', ['AAA', 'BBB']],
    ['2010-01-04', ['AAA', 'BBB', 'CCC']],
  ])('of %s are %j', (date, members) => {
    expect(universe.membersAt(date)).toEqual(members);
    for (const symbol of universe.symbols) expect(universe.has(symbol, date)).toBe(members.includes(symbol));
  });

  test('an instant belongs to its session', () => {
    // 16:00 New York on Lehman's last day, which is 20:00 UTC; and a second after that day's midnight.
    expect(universe.has('LEH', Date.parse('2008-09-17T20:00:00Z'))).toBe(true);
    expect(universe.has('LEH', Date.parse('2008-09-18T04:00:01Z'))).toBe(false);
  });

  test('sectors are those of the date', () => {
    expect([universe.sectorOf('CCC', '2002-01-02'), universe.sectorOf('CCC', '2012-01-03'), universe.sectorOf('CCC')]).toEqual([
      'Energy',
      'Utilities',
      'Utilities',
    ]);
    expect([...universe.sectorsAt('2001-06-01')]).toEqual([
      ['Energy', ['AAA', 'CCC']],
      ['Financials', ['LEH']],
    ]);
    expect(universe.sectorOf('ZZZ')).toBeUndefined();
  });

  test('delistings, and all that has to be loaded', () => {
    expect([universe.delistedOn('LEH'), universe.delistedOn('AAA')]).toEqual(['2008-09-17', undefined]);
    expect(universe.symbols).toEqual(['AAA', 'LEH', 'BBB', 'CCC']);
    expect(universe.membershipsOf('CCC')).toHaveLength(2);
  });

  test('a universe that nobody leaves warns of survivorship, another one does not', () => {
    expect(universe.warnings).toEqual([]);
    expect(new Universe([{ symbol: 'AAA' }, { symbol: 'BBB', from: '2008-01-02' }]).warnings).toEqual([
      expect.stringMatching(/^survivorship bias/),
    ]);
  });
});

test.each<readonly [memberships: readonly Membership[], code: string]>([
  [[{ symbol: 'A', from: '2008-02-30' }], 'universe/date'],
  [[{ symbol: 'A', from: '2008-02-02', to: '2008-02-01' }], 'universe/range'],
  [[{ symbol: 'A' }, { symbol: 'A', from: '2008-01-02' }], 'universe/overlap'],
])('%j is refused', (memberships, code) => {
  const error = thrown(() => new Universe(memberships));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
});

test('a date that is none is refused', () => {
  expect(thrown(() => new Universe(STOCKS).membersAt('yesterday'))).toMatchObject({ code: 'universe/date' });
});

describe('from a file', () => {
  test('the sample: sectors, quoted names, and its warning', async () => {
    const universe = await universeCsv('examples/data/universe.csv');
    expect(universe.symbols.length).toBe(new Set(universe.symbols).size);
    expect(universe.sectorOf('XOM')).toBe('Energy');
    expect(universe.membersAt('2010-01-04')).toEqual(universe.symbols);
    expect(universe.warnings).toHaveLength(1);
  });

  test('lifetimes', async () => {
    const universe = await universeCsv(file('symbol,from,to,delisted\nA,2001-01-02,,2005-06-30\nB,,,\nA,2009-01-02,2010-01-04,\n'));
    expect([universe.membersAt('2003-01-02'), universe.membersAt('2006-01-03'), universe.membersAt('2009-06-01')]).toEqual([
      ['A', 'B'],
      ['B'],
      ['A', 'B'],
    ]);
  });

  test.each<readonly [content: string, code: string, said: string]>([
    ['ticker,sector\nA,x\n', 'csv/unknown-column', '"symbol"'],
    ['symbol,from\n,2001-01-02\n', 'universe/symbol', ':2:'],
    ['symbol,from\nA,2nd of May\n', 'universe/date', '2nd of May'],
  ])('%j is refused', async (content, code, said) => {
    const error = await rejection(universeCsv(file(content)));
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
    expect(error.message).toContain(said);
  });
});
