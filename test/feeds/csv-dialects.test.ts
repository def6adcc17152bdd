import { describe, expect, test } from '@jest/globals';

import { csv, csvExternal, type CsvOptions } from '../../feeds/index.js';
import { decoratedNumber } from '../../feeds/csv/dialect.js';
import { DataError } from '../../src/core/errors.js';
import type { FeedData } from '../../src/feed/feed.js';
import { file } from './files.js';
import { rejection } from './rejection.js';

type Options = Partial<CsvOptions<'split'>>;

const load = (content: string, options: Options = {}): Promise<FeedData> =>
  csv({ files: { X: file(content) }, basis: 'split', ...options }).load();

async function closes(content: string, options: Options = {}): Promise<number[]> {
  return [...(await load(content, options)).series[0]!.columns.close];
}

async function refused(content: string, options: Options = {}): Promise<DataError> {
  const error = await rejection(load(content, options));
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

describe('files as they are met', () => {
  test('Yahoo CSV with null rows: left out and counted, also in strict mode', async () => {
    const content = [
      'Date,Open,High,Low,Close,Adj Close,Volume',
      '2020-04-30,2930.909912,2930.909912,2892.469971,2912.429932,2912.429932,6523120000',
      '2020-05-01,null,null,null,null,null,null',
      '2020-05-04,2815.010010,2844.239990,2797.850098,2842.739990,2842.739990,4723140000',
    ].join('\n');
    const { series, sources, warnings } = await load(content);
    expect([...series[0]!.columns.close]).toEqual([2912.429932, 2842.73999]);
    expect(sources![0]).toMatchObject({ rows: 2, dropped: [{ line: 3, reason: 'the row has no prices' }] });
    expect(warnings).toEqual([expect.stringContaining('1 of 3 rows dropped, the first at line 3: the row has no prices')]);
    expect(await refused(content.replace('null,null,null,null,null,null', '1,2,1,null,1,1'))).toMatchObject({ code: 'data/not-a-number' });
  });

  const NASDAQ = [
    'Date,Close/Last,Volume,Open,High,Low',
    '03/08/2024,$170.73,76114600,$169.00,$173.70,$168.94',
    '03/07/2024,$169.00,71765060,$169.15,$170.73,$168.49',
  ];

  test('descending dates and $ signs: each is refused with the option that reads it', async () => {
    const time = { format: 'MM/dd/yyyy' };
    const signs = await refused(NASDAQ.join('\n'), { time });
    expect(signs.message).toContain('"$169.00"');
    expect(signs.hint).toContain('numbers: "decorated"');
    const descending = await refused(NASDAQ.join('\n'), { time, numbers: 'decorated' });
    expect(descending).toMatchObject({ code: 'data/unsorted', hint: expect.stringContaining('order: "descending"') });
    const { series } = await load(NASDAQ.join('\n'), { time, numbers: 'decorated', order: 'descending' });
    const { time: at, open, close, volume } = series[0]!.columns;
    expect([...at].map((instant) => new Date(instant).toISOString())).toEqual(['2024-03-07T21:00:00.000Z', '2024-03-08T21:00:00.000Z']);
    expect([[...open], [...close], [...volume]]).toEqual([
      [169.15, 169],
      [169, 170.73],
      [71765060, 76114600],
    ]);
  });

  test('a file that is said to descend must', async () => {
    const ascending = 'date,open,high,low,close\n2024-03-07,1,1,1,1\n2024-03-08,2,2,2,2\n';
    expect(await refused(ascending, { order: 'descending' })).toMatchObject({
      code: 'data/unsorted',
      hint: expect.stringContaining('leave out'),
    });
    const twice = 'date,open,high,low,close\n2024-03-07,1,1,1,1\n2024-03-07,2,2,2,2\n';
    expect(await refused(twice, { order: 'descending' })).toMatchObject({ code: 'data/duplicate' });
  });

  test('a byte order mark, quotes and volumes in K and M', async () => {
    const content = [
      '\uFEFF"Date","Price","Open","High","Low","Vol.","Change %"',
      '"03/08/2024","1,170.73","1,169.00","1,173.70","1,168.94","76.11M","1.02%"',
      '"03/07/2024","1,169.00","1,169.15","1,170.73","1,168.49","718.5K","-0.07%"',
    ].join('\r\n');
    const options: Options = { time: { format: 'MM/dd/yyyy' }, numbers: 'decorated', order: 'descending', columns: { close: 'Price' } };
    const { series } = await load(content, options);
    expect([[...series[0]!.columns.close], [...series[0]!.columns.volume]]).toEqual([
      [1169, 1170.73],
      [718500, 76110000],
    ]);
    expect((await refused(content, { ...options, columns: {} })).hint).toContain('columns: { close');
  });

  test('Stooq: the header of its download, and that of its archives', async () => {
    expect(await closes('Date,Open,High,Low,Close,Volume\r\n2024-02-28,505.33,506.86,504.96,505.26,56506600\r\n')).toEqual([505.26]);
    const archive =
      '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nSPY.US,D,20240228,000000,505.33,506.86,504.96,505.26,56506600,0\n';
    expect((await refused(archive)).hint).toContain('columns: { time');
    expect((await refused(archive, { columns: { time: '<DATE>' } })).hint).toContain('format');
    const { series } = await load(archive, { columns: { time: '<DATE>' }, time: { format: 'yyyyMMdd' } });
    expect([series[0]!.columns.close[0], series[0]!.columns.volume[0], series[0]!.instrument.volume]).toEqual([505.26, 56506600, 'known']);
  });

  test('yfinance: the header over three lines, and files of several symbols', async () => {
    const content =
      'Price,Close,High,Low,Open,Volume\nTicker,AAPL,AAPL,AAPL,AAPL,AAPL\nDate,,,,,\n2024-01-02,184.29,187.07,182.55,185.79,82488700\n2024-01-03,182.9,184.52,182.09,182.87,58414500\n';
    const { series } = await load(content);
    expect([[...series[0]!.columns.open], [...series[0]!.columns.close]]).toEqual([
      [185.79, 182.87],
      [184.29, 182.9],
    ]);
    const faulty = await refused(content.replace('182.9,184.52', '182.9,1'));
    expect(faulty.message).toContain(':5:');
    const both = 'Price,Close,Close\nTicker,AAPL,MSFT\nDate,,\n2024-01-02,184.29,367.75\n';
    expect(await refused(both)).toMatchObject({ code: 'csv/several-symbols', hint: expect.stringContaining('one file a symbol') });
  });

  test('negative and zero prices are refused, and the sentence says where they belong', async () => {
    const oil =
      'date,open,high,low,close,volume\n2020-04-17,19.62,20.13,17.31,18.27,1\n2020-04-20,17.73,17.85,-40.32,-37.63,1\n2020-04-21,-14,13.86,-16.74,10.01,1\n';
    const error = await refused(oil);
    expect(error).toMatchObject({ code: 'data/price-not-positive', hint: expect.stringContaining('csvExternal()') });
    expect(error.message).toContain(':3:');
    expect(await closes(oil, { mode: 'tolerant' })).toEqual([18.27]);
    const external = await csvExternal({ name: 'oil', file: file(oil), knownAt: { time: '17:00', zone: 'America/New_York' } }).load();
    expect([...external.externals![0]!.values]).toEqual([18.27, -37.63, 10.01]);
    expect(await refused('date,open,high,low,close\n2024-01-02,0,2,1,1\n')).toMatchObject({
      code: 'data/price-not-positive',
      hint: expect.stringContaining('missing price'),
    });
  });
});

test.each<readonly [text: string, value: number]>([
  ['$1,234.50', 1234.5],
  ['-$5', -5],
  ['76.11M', 76110000],
  ['1.2k', 1200],
  ['3B', 3e9],
  ['1,23', Number.NaN],
  ['1234,567', Number.NaN],
  ['$', Number.NaN],
  ['.', Number.NaN],
  ['12x', Number.NaN],
])('the decorated number %s is %d', (text, value) => {
  expect(decoratedNumber(text)).toBe(value);
});
