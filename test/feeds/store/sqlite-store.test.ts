import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { openStore } from '../../../feeds/index.js';
import { BarSeries, DataError, MINUTE, type BarKey, type BarStore } from '../../../src/index.js';
import { openSqlite } from '../../../src/sqlite/open-sqlite.js';
import { scratchFolder } from '../../support/cli.js';
import { withExtended, withExtra } from '../../support/columns.js';
import { thrown } from '../../support/thrown.js';
import { minutes, plain, sessions } from './bars.js';

let folder: ReturnType<typeof scratchFolder>;
let file: string;
let bars: BarStore;
let made = 0;

beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => {
  bars.close();
  folder.remove();
});
beforeEach(() => {
  if (made > 0) bars.close();
  file = path.join(folder.dir, `${made++}.db`);
  bars = openStore(file);
});

const key = (given: Partial<BarKey> = {}): BarKey => ({ source: 'test', symbol: 'AAA', interval: '1d', adjustment: 'raw', ...given });
const days = (closes: readonly number[], first?: string, basis: BarKey['adjustment'] = 'raw'): BarSeries =>
  sessions({ symbol: 'AAA', basis }, closes, first);
const MINUTES = key({ interval: '1m' });

describe('what is written is read', () => {
  test('sessions with their opens, marks and further columns', () => {
    const series = withExtra(withExtended(days([10, 11, 12]), [1]), 'signal', [0.5, Number.NaN, -3]);
    expect(bars.write({ key: key(), series })).toEqual({ added: 3, changed: 0, unchanged: 0 });
    expect(plain(bars.read(key()))).toEqual(plain(series));
  });

  test('minutes over several packed windows, whole and cut anywhere', () => {
    const series = minutes('AAA', 90_000);
    bars.write({ key: MINUTES, series });
    expect(plain(bars.read(MINUTES))).toEqual(plain(series));
    const db = openSqlite(file, { readonly: true });
    // 90,000 minutes from 2020-01-06 on lie in four windows of 2^31 ms, each worth packing.
    expect(db.prepare('SELECT sum(rows) FROM pack').pluck().get()).toBe(90_000);
    db.close();
    for (const [from, to] of [
      [0, 1],
      [1234, 50_000],
      [40_000, 90_000],
      [89_999, 90_000],
    ] as const) {
      const time = series.columns.time;
      const part = bars.read(MINUTES, { after: time[from]! - 1, until: time[to - 1]! });
      expect(plain(part)).toEqual(plain(series.slice(from, to)));
    }
  });

  test('open times of intraday bars that are shorter than the interval', () => {
    const series = minutes('AAA', 600);
    const openTime = series.columns.time.map((time, i) => time - (i === 3 ? MINUTE / 2 : MINUTE));
    bars.write({ key: MINUTES, series: new BarSeries(series.instrument, '1m', { ...series.columns, openTime }) });
    const read = bars.read(MINUTES);
    expect([2, 3, 4].map((row) => read.columns.time[row]! - read.openTimeAt(row))).toEqual([MINUTE, MINUTE / 2, MINUTE]);
  });

  test('volume that was ever known stays known', () => {
    bars.write({ key: key(), series: sessions({ symbol: 'AAA', volume: 'unknown' }, [10]) });
    expect(bars.read(key()).instrument.volume).toBe('unknown');
    bars.write({ key: key(), series: days([11], '2024-01-09') });
    bars.write({ key: key(), series: sessions({ symbol: 'AAA', volume: 'unknown' }, [12], '2024-01-10') });
    expect(bars.read(key()).instrument.volume).toBe('known');
  });
});

