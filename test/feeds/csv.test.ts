import { describe, expect, test } from '@jest/globals';
import path from 'node:path';

import { csv, csvExternal, KNOWN_AT, type CsvOptions } from '../../feeds/index.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { BarSeries } from '../../src/core/series.js';
import { BarTable } from '../../src/core/table.js';
import type { FeedData, HistoricalFeed } from '../../src/feed/feed.js';
import { file } from './files.js';

type Options = Partial<CsvOptions<PriceBasis>>;

const load = (content: string | Uint8Array, options: Options = {}): Promise<FeedData> =>
  csv({ basis: 'raw', ...options, files: { AAA: file(content) } }).load();

async function series(content: string | Uint8Array, options: Options = {}): Promise<BarSeries> {
  return (await load(content, options)).series[0]!;
}

const closes = async (content: string | Uint8Array, options: Options = {}): Promise<number[]> => [
  ...(await series(content, options)).columns.close,
];

const TWO = 'date,open,high,low,close,volume\n2024-01-02,10,11,9,10.5,100\n2024-01-03,10.5,12,10,11,200\n';

describe('csv: what it takes', () => {
  test.each<readonly [what: string, content: string | Uint8Array, options: Options]>([
    ['a plain file', TWO, {}],
    ['no line end at the end', TWO.trimEnd(), {}],
    ['CRLF', TWO.replaceAll('\n', '\r\n'), {}],
    ['a byte order mark', `\ufeff${TWO}`, {}],
    ['blank lines anywhere', `\n${TWO.replaceAll('\n', '\n\n')}  \n\n\n`, {}],
    ['quotes around everything', TWO.replaceAll(/[^,\n]+/g, '"$&"'), {}],
    ['quotes and CRLF', TWO.replaceAll(/[^,\n]+/g, '"$&"').replaceAll('\n', '\r\n'), {}],
    ['blanks around the fields', TWO.replaceAll(',', ' , '), {}],
    ['semicolons', TWO.replaceAll(',', ';'), { delimiter: ';' }],
    ['tabs', TWO.replaceAll(',', '\t'), { delimiter: '\t' }],
    ['headers in capitals', TWO.replace('date,open,high,low,close,volume', 'DateTime,Open,HIGH,Low,Close,Volume'), {}],
    ['no header', TWO.slice(TWO.indexOf('\n') + 1), { header: ['date', 'open', 'high', 'low', 'close', 'volume'] }],
    ['mapped columns', TWO.replace('open,high,low,close', 'o,h,l,last'), { columns: { open: 'O', high: 'h', low: 'l', close: 'Last' } }],
    [
      'a column of text with delimiters, quotes and line ends',
      TWO.replaceAll(/^(\d.*)$/gm, '$1,"a, ""b""\nc"').replace('volume', 'volume,note'),
      {},
    ],
    ['a hundred columns', TWO.trimEnd().replaceAll(/$/gm, ',x'.repeat(100)), {}],
    ['a hundred quoted columns', TWO.trimEnd().replaceAll(/$/gm, ',"x"'.repeat(100)), {}],
    ['midnights for dates', TWO.replaceAll(/^(\d{4}-\d\d-\d\d)/gm, '$1 00:00:00-05:00'), {}],
    [
      'epoch seconds of the open',
      TWO.replace('2024-01-02', '1704205800').replace('2024-01-03', '1704292200'),
      { time: { format: 'epoch-seconds' } },
    ],
    [
      'epoch millis of midnight UTC',
      TWO.replace('2024-01-02', '1704153600000').replace('2024-01-03', '1704240000000'),
      { time: { format: 'epoch-millis' } },
    ],
    ['another date format', TWO.replaceAll(/(2024)-(\d\d)-(\d\d)/g, '$3.$2.$1'), { time: { format: 'dd.MM.yyyy' } }],
    ['dates without separators', TWO.replaceAll(/(2024)-(\d\d)-(\d\d)/g, '$1$2$3'), { time: { format: 'yyyyMMdd' } }],
    ['names of months', TWO.replaceAll(/2024-01-0(\d)/g, 'Jan $1 2024'), { time: { format: 'MMM d yyyy' } }],
  ])('%s', async (_, content, options) => {
    const { columns, instrument } = await series(content, options);
    expect([...columns.time]).toEqual([Date.parse('2024-01-02T21:00Z'), Date.parse('2024-01-03T21:00Z')]);
    expect([...columns.openTime!]).toEqual([Date.parse('2024-01-02T14:30Z'), Date.parse('2024-01-03T14:30Z')]);
    expect([columns.open, columns.high, columns.low, columns.close, columns.volume].map((each) => [...each])).toEqual([
      [10, 10.5],
      [11, 12],
      [9, 10],
      [10.5, 11],
      [100, 200],
    ]);
    expect(instrument.volume).toBe('known');
  });

  test('further columns, with no value where the cell is empty', async () => {
    const content = 'date,open,high,low,close,volume,PE,vwap\n2024-01-02,10,11,9,10.5,100,-3.5,\n2024-01-03,10.5,12,10,11,200,nan,10.9\n';
    const { extra } = (await series(content, { extra: ['pe', 'vwap'] })).columns;
    expect([...extra!].map(([name, column]) => [name, ...column])).toEqual([
      ['pe', -3.5, Number.NaN],
      ['vwap', Number.NaN, 10.9],
    ]);
  });

  test('volume is unknown without a column, or when it is zero or empty throughout, unless it is said', async () => {
    const volume = async (content: string, options: Options = {}): Promise<string> => (await series(content, options)).instrument.volume;
    const none = TWO.replaceAll(/,[^,\n]*$/gm, '');
    expect(await volume(none)).toBe('unknown');
    expect(await volume(TWO.replaceAll(/\d00$/gm, '0'))).toBe('unknown');
    expect(await volume(TWO.replaceAll(/\d00$/gm, ''))).toBe('unknown');
    expect(await volume(TWO.replace(',100\n', ',\n'))).toBe('known');
    expect(await volume(TWO.replaceAll(/\d00$/gm, '0'), { instrument: { volume: 'known' } })).toBe('known');
    expect(await volume(TWO, { instrument: { volume: 'unknown' } })).toBe('unknown');
  });

  test('instruments have the properties given, and no tick on adjusted prices', async () => {
    const raw = (await series(TWO, { instrument: { currency: 'EUR', tick: '0.05', lotStep: '0.1', multiplier: 50 } })).instrument;
    expect(raw).toMatchObject({ symbol: 'AAA', currency: 'EUR', tick: 0.05, lotStep: 0.1, multiplier: 50, basis: 'raw' });
    expect((await series(TWO, { basis: 'split' })).instrument).toMatchObject({ tick: undefined, basis: 'split' });
  });

  test('a folder with a pattern', async () => {
    const where = file(TWO, 'aaa-daily.csv');
    file(TWO, 'bbb-daily.csv');
    const feed = csv({ basis: 'raw', files: { dir: path.dirname(where), symbols: ['bbb', 'aaa'], pattern: '{symbol}-daily.csv' } });
    expect((await feed.load()).series.map((one) => one.instrument.symbol)).toEqual(['bbb', 'aaa']);
  });

  test('`from` and `to` are inclusive, and leave rows outside unchecked', async () => {
    const content = `${TWO}2024-01-04,11,12,10,11.5,1\n2024-01-05,1,oops,,3,1\n`.replace('10,11,9,10.5', 'x,y,z,0');
    expect(await closes(content, { from: '2024-01-03', to: '2024-01-04' })).toEqual([11, 11.5]);
    const { series: none, warnings } = await load(TWO, { from: '2025-01-01' });
    expect(none[0]!.length).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('no row between from and to')]);
  });

  test('the session of an early close ends early', async () => {
    const { columns } = await series(TWO.replace('2024-01-02', '2023-07-03').replace('2024-01-03', '2023-07-05'));
    expect([...columns.time].map((time) => new Date(time).toISOString())).toEqual(['2023-07-03T17:00:00.000Z', '2023-07-05T20:00:00.000Z']);
  });
});

