import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';
import { parquetMetadataAsync, parquetReadObjects, asyncBufferFromFile } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

import { csv, parquet, writeParquet, type ParquetOptions } from '../../../feeds/index.js';
import { BarSeries, type PriceBasis } from '../../../src/index.js';
import { root } from '../../support/cli.js';
import { withExtra } from '../../support/columns.js';
import { rejection, thrown } from '../../support/thrown.js';
import { minutes, plain, sessions } from '../store/bars.js';
import { double, int64, newFile, pandasNote, parquetFile, text, timestamps, type Column } from './files.js';

type Given = Partial<Omit<ParquetOptions<PriceBasis>, 'files'>>;

const load = async (file: string, given: Given = {}): Promise<BarSeries> =>
  (await parquet({ files: { AAA: file }, basis: 'raw', ...given }).load()).series[0]!;
const failure = (file: string, given: Given = {}): Promise<unknown> => rejection(load(file, given));
const closes = ({ columns }: BarSeries): string[] => [...columns.time].map((time) => new Date(time).toISOString());

const prices = (count = 2): Column[] =>
  ['open', 'high', 'low', 'close'].map((name) =>
    double(
      name,
      Array.from({ length: count }, (_, i) => 10 + i),
    ),
  );
const MINUTE: Given = { interval: '1m', time: { stamp: 'open' } };