describe('writing again', () => {
  test('adds and changes nothing when it is the same, and counts what differs', () => {
    bars.write({ key: key(), series: days([10, 11, 12]) });
    expect(bars.write({ key: key(), series: days([10, 11, 12]) })).toEqual({ added: 0, changed: 0, unchanged: 3 });
    expect(bars.write({ key: key(), series: days([11, 12.5, 13], '2024-01-09') })).toEqual({ added: 1, changed: 1, unchanged: 1 });
    expect([...bars.read(key()).columns.close]).toEqual([10, 11, 12.5, 13]);
  });

  test('into a packed window shows in the next read', () => {
    const series = minutes('AAA', 1000);
    bars.write({ key: MINUTES, series });
    const changed = minutes('AAA', 1000, { seed: 2 }).slice(500, 501);
    bars.write({ key: MINUTES, series: changed });
    const close = bars.read(MINUTES).columns.close;
    expect([close[499], close[500], close[501]]).toEqual([series.columns.close[499], changed.columns.close[0], series.columns.close[501]]);
  });

  test('what another program changes shows too: the rows are the truth', () => {
    bars.write({ key: MINUTES, series: minutes('AAA', 1000) });
    const db = openSqlite(file);
    const { time } = minutes('AAA', 1000).columns;
    db.prepare('UPDATE bars SET close = 1 WHERE time = ?').run(time[10]!);
    db.prepare('DELETE FROM bars WHERE time = ?').run(time[11]!);
    db.close();
    const read = bars.read(MINUTES);
    expect([read.length, read.columns.close[10], read.columns.time[11]]).toEqual([999, 1, time[12]]);
  });

  test('replace leaves nothing of what was there', () => {
    bars.write({ key: key(), series: withExtra(days([10, 11, 12]), 'x', [1, 2, 3]) });
    bars.write({ key: key(), series: days([20, 21], '2024-01-11'), replace: true });
    expect(plain(bars.read(key()))).toEqual(plain(days([20, 21], '2024-01-11')));
  });

  test('remove forgets one series only', () => {
    bars.write({ key: key(), series: days([10, 11]) });
    bars.write({ key: key({ source: 'other' }), series: days([12]) });
    expect(bars.remove(key())).toBe(2);
    expect(bars.list().map((one) => [one.key.source, one.rows])).toEqual([['other', 1]]);
  });
});

describe('rows can be queried by SQL', () => {
  test('through the view `prices`', () => {
    bars.write({ key: key(), series: days([10, 11, 12]) });
    const db = openSqlite(file, { readonly: true });
    expect(db.prepare('SELECT symbol, closes_utc, close FROM prices WHERE close > 10.5 ORDER BY closes_utc').all()).toEqual([
      { symbol: 'AAA', closes_utc: '2024-01-09 21:00:00', close: 11 },
      { symbol: 'AAA', closes_utc: '2024-01-10 21:00:00', close: 12 },
    ]);
    db.close();
  });
});

describe('nothing is mixed', () => {
  test.each<[string, Partial<BarKey>, BarSeries]>([
    ['adjustment', {}, days([10], undefined, 'split')],
    ['symbol', { symbol: 'BBB' }, days([10])],
    ['interval', { interval: '1m' }, days([10])],
  ])('bars of another %s are refused', (what, given, series) => {
    expect(thrown(() => bars.write({ key: key(given), series }))).toMatchObject({
      name: 'ConfigError',
      code: 'store/mixed',
      message: expect.stringContaining(what),
    });
    expect(bars.list()).toEqual([]);
  });

  test('sources, adjustments and feeds stand side by side', () => {
    const all = [
      key(),
      key({ adjustment: 'split' }),
      key({ source: 'alpaca', feed: 'iex' }),
      key({ source: 'alpaca', feed: 'sip' }),
      key({ source: 'alpaca' }),
    ];
    for (const [i, one] of all.entries()) bars.write({ key: one, series: days([10 + i], undefined, one.adjustment) });
    expect(all.map((one) => bars.read(one).columns.close[0])).toEqual([10, 11, 12, 13, 14]);
    expect(bars.list()).toHaveLength(5);
  });

  test('a key that is not there is an error that names what is', () => {
    bars.write({ key: key(), series: days([10]) });
    expect(thrown(() => bars.read(key({ adjustment: 'split' })))).toMatchObject({
      name: 'DataError',
      code: 'store/no-series',
      hint: 'of AAA it has AAA 1d raw from test',
    });
  });

  test('adjusted prices that were restated do not go beside the old ones', () => {
    const split = key({ adjustment: 'split' });
    bars.write({ key: split, series: days([100, 102, 104], undefined, 'split') });
    // After a 2:1 split the source halves what was before it.
    const error = thrown(() => bars.write({ key: split, series: days([51, 52, 53], '2024-01-09', 'split') }));
    expect(error).toMatchObject({ name: 'DataError', code: 'store/rescaled', context: { factor: 0.5, bars: 2 } });
    expect([...bars.read(split).columns.close]).toEqual([100, 102, 104]);
    bars.write({ key: split, series: days([50, 51, 52, 53], undefined, 'split'), replace: true });
    expect([...bars.read(split).columns.close]).toEqual([50, 51, 52, 53]);
  });

  test('a correction of one bar is no restatement, and raw prices are never restated', () => {
    const split = key({ adjustment: 'split' });
    bars.write({ key: split, series: days([100, 102, 104], undefined, 'split') });
    bars.write({ key: split, series: days([100, 110, 104], undefined, 'split') });
    expect([...bars.read(split).columns.close]).toEqual([100, 110, 104]);
    bars.write({ key: key(), series: days([100, 102]) });
    expect(bars.write({ key: key(), series: days([50, 51]) })).toMatchObject({ changed: 2 });
  });

  test('another currency or calendar is refused', () => {
    bars.write({ key: key(), series: days([10]) });
    const other = (spec: object): unknown => thrown(() => bars.write({ key: key(), series: sessions({ symbol: 'AAA', ...spec }, [10]) }));
    expect(other({ currency: 'EUR' })).toMatchObject({ code: 'store/other-currency' });
    expect(other({ calendar: 'always-open' })).toMatchObject({ code: 'store/other-calendar' });
  });

  test('a bar that breaks the rules is refused, and none of its batch is kept', () => {
    const { instrument, columns } = days([10, 11, 12]);
    const series = new BarSeries(instrument, '1d', { ...columns, high: Float64Array.of(11, 5, 13) });
    expect(thrown(() => bars.write({ key: key(), series }))).toMatchObject({ name: 'DataError', code: 'data/high-below-low' });
    expect(bars.list()).toEqual([]);
  });
});

