import { describe, expect, test } from '@jest/globals';

import { csv, type CsvOptions } from '../../feeds/index.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { file, place } from './files.js';
import { rejection } from './rejection.js';

type Options = Partial<CsvOptions<PriceBasis>>;

const HEAD = 'date,open,high,low,close,volume';
const GOOD = `${HEAD}\n2024-01-02,10,11,9,10.5,100\n2024-01-03,10.5,12,10,11,200\n`;
const INTRADAY: Options = { interval: '1m', time: { stamp: 'open' } };
const EPOCH: Options = { interval: '1m', time: { stamp: 'open', format: 'epoch-seconds' } };
const NEW_YORK: Options = { interval: '1m', time: { stamp: 'open', zone: 'America/New_York' } };

/** A fault: the text of the third line, which follows the good bar of 2024-01-02, its code, and what the message says. */
type RowFault = readonly [what: string, row: string, code: string, message: string, options?: Options];

const ROWS: readonly RowFault[] = [
  ['a date twice', '2024-01-02,10,11,9,10.5,1', 'data/duplicate', 'a second bar for 2024-01-02T21:00:00Z'],
  ['an earlier date', '2023-12-29,10,11,9,10.5,1', 'data/unsorted', '2023-12-29T21:00:00Z comes after 2024-01-02T21:00:00Z'],
  ['high below low', '2024-01-03,10,9,11,10.5,1', 'data/high-below-low', 'high is below low (open 10, high 9, low 11, close 10.5)'],
  ['close above high', '2024-01-03,10,11,9,12,1', 'data/ohlc', 'open or close lies outside low to high'],
  ['a word for a price', '2024-01-03,10,11,9,null,1', 'data/not-a-number', 'close NaN'],
  ['an empty price', '2024-01-03,,11,9,10,1', 'data/not-a-number', 'open NaN'],
  ['an infinite price', '2024-01-03,10,1e999,9,10,1', 'data/not-a-number', 'high Infinity'],
  ['a hexadecimal price', '2024-01-03,0x10,20,9,10,1', 'data/not-a-number', 'open NaN'],
  ['a negative price', '2024-01-03,10,11,-9,10,1', 'data/price-not-positive', 'low -9'],
  ['a price of zero', '2024-01-03,10,11,0,10,1', 'data/price-not-positive', 'low 0'],
  ['a negative volume', '2024-01-03,10,11,9,10,-1', 'data/volume', 'not a number of at least 0 (-1)'],
  ['a word for a volume', '2024-01-03,10,11,9,10,many', 'data/volume', '(NaN)'],
  ['a field too few', '2024-01-03,10,11,9,10', 'csv/field-count', '5 fields where the header has 6'],
  ['a field too many', '2024-01-03,10,11,9,10,1,000', 'csv/field-count', '7 fields where the header has 6'],
  ['a holiday', '2024-01-15,10,11,9,10,1', 'csv/no-session', '2024-01-15 is no session of XNYS'],
  ['a date that does not exist', '2023-02-29,10,11,9,10,1', 'csv/time', '"2023-02-29" is no time of format date'],
  ['a date of another format', '01/03/2024,10,11,9,10,1', 'csv/time', '"01/03/2024" is no time of format date'],
  ['an empty date', ',10,11,9,10,1', 'csv/time', '"" is no time of format date'],
  ['a time of day in a file of dates', '2024-01-03 15:30,10,11,9,10,1', 'csv/time', '"2024-01-03 15:30" is no time'],
  [
    'a date before the calendar',
    '1960-01-04,10,11,9,10,1',
    'csv/out-of-calendar',
    'XNYS knows 1990-01-01 to 2035-12-31, not the date 1960-01-04',
  ],
  [
    'a word in a further column',
    '2024-01-03,10,11,9,10,x',
    'csv/extra',
    'volume is no number ("x")',
    { extra: ['volume'], columns: { volume: 'open' } },
  ],
  [
    'an adjusted close of zero',
    '2024-01-03,10,11,9,10,0',
    'csv/adj-close',
    'no price above zero ("0")',
    { basis: 'total-return', columns: { adjClose: 'volume', volume: 'open' } },
  ],
  [
    'an empty adjusted close',
    '2024-01-03,10,11,9,10,',
    'csv/adj-close',
    'no price above zero ("")',
    { basis: 'total-return', columns: { adjClose: 'volume', volume: 'open' } },
  ],
];