describe('files as pandas writes them', () => {
  // yfinance: an index of midnights in New York, stored as UTC, and int64 volume.
  test('a daily index of a zone is a date of that zone', async () => {
    const file = parquetFile(
      [
        ...['Open', 'High', 'Low', 'Close'].map((name) => double(name, [10, 11])),
        int64('Volume', [100, 200]),
        timestamps('Date', ['2024-01-02T05:00:00Z', '2024-07-01T04:00:00Z'], 'NANOS', true),
      ],
      pandasNote('Date', 'America/New_York'),
    );
    const series = await load(file);
    expect(closes(series)).toEqual(['2024-01-02T21:00:00.000Z', '2024-07-01T20:00:00.000Z']);
    expect([...series.columns.volume]).toEqual([100, 200]);
    expect(series.instrument.volume).toBe('known');
  });

  test('a zone east of Greenwich is told by the file, and by the options', async () => {
    // Midnights of 2024-01-03 and 04 in Tokyo are 15:00 UTC of the days before.
    const columns = [...prices(), timestamps('Date', ['2024-01-02T15:00:00Z', '2024-01-03T15:00:00Z'], 'NANOS', true)];
    const wanted = ['2024-01-03T21:00:00.000Z', '2024-01-04T21:00:00.000Z'];
    expect(closes(await load(parquetFile(columns, pandasNote('Date', 'Asia/Tokyo'))))).toEqual(wanted);
    expect(closes(await load(parquetFile(columns), { time: { zone: 'Asia/Tokyo' } }))).toEqual(wanted);
    expect(closes(await load(parquetFile(columns)))[0]).toBe('2024-01-02T21:00:00.000Z');
  });

  test.each(['MILLIS', 'MICROS', 'NANOS'] as const)('%s since 1970 are the same minutes', async (unit) => {
    const times = ['2024-01-02T14:30:00Z', '2024-01-02T14:31:00Z'];
    expect(
      closes(await load(parquetFile([timestamps('ts', times, unit, true), ...prices()]), { ...MINUTE, columns: { time: 'ts' } })),
    ).toEqual(['2024-01-02T14:31:00.000Z', '2024-01-02T14:32:00.000Z']);
  });

  test('every nanosecond time of a day comes back as the millisecond it is', async () => {
    const count = 1440;
    const start = Date.parse('2024-03-08T00:00:00Z');
    const times = Array.from({ length: count }, (_, i) => new Date(start + i * 60_000).toISOString());
    for (const nullable of ['OPTIONAL', 'REQUIRED'] as const) {
      const column = timestamps('time', times, 'NANOS', true);
      const file = parquetFile([{ ...column, element: { ...column.element, repetition_type: nullable } }, ...prices(count)]);
      const series = await load(file, { ...MINUTE, instrument: { calendar: 'always-open' } });
      expect([...series.columns.time]).toEqual(Array.from({ length: count }, (_, i) => start + (i + 1) * 60_000));
    }
  });

  test('local times need their zone, across a change of the clock', async () => {
    // 2024-03-08 is winter time in New York, 2024-03-11 summer time.
    const file = parquetFile([timestamps('datetime', ['2024-03-08T09:30:00Z', '2024-03-11T09:30:00Z'], 'MICROS', false), ...prices()]);
    expect(await failure(file, MINUTE)).toMatchObject({ name: 'ConfigError', code: 'parquet/zone' });
    expect(closes(await load(file, { interval: '1m', time: { stamp: 'open', zone: 'America/New_York' } }))).toEqual([
      '2024-03-08T14:31:00.000Z',
      '2024-03-11T13:31:00.000Z',
    ]);
    const skipped = parquetFile([timestamps('datetime', ['2024-03-10T02:30:00Z'], 'MICROS', false), ...prices(1)]);
    expect(await failure(skipped, { interval: '1m', time: { stamp: 'open', zone: 'America/New_York' } })).toMatchObject({
      code: 'parquet/skipped-hour',
    });
  });

  test('an index without a name, dates, and dates as text', async () => {
    const wanted = ['2024-01-02T21:00:00.000Z', '2024-01-03T21:00:00.000Z'];
    const days = ['2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z'];
    const date: Column = { name: 'date', data: days.map((day) => new Date(day)), element: { type: 'INT32', converted_type: 'DATE' } };
    for (const column of [
      timestamps('__index_level_0__', days, 'NANOS', false),
      date,
      text(
        'Date',
        days.map((day) => day.slice(0, 10)),
      ),
    ])
      expect(closes(await load(parquetFile([...prices(), column])))).toEqual(wanted);
  });

  test('plain numbers need their unit', async () => {
    const file = parquetFile([int64('time', [1_704_205_800, 1_704_205_860]), ...prices()]);
    expect(await failure(file, MINUTE)).toMatchObject({ name: 'DataError', code: 'parquet/time-type' });
    expect(closes(await load(file, { interval: '1m', time: { stamp: 'open', format: 'epoch-seconds' } }))[0]).toBe(
      '2024-01-02T14:31:00.000Z',
    );
  });

  test('symbols as a category, several in one file, in any order', async () => {
    const symbols = ['AAA', 'BBB', 'AAA', 'CCC', 'BBB'];
    const times = ['2024-01-02', '2024-01-02', '2024-01-03', '2024-01-02', '2024-01-03'].map((day) => `${day}T00:00:00Z`);
    const file = parquetFile([text('ticker', symbols), timestamps('date', times, 'NANOS', false), ...prices(5)]);
    const { series, sources } = await parquet({ files: { BBB: file, AAA: file }, basis: 'raw' }).load();
    expect(series.map((one) => [one.instrument.symbol, ...one.columns.close])).toEqual([
      ['BBB', 11, 14],
      ['AAA', 10, 12],
    ]);
    expect(sources!.map(({ rows }) => rows)).toEqual([2, 2]);
    expect(await rejection(parquet({ files: { DDD: file }, basis: 'raw' }).load())).toMatchObject({
      code: 'parquet/unknown-symbol',
      message: expect.stringContaining('AAA, BBB, CCC'),
    });
  });

  test('a null price is a faulty row, a null volume is no volume', async () => {
    const days = ['2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z', '2024-01-04T00:00:00Z'];
    const of = (low: (number | null)[], volume: (number | null)[]): string =>
      parquetFile([
        timestamps('date', days, 'NANOS', false),
        double('open', [10, 11, 12]),
        double('high', [10, 11, 12]),
        double('low', low),
        double('close', [10, 11, 12]),
        double('volume', volume),
      ]);
    expect([...(await load(of([10, 11, 12], [5, null, 7]))).columns.volume]).toEqual([5, 0, 7]);
    const faulty = of([10, null, 12], [5, 6, 7]);
    expect(await failure(faulty)).toMatchObject({ name: 'DataError', code: 'data/not-a-number', context: { row: 2 } });
    const { series, sources, warnings } = await parquet({ files: { AAA: faulty }, basis: 'raw', mode: 'tolerant' }).load();
    expect([...series[0]!.columns.close]).toEqual([10, 12]);
    expect([...series[0]!.columns.volume]).toEqual([5, 7]);
    expect(sources![0]!.dropped).toEqual([{ line: 2, reason: expect.stringContaining('not a finite number') }]);
    expect(warnings).toHaveLength(1);
  });

  test('prices as decimals, floats and integers; total return by the adjusted close', async () => {
    const decimal = (name: string, data: number[]): Column => ({
      name,
      data,
      element: { type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 9 },
    });
    const file = parquetFile([
      text('date', ['2024-01-02', '2024-01-03']),
      decimal('open', [10.25, 20]),
      { name: 'high', data: [11, 21], element: { type: 'FLOAT' } },
      { name: 'low', data: [9, 19], element: { type: 'INT32' } },
      double('close', [10.5, 20]),
      double('Adj Close', [5.25, 20]),
    ]);
    const { columns } = await load(file, { basis: 'total-return' });
    expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0], columns.close[1]]).toEqual([5.125, 5.5, 4.5, 5.25, 20]);
  });

  test.each(['SNAPPY', 'UNCOMPRESSED'] as const)('groups and pages of any size, %s', async (codec) => {
    const series = minutes('AAA', 5000);
    const column = (name: 'open' | 'high' | 'low' | 'close' | 'volume'): Column => double(name, [...series.columns[name]]);
    const file = parquetFile(
      [
        timestamps(
          'time',
          [...series.columns.time].map((time) => new Date(time).toISOString()),
          'NANOS',
          true,
        ),
        ...(['open', 'high', 'low', 'close', 'volume'] as const).map(column),
      ],
      { codec, rowGroupSize: [100, 1300], pageSize: 700 },
    );
    const read = await load(file, { interval: '1m', time: { stamp: 'close' }, instrument: { calendar: 'always-open' } });
    expect(plain(read)).toEqual(plain(series));
  });
});