describe('csv: total return', () => {
  const content = 'Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,100,110,90,104,52,7\n2024-01-03,50,60,40,48,48,9\n';

  test('multiplies prices by adjusted close / close, and leaves volume', async () => {
    const { columns, instrument } = await series(content, { basis: 'total-return' });
    // The factors are 52 / 104 = 0.5 and 48 / 48 = 1.
    expect([columns.open, columns.high, columns.low, columns.close, columns.volume].map((each) => [...each])).toEqual([
      [50, 50],
      [55, 60],
      [45, 40],
      [52, 48],
      [7, 9],
    ]);
    expect(instrument.basis).toBe('total-return');
  });

  test('the adjusted close is not looked at on another basis', async () => {
    expect(await closes(content.replace(',52,', ',oops,'), { basis: 'split' })).toEqual([104, 48]);
  });
});

describe('csv: sample data', () => {
  const data = path.join(import.meta.dirname, '../../examples/data');

  test('minutes of SPY: 390 regular bars a day', async () => {
    const feed = csv({ files: { SPY: `${data}/minute/SPY.csv` }, basis: 'raw', interval: '1m', time: { stamp: 'open' } });
    const [spy] = (await feed.load()).series;
    expect(spy!.length).toBe(4839);
    expect(spy!.columns.extended!.reduce((sum, mark) => sum + mark, 0)).toBe(4839 - 6 * 390);
    expect(new Date(spy!.openTimeAt(0)).toISOString()).toBe('2013-10-04T08:06:00.000Z');
  });

  test('stocks, funds and indices make one table, and no bar sees an index of its own day', async () => {
    const feeds: HistoricalFeed<'total-return'>[] = [
      csv({ files: { dir: data, symbols: ['SPY', 'QQQ', 'AIG'] }, basis: 'total-return' }),
      csvExternal({ name: 'vix', file: `${data}/VIX.csv`, knownAt: KNOWN_AT.VIX }),
      csvExternal({ name: 'dxy', file: `${data}/DXY.csv`, knownAt: KNOWN_AT.DXY }),
    ];
    const loaded = await Promise.all(feeds.map((feed) => feed.load()));
    const table = new BarTable<'total-return'>(
      loaded.flatMap((one) => one.series),
      loaded.flatMap((one) => one.externals ?? []),
    );
    expect(table.series.map((one) => one.length)).toEqual([7843, 6301, 4828]);
    const spy = table.seriesOf('SPY');
    const last = spy.source.countUntil(Date.parse('2024-03-08T21:00Z')) - 1;
    // The VIX closed at 14.44 on 2024-03-07 and at 14.74 on the 8th.
    expect([spy.valueAt('vix', last), spy.valueAt('vix', last + 1)]).toEqual([14.44, 14.74]);
  });

  test('the VIX breaks the rules of bars: strict refuses it, tolerant counts', async () => {
    const feed = csv({ files: { VIX: `${data}/VIX.csv` }, basis: 'raw', mode: 'tolerant' });
    const { series: all, sources, warnings } = await feed.load();
    expect(all[0]!.instrument.volume).toBe('unknown');
    const dropped = sources![0]!.dropped!;
    expect(dropped.filter(({ reason }) => reason.includes('no session')).length + 47).toBe(dropped.length);
    expect(warnings).toHaveLength(1);
  });
});

test('feeds of different bases do not type-check together', () => {
  const feed: HistoricalFeed<'raw'> = csv({ basis: 'raw', files: { AAA: 'a.csv' } });
  // @ts-expect-error split prices are no raw prices
  const other: HistoricalFeed<'raw'> = csv({ basis: 'split', files: { AAA: 'a.csv' } });
  expect([feed.basis, other.basis]).toEqual(['raw', 'split']);
});