/** The same in a file of minutes, whose good second line is 2024-01-02T15:00Z. */
const MINUTES: readonly RowFault[] = [
  ['a date alone', '2024-01-03,10,11,9,10,1', 'csv/time', '"2024-01-03" is no time of format iso', INTRADAY],
  ['milliseconds for seconds', '1704206400000,10,11,9,10,1', 'csv/time', '"1704206400000" is no time of format epoch-seconds', EPOCH],
  ['a word for seconds', 'now,10,11,9,10,1', 'csv/time', '"now" is no time of format epoch-seconds', EPOCH],
  ['a minute of 60', '2024-01-03T10:60Z,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  ['a fraction without digits', '2024-01-03T10:00:00.Z,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  ['seconds cut short', '2024-01-03T10:00:0,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  ['letters after the time', '2024-01-03T10:00Zulu,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  ['an offset of 99 hours', '2024-01-03T10:00+99:00,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  ['a slash for a date mark', '2024/01/03T10:00Z,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  ['an hour of 24', '2024-01-03T24:00Z,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  ['an offset that is none', '2024-01-03T10:00+5,10,11,9,10,1', 'csv/time', 'no time of format iso', INTRADAY],
  [
    'no offset and no zone',
    '2024-01-03T10:00,10,11,9,10,1',
    'csv/zone',
    '"2024-01-03T10:00" has no offset from UTC, and no zone was given',
    INTRADAY,
  ],
  [
    'an hour that was skipped',
    '2024-03-10 02:30,10,11,9,10,1',
    'csv/skipped-hour',
    '"2024-03-10 02:30" never was in America/New_York',
    NEW_YORK,
  ],
  ['a time after the calendar', '2044-01-04T15:00Z,10,11,9,10,1', 'csv/out-of-calendar', 'XNYS knows 1990-01-01 to 2035-12-31', INTRADAY],
];

const FAULTS = [
  ...ROWS.map(([what, ...rest]) => [what, `${HEAD}\n2024-01-02,10,11,9,10.5,100\n`, ...rest] as const),
  ...MINUTES.map(
    ([what, ...rest]) => [what, `${HEAD}\n${rest[3] === EPOCH ? '1704207600' : '2024-01-02T15:00Z'},10,11,9,10.5,100\n`, ...rest] as const,
  ),
];

describe('csv: a faulty row', () => {
  test.each(FAULTS)('%s: strict throws with file, line and hint', async (_, before, row, code, message, options = {}) => {
    const where = file(`${before}${row}\n`);
    const error = await rejection(csv({ basis: 'raw', ...options, files: { AAA: where } }).load());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\w/), context: { file: where, line: 3, symbol: 'AAA' } });
    expect(error.message).toContain(`${where}:3: AAA ${options.interval ?? '1d'}: `);
    expect(error.message).toContain(message);
  });

  test.each(FAULTS)('%s: tolerant drops, counts, lists and warns once', async (_, before, row, _code, message, options = {}) => {
    const after = `${options.interval === undefined ? '2024-04-01' : options === EPOCH ? '1711983600' : '2024-04-01T15:00Z'},10,11,9,10.5,100\n`;
    const where = file(`${before}${row}\n\n${row}\n${after}`);
    const { series, sources, warnings } = await csv({ basis: 'raw', ...options, mode: 'tolerant', files: { AAA: where } }).load();
    expect(series[0]!.length).toBe(2);
    const reason = expect.stringContaining(message);
    expect(sources).toEqual([
      {
        name: where,
        rows: 2,
        dropped: [
          { line: 3, reason },
          { line: 5, reason },
        ],
      },
    ]);
    expect(warnings).toEqual([
      expect.stringContaining(`${where}: AAA ${options.interval ?? '1d'}: 2 of 4 rows dropped, the first at line 3: `),
    ]);
  });

  test('lines are counted through line ends within quotes', async () => {
    const where = file('date,open,high,low,close,note\n2024-01-02,10,11,9,10,"one\r\ntwo"\n2024-01-03,10,1,9,10,\n');
    expect(await rejection(csv({ basis: 'raw', files: { AAA: where } }).load())).toMatchObject({ context: { line: 4 } });
  });

  test('dropped rows do not set the clock', async () => {
    // The row of 2034 is dropped for its price, and must neither make later rows unsorted nor mark them.
    const where = file(`${HEAD}\n2024-01-02T15:00Z,1,1,1,1,1\n2034-01-03T15:00Z,1,0,1,1,1\n2024-01-02T15:01Z,1,1,1,1,1\n`);
    const { series } = await csv({ basis: 'raw', ...INTRADAY, mode: 'tolerant', files: { AAA: where } }).load();
    expect([series[0]!.length, series[0]!.columns.extended]).toEqual([2, undefined]);
  });
});

describe('csv: a faulty file', () => {
  const DATA: readonly (readonly [
    what: string,
    content: string | Uint8Array,
    code: string,
    line: number,
    message: string,
    options?: Options,
  ])[] = [
    ['empty', '', 'csv/empty', 1, 'the file is empty'],
    ['blank', '\n\n', 'csv/empty', 2, 'the file is empty'],
    ['header only', `${HEAD}\n`, 'csv/empty', 1, 'a header but no row'],
    ['header only, no line end', HEAD, 'csv/empty', 1, 'a header but no row'],
    [
      'no close',
      GOOD.replace('close', 'last'),
      'csv/unknown-column',
      1,
      'no column "close / closelast" for close; the header has date, open, high, low, last, volume',
    ],
    ['no mapped column', GOOD, 'csv/unknown-column', 1, 'no column "Zu" for close; the header has date', { columns: { close: 'Zu' } }],
    ['no adjusted close', GOOD, 'csv/unknown-column', 1, 'no column "adjclose / adjustedclose" for adjClose', { basis: 'total-return' }],
    ['no further column', GOOD, 'csv/unknown-column', 1, 'no column "pe" for extra', { extra: ['pe'] }],
    [
      'no volume though known',
      GOOD.replace('volume', 'x'),
      'csv/unknown-column',
      1,
      'no column "volume / vol"',
      { instrument: { volume: 'known' } },
    ],
    ['two times', GOOD.replace('volume', 'Timestamp'), 'csv/ambiguous-column', 1, '"date" and "Timestamp" could both be time'],
    ['an open quote', GOOD.replace('2024-01-03', '"2024-01-03'), 'csv/endless-row', 3, 'a quote is open'],
    ['UTF-16', Buffer.from(`\ufeff${GOOD}`, 'utf16le'), 'csv/encoding', 1, 'UTF-16'],
    [
      'not one good row',
      GOOD,
      'csv/empty',
      2,
      'not one row is usable; this one: "2024-01-02" is no time',
      { mode: 'tolerant', time: { format: 'dd.MM.yyyy' } },
    ],
  ];

  test.each(DATA)('%s', async (_, content, code, line, message, options = {}) => {
    const where = file(content);
    const error = await rejection(csv({ basis: 'raw', ...options, files: { AAA: where } }).load());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\w/), context: { file: where, line, symbol: 'AAA' } });
    expect(error.message).toContain(`${where}:${line}: AAA 1d: `);
    expect(error.message).toContain(message);
  });

  test('an unknown column names what was wanted and what there is', async () => {
    const error = await rejection(csv({ basis: 'raw', columns: { close: 'Zu' }, files: { AAA: file(GOOD) } }).load());
    expect(error).toMatchObject({ context: { wanted: 'Zu', columns: HEAD.split(',') } });
  });

  test('missing, or a folder', async () => {
    const missing = place('none.csv');
    const error = await rejection(csv({ basis: 'raw', files: { AAA: missing } }).load());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code: 'csv/no-file', context: { file: missing, symbol: 'AAA' }, hint: expect.stringContaining(missing) });
    expect(error.message).toContain(missing);
    const folder = await rejection(csv({ basis: 'raw', files: { AAA: place('.') } }).load());
    expect(folder).toMatchObject({ code: 'csv/unreadable', hint: expect.stringContaining('text file') });
  });
});

