import { describe, expect, test } from '@jest/globals';

import { Bar, BarSeries, BarTable, DAY, xnys, type ExternalSeries } from '../../src/index.js';
import { instrumentIndexOf } from '../../src/core/bar.js';
import { withExtended, withExtra } from '../support/columns.js';
import { daily, flat, intraday, type Row } from '../support/series.js';
import { thrown } from '../support/thrown.js';

const ROWS: readonly Row[] = [
  [100, 104, 98, 101, 1000],
  [101, 106, 100, 105, 2000],
  [105, 107, 103, 104, 3000],
];
const first = xnys.session('2024-01-08')!;
const second = xnys.at(first.index + 1);

function barsOf(table: BarTable, symbol = 'A'): Bar[] {
  const series = table.seriesOf(symbol);
  return Array.from({ length: series.length }, (_, row) => new Bar(series, row));
}

describe('a bar', () => {
  const table = new BarTable([daily('Z', [flat(1)]), daily('A', ROWS)]);

  test('says what stands in its row', () => {
    const bar = barsOf(table)[1]!;
    expect({ ...bar.toJSON(), extended: bar.extended }).toEqual({
      symbol: 'A',
      interval: '1d',
      openTime: second.open,
      time: second.close,
      open: 101,
      high: 106,
      low: 100,
      close: 105,
      volume: 2000,
      extended: false,
    });
    expect(bar.instrument).toBe(table.instruments[1]);
    expect(instrumentIndexOf(bar)).toBe(1);
    expect(JSON.parse(JSON.stringify(bar))).toEqual(bar.toJSON());
  });

  test('reaches back to the beginning of its series, from anywhere', () => {
    const [, , last] = barsOf(table);
    expect([0, 1, 2, 3, 100].map((n) => last!.ago(n)?.close)).toEqual([104, 105, 101, undefined, undefined]);
    expect(last!.ago(1)!.ago(1)!.open).toBe(100);
  });

  test('cannot be changed', () => {
    const bar = barsOf(table)[0]!;
    for (const name of ['open', 'high', 'low', 'close', 'volume', 'time', 'openTime', 'symbol', 'extended']) {
      expect(() => Reflect.set(bar, name, 1)).not.toThrow();
      expect(() => {
        (bar as unknown as Record<string, unknown>)[name] = 1;
      }).toThrow(TypeError);
    }
    // Its row and series are private: nothing else on it could be written.
    expect(Object.keys(bar)).toEqual([]);
    expect(bar.toJSON()).toMatchObject({ open: 100, high: 104, low: 98, close: 101, volume: 1000, time: first.close });
  });

  test('an intraday bar without a column of open times begins one interval before its close', () => {
    const { columns, interval, instrument } = intraday('A', '2024-01-08', ROWS, { minutes: 5 });
    const { openTime: _, ...rest } = columns;
    const series = new BarSeries(instrument, interval, rest);
    expect(barsOf(new BarTable([series])).map((bar) => bar.openTime)).toEqual([0, 1, 2].map((i) => first.open + i * 300_000));
  });

  test('outside the regular session says so', () => {
    const extended = new BarTable([withExtended(intraday('A', '2024-01-08', ROWS), [0, 2])]);
    expect(barsOf(extended).map((bar) => bar.extended)).toEqual([true, false, true]);
  });
});

describe('bar.get', () => {
  const signal: ExternalSeries = {
    name: 'signal',
    // At the first close, one millisecond after the second, long after the third.
    knownAt: Float64Array.of(first.close, second.close + 1, second.close + 90 * DAY),
    values: Float64Array.of(7, 8, 9),
  };
  const series = withExtra(withExtra(daily('A', ROWS), 'score', [0.5, NaN, -1]), 'rank', [1, 2, 3]);
  const table = new BarTable([series, daily('Z', ROWS)], [signal, { ...signal, name: 'mine', symbol: 'A' }]);

  test("reads further columns of the bar's own row; where there is none, undefined", () => {
    expect(barsOf(table).map((bar) => [bar.get('score'), bar.get('rank')])).toEqual([
      [0.5, 1],
      [undefined, 2],
      [-1, 3],
    ]);
  });

  test('reads external series as last known at the close, in any order of asking', () => {
    const bars = barsOf(table);
    expect(bars.map((bar) => bar.get('signal'))).toEqual([7, 7, 8]);
    expect(bars.toReversed().map((bar) => bar.get('mine'))).toEqual([8, 7, 7]);
    expect(barsOf(table, 'Z').map((bar) => bar.get('signal'))).toEqual([7, 7, 8]);
  });

  test('before the first value, and where a value is NaN, there is none', () => {
    const late = { name: 'late', knownAt: Float64Array.of(second.close, second.close + 1), values: Float64Array.of(5, NaN) };
    expect(barsOf(new BarTable([series], [late])).map((bar) => bar.get('late'))).toEqual([undefined, 5, undefined]);
  });

  test('a column of the file goes before an external series of its name', () => {
    expect(barsOf(table.withExternals([{ ...signal, name: 'rank' }])).map((bar) => bar.get('rank'))).toEqual([1, 2, 3]);
  });

  test('an unknown name is an error that names the known ones', () => {
    expect(thrown(() => barsOf(table)[0]!.get('scroe'))).toMatchObject({
      name: 'DataError',
      code: 'bar/unknown-column',
      message: 'A: no column or external series named "scroe"',
      context: { symbol: 'A', name: 'scroe', known: ['score', 'rank', 'signal', 'mine'] },
      hint: 'known here: score, rank, signal, mine',
    });
    // `mine` is of A alone.
    expect(thrown(() => barsOf(table, 'Z')[0]!.get('mine'))).toMatchObject({ context: { known: ['signal'] } });
    expect(thrown(() => barsOf(new BarTable([daily('A', ROWS)]))[0]!.get('x'))).toMatchObject({
      hint: expect.stringContaining('no further columns'),
    });
  });
});
