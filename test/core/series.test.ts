import { describe, expect, test } from '@jest/globals';

import { BarSeries, Instrument, xnys } from '../../src/index.js';
import { validateSeries } from '../../src/core/series.js';
import { withColumns, withExtended, withExtra } from '../support/columns.js';
import { daily, flat, intraday, type Row } from '../support/series.js';
import { thrown } from '../support/thrown.js';

const GOOD: readonly Row[] = [flat(100), [101, 103, 99, 102], flat(102)];
const { close } = xnys.session('2024-01-09')!;

/** Three bars whose second is this one. */
const withSecond = (row: Row): BarSeries => daily('A', [GOOD[0]!, row, GOOD[2]!]);
/** Three bars whose second closes at `time`. */
function closingAt(time: number): BarSeries {
  const series = daily('A', GOOD);
  const times = series.columns.time.slice();
  times[1] = time;
  return withColumns(series, { time: times });
}

describe('validateSeries', () => {
  test('lets good bars pass, and returns them', () => {
    const series = daily('A', GOOD);
    expect(validateSeries(series)).toBe(series);
    // The open may be the high and the low; nothing may have been traded.
    expect(validateSeries(withSecond([5, 5, 5, 5, 0]))).toBeInstanceOf(BarSeries);
  });

  test.each<[string, BarSeries, string]>([
    ['a price that is not a number', withSecond([101, 103, NaN, 102]), 'data/not-a-number'],
    ['an infinite price', withSecond([101, Infinity, 99, 102]), 'data/not-a-number'],
    ['a negative volume', withSecond([101, 103, 99, 102, -1]), 'data/volume'],
    ['a volume that is not a number', withSecond([101, 103, 99, 102, NaN]), 'data/volume'],
    ['an infinite volume', withSecond([101, 103, 99, 102, Infinity]), 'data/volume'],
    ['a high below the low', withSecond([101, 99, 103, 102]), 'data/high-below-low'],
    ['a price of zero', withSecond([0, 103, 0, 102]), 'data/price-not-positive'],
    ['a negative price', withSecond([101, 103, -99, 102]), 'data/price-not-positive'],
    ['an open above the high', withSecond([104, 103, 99, 102]), 'data/ohlc'],
    ['an open below the low', withSecond([98, 103, 99, 102]), 'data/ohlc'],
    ['a close above the high', withSecond([101, 103, 99, 104]), 'data/ohlc'],
    ['a close below the low', withSecond([101, 103, 99, 98]), 'data/ohlc'],
    ['a time that is not a number', closingAt(NaN), 'data/time'],
    ['an instant twice', closingAt(xnys.session('2024-01-08')!.close), 'data/duplicate'],
    ['an instant before the last one', closingAt(xnys.session('2024-01-05')!.close), 'data/unsorted'],
    ['a bar that opens when it closes', closingAt(xnys.session('2024-01-09')!.open), 'data/open-time'],
  ])('%s', (_, series, code) => {
    expect(thrown(() => validateSeries(series))).toMatchObject({
      name: 'DataError',
      code,
      context: { symbol: 'A', interval: '1d', row: 1 },
    });
  });

  test('names row, symbol, time and figures', () => {
    expect(thrown(() => validateSeries(withSecond([104, 103, 99, 102])))).toMatchObject({
      message: 'row 1: A 1d: open or close lies outside low to high (open 104, high 103, low 99, close 102)',
      context: { time: '2024-01-09T21:00:00Z', row: 1 },
      hint: expect.stringContaining('tolerant'),
    });
    expect(thrown(() => validateSeries(closingAt(NaN)))).toMatchObject({ context: { time: undefined } });
    expect(thrown(() => validateSeries(closingAt(Date.parse('2024-01-05T21:00:00Z'))))).toMatchObject({
      message: 'row 1: A 1d: 2024-01-05T21:00:00Z comes after 2024-01-08T21:00:00Z',
    });
  });

  test('names file and line where they are known', () => {
    const bad = withSecond([101, 99, 103, 102]);
    expect(thrown(() => validateSeries(bad, (row) => ({ file: 'A.csv', line: row + 2 })))).toMatchObject({
      message: expect.stringMatching(/^A\.csv:3: A 1d: high is below low/),
      context: { file: 'A.csv', line: 3, time: new Date(close).toISOString().replace('.000Z', 'Z') },
    });
    expect(thrown(() => validateSeries(bad, () => ({ file: 'A.csv' })))).toMatchObject({ message: expect.stringMatching(/^A\.csv:\?: /) });
  });

  test('stops at the first of several faults', () => {
    expect(thrown(() => validateSeries(daily('A', [flat(1), [1, 0, 2, 1], [NaN, 1, 1, 1]])))).toMatchObject({ context: { row: 1 } });
  });
});

describe('BarSeries', () => {
  test('session bars must say when they open', () => {
    const { openTime: _, ...columns } = daily('A', GOOD).columns;
    expect(thrown(() => new BarSeries(new Instrument({ symbol: 'A' }), '1d', columns))).toMatchObject({
      name: 'DataError',
      code: 'series/open-time',
      context: { symbol: 'A', interval: '1d' },
    });
  });

  test('counts the bars that exist at a time', () => {
    const series = daily('A', GOOD);
    const [first, second, third] = series.columns.time;
    expect([first! - 1, first!, second! - 1, second!, third!, Infinity].map((time) => series.countUntil(time))).toEqual([0, 1, 1, 2, 3, 3]);
    expect(daily('A', []).countUntil(0)).toBe(0);
  });

  test('a slice has all columns of its rows', () => {
    const whole = withExtended(withExtra(intraday('A', '2024-01-09', GOOD), 'x', [1, 2, 3]), [1]);
    const part = whole.slice(1, 3);
    expect(part.length).toBe(2);
    expect([part.openTimeAt(0), part.openTimeAt(1)]).toEqual([whole.openTimeAt(1), whole.openTimeAt(2)]);
    expect([...part.columns.high]).toEqual([103, 102]);
    expect([...part.columns.extended!]).toEqual([1, 0]);
    expect([...part.columns.extra!.get('x')!]).toEqual([2, 3]);
    const { openTime: _, ...columns } = whole.columns;
    expect(new BarSeries(whole.instrument, '1m', columns).slice(1, 2).openTimeAt(0)).toBe(whole.openTimeAt(1));
  });
});