describe('csv: options that cannot work', () => {
  test.each<readonly [what: string, options: Options, code: string]>([
    ['intraday without stamp', { interval: '1m' }, 'csv/stamp'],
    ['daily with stamp', { time: { stamp: 'close' } }, 'csv/stamp'],
    ['intraday dates', { interval: '1h', time: { stamp: 'open', format: 'date' } }, 'csv/time-format'],
    ['local format without zone', { interval: '1m', time: { stamp: 'open', format: 'dd.MM.yyyy HH:mm' } }, 'csv/zone'],
    ['unknown zone', { time: { zone: 'America/Gotham' } }, 'config/zone'],
    ['unknown interval', { interval: '1x' as '1m' }, 'config/interval'],
    ['no files', { files: {} }, 'csv/no-files'],
    ['no symbols', { files: { dir: 'data', symbols: [] } }, 'csv/no-files'],
    ['unknown basis', { basis: 'adjusted' as 'raw' }, 'csv/basis'],
    ['unknown mode', { mode: 'lax' as 'strict' }, 'csv/mode'],
    ['no date', { from: '2024-13-01' }, 'csv/date'],
    ['dates the wrong way round', { from: '2024-02-01', to: '2024-01-01' }, 'csv/date'],
    ['a tick of zero', { instrument: { tick: 0 } }, 'instrument/tick'],
  ])('%s', (_, options, code) => {
    let error: unknown;
    try {
      csv({ basis: 'raw', files: { AAA: 'a.csv' }, ...options });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  });
});