describe('writeParquet', () => {
  test('what is written is read, without saying it again', async () => {
    for (const compression of ['snappy', 'none'] as const) {
      const file = newFile();
      const series = withExtra(sessions({ symbol: 'AAA', basis: 'split' }, [10, 11, 12]), 'signal', [0.5, Number.NaN, -1]);
      await writeParquet(file, series, { compression });
      expect(plain(await load(file, { basis: 'split', extra: ['signal'] }))).toEqual(plain(series));
      const many = minutes('AAA', 140_000);
      await writeParquet(file, many, { compression });
      expect(plain(await load(file, { interval: '1m', instrument: { calendar: 'always-open' } }))).toEqual(plain(many));
    }
  });

  test('others see datetime64[ms, UTC] and doubles', async () => {
    const file = newFile();
    await writeParquet(file, sessions({ symbol: 'AAA' }, [10, 11]));
    const buffer = await asyncBufferFromFile(file);
    const { schema } = await parquetMetadataAsync(buffer);
    expect(
      schema.slice(1).map(({ name, type, logical_type: logical, repetition_type: repetition }) => [name, type, logical, repetition]),
    ).toEqual([
      ['timestamp', 'INT64', { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' }, 'REQUIRED'],
      ...['open', 'high', 'low', 'close', 'volume'].map((name) => [name, 'DOUBLE', undefined, 'REQUIRED']),
    ]);
    expect((await parquetReadObjects({ file: buffer, compressors }))[1]).toEqual({
      timestamp: new Date('2024-01-09T14:30:00Z'),
      open: 11,
      high: 12,
      low: 10,
      close: 11,
      volume: 1000,
    });
  });

  test('a file is not taken for something else than it says', async () => {
    const file = newFile();
    await writeParquet(file, sessions({ symbol: 'AAA', basis: 'split' }, [10]));
    expect(await failure(file, { basis: 'total-return' })).toMatchObject({ name: 'ConfigError', code: 'parquet/other-basis' });
    expect(await failure(file, { basis: 'split', interval: '1m' })).toMatchObject({ code: 'parquet/other-interval' });
    expect(await failure(file, { basis: 'split', instrument: { currency: 'EUR' } })).toMatchObject({ code: 'parquet/other-currency' });
    expect(await failure(file, { basis: 'split', instrument: { calendar: 'always-open' } })).toMatchObject({
      code: 'parquet/other-calendar',
    });
    const total = newFile();
    await writeParquet(total, sessions({ symbol: 'AAA', basis: 'total-return' }, [10]));
    expect((await load(total, { basis: 'total-return' })).columns.close[0]).toBe(10);
  });

  test('real bars: SPY from CSV to Parquet and back', async () => {
    const [series] = (await csv({ files: { SPY: path.join(root, 'examples/data/SPY.csv') }, basis: 'total-return' }).load()).series;
    const file = newFile();
    await writeParquet(file, series!);
    const [read] = (await parquet({ files: { SPY: file }, basis: 'total-return' }).load()).series;
    expect(plain(read!)).toEqual(plain(series!));
  });
});

describe('bad files and options', () => {
  test('files that cannot be read', async () => {
    expect(await failure('/nowhere/x.parquet')).toMatchObject({ name: 'DataError', code: 'parquet/no-file' });
    const csvFile = newFile();
    writeFileSync(csvFile, 'date,open\n'.repeat(50));
    expect(await failure(csvFile)).toMatchObject({ name: 'DataError', code: 'parquet/unreadable' });
    const cut = newFile();
    await writeParquet(cut, minutes('AAA', 1000));
    truncateSync(cut, 5000);
    expect(await failure(cut, { interval: '1m' })).toMatchObject({ name: 'DataError', code: 'parquet/unreadable' });
  });

  test('columns that are missing, or of the wrong type', async () => {
    const date = text('date', ['2024-01-02', '2024-01-03']);
    expect(await failure(parquetFile([date, ...prices().slice(1)]))).toMatchObject({
      code: 'csv/unknown-column',
      message: expect.stringContaining('open'),
    });
    expect(await failure(parquetFile([date, text('open', ['10', '11']), ...prices().slice(1)]))).toMatchObject({ code: 'parquet/type' });
    expect(await failure(parquetFile(prices()))).toMatchObject({ code: 'csv/unknown-column', message: expect.stringContaining('time') });
  });

  test('intraday files without a stamp or with dates only', async () => {
    const file = parquetFile([timestamps('time', ['2024-01-02T14:30:00Z', '2024-01-02T14:31:00Z'], 'NANOS', true), ...prices()]);
    expect(await failure(file, { interval: '1m' })).toMatchObject({ name: 'ConfigError', code: 'parquet/stamp' });
    expect(await failure(parquetFile([text('date', ['2024-01-02', '2024-01-03']), ...prices()]), MINUTE)).toMatchObject({
      code: 'parquet/time-type',
    });
  });

  test('between two dates', async () => {
    const days = ['02', '03', '04', '05'].map((day) => `2024-01-${day}T00:00:00Z`);
    const file = parquetFile([timestamps('date', days, 'NANOS', false), ...prices(4)]);
    expect([...(await load(file, { from: '2024-01-03', to: '2024-01-04' })).columns.close]).toEqual([11, 12]);
  });

  test.each<[string, object]>([
    ['basis', { basis: 'adjusted' }],
    ['mode', { mode: 'lenient' }],
    ['no-files', { files: {} }],
    ['date', { from: '2024-02-30' }],
    ['date', { from: '2024-02-03', to: '2024-02-02' }],
    ['stamp', { time: { stamp: 'open' } }],
  ])('option %s', (code, options) => {
    expect(thrown(() => parquet({ files: { AAA: 'x.parquet' }, basis: 'raw', ...options } as never))).toMatchObject({
      name: 'ConfigError',
      code: `parquet/${code}`,
      hint: expect.stringMatching(/./),
    });
  });
});