describe('days covered', () => {
  test('are those of the bars unless the batch says more', () => {
    bars.write({ key: key(), series: days([10, 11]) });
    expect(bars.list()[0]!.covered).toEqual([{ first: 19_730, last: 19_731 }]);
    bars.write({ key: key(), series: days([12], '2024-01-10'), covered: { first: 19_732, last: 19_740 } });
    expect(bars.list()[0]!.covered).toEqual([{ first: 19_730, last: 19_740 }]);
  });
});

describe('the file', () => {
  test('is made with its folder, in WAL mode and with its version', () => {
    const nested = path.join(folder.dir, 'a', 'b', 'bars.db');
    openStore(nested).close();
    const db = openSqlite(nested);
    expect([db.pragma('journal_mode', { simple: true }), db.pragma('user_version', { simple: true })]).toEqual(['wal', 1]);
    db.close();
  });

  const open = (name: string, readonly = false) => thrown(() => openStore(path.join(folder.dir, name), { readonly }));

  test('that is missing is not made by a reader', () => {
    expect(open('none.db', true)).toMatchObject({ name: 'DataError', code: 'store/no-file' });
  });

  test('that is no database, or one of something else, is refused and left alone', () => {
    writeFileSync(path.join(folder.dir, 'text.db'), 'date,open,high,low,close\n'.repeat(100));
    expect(open('text.db')).toMatchObject({ name: 'DataError', code: 'store/not-a-store' });
    const db = openSqlite(path.join(folder.dir, 'foreign.db'));
    db.exec('CREATE TABLE notes (text TEXT)');
    db.close();
    expect(open('foreign.db')).toMatchObject({ name: 'DataError', code: 'store/not-a-store' });
    mkdirSync(path.join(folder.dir, 'folder.db'));
    expect(open('folder.db')).toBeInstanceOf(DataError);
  });

  test('of a later version is refused', () => {
    const db = openSqlite(file);
    db.pragma('user_version = 2');
    db.close();
    expect(thrown(() => openStore(file))).toMatchObject({ name: 'DataError', code: 'store/version', context: { version: 2, known: 1 } });
  });

  test('can be read by several while one writes, each seeing one state', () => {
    const readers = [openStore(file, { readonly: true }), openStore(file, { readonly: true })];
    bars.write({ key: MINUTES, series: minutes('AAA', 500) });
    for (const reader of readers) expect(reader.read(MINUTES).length).toBe(500);
    bars.write({ key: MINUTES, series: minutes('AAA', 1000) });
    for (const reader of readers) {
      expect(reader.read(MINUTES).length).toBe(1000);
      expect(thrown(() => reader.write({ key: MINUTES, series: minutes('AAA', 1) }))).toBeInstanceOf(DataError);
      reader.close();
    }
  });
});
