import { describe, expect, test } from '@jest/globals';

import { BarTable, Instrument, xnys, type BarSeries, type ExternalSeries } from '../../src/index.js';
import { withExtended, withExtra } from '../support/columns.js';
import { daily, flat, intraday } from '../support/series.js';
import { thrown } from '../support/thrown.js';

const DATE = '2024-01-08';
const close = (offset: number): number => xnys.at(xnys.session(DATE)!.index + offset).close;

const external = (name: string, knownAt: readonly number[], values: readonly number[], symbol?: string): ExternalSeries => ({
  name,
  knownAt: Float64Array.from(knownAt),
  values: Float64Array.from(values),
  ...(symbol !== undefined && { symbol }),
});

describe('the order of a table', () => {
  const days = (symbol: string): BarSeries => daily(symbol, [flat(1)], DATE);
  const minutes = (symbol: string, length: number): BarSeries => intraday(symbol, DATE, [flat(1)], { minutes: length });

  test('instruments stand as they were declared, series from the finest interval to the coarsest', () => {
    const table = new BarTable([days('Z'), minutes('M', 60), minutes('Z', 5), days('A'), minutes('A', 5)]);
    expect(table.instruments.map((i) => i.symbol)).toEqual(['Z', 'M', 'A']);
    expect(table.series.map((s) => [s.index, s.instrument.symbol, s.interval, s.isFinest])).toEqual([
      [0, 'Z', '5m', true],
      [1, 'A', '5m', true],
      [2, 'M', '60m', true],
      [3, 'Z', '1d', false],
      [4, 'A', '1d', false],
    ]);
    expect(table.series.map((s) => s.instrumentIndex)).toEqual([0, 2, 1, 0, 2]);
    expect([table.indexOf('Z'), table.indexOf('M'), table.indexOf('A')]).toEqual([0, 1, 2]);
    expect(table.finestSeries(2).interval).toBe('5m');
  });

  test('hours and minutes are compared by their length', () => {
    const instrument = new Instrument({ symbol: 'A' });
    const hour = intraday(instrument, DATE, [flat(1)], { minutes: 60 });
    const table = new BarTable([hour, intraday(instrument, DATE, [flat(1)], { minutes: 90 }), minutes('A', 30)]);
    expect(table.series.map((s) => s.interval)).toEqual(['30m', '60m', '90m']);
  });

  test('counts bars, and slices by their instants', () => {
    const table = new BarTable([daily('A', [flat(1), flat(2), flat(3)]), daily('B', [flat(1), flat(2)], '2024-01-09')]);
    expect([table.barCount, table.sliceCount, table.firstTime, table.lastTime]).toEqual([5, 3, close(0), close(2)]);
    expect([table.has('A'), table.has('C')]).toEqual([true, false]);
  });
});

describe('until', () => {
  const table = new BarTable(
    [withExtra(daily('B', [flat(1), flat(2), flat(3)]), 'x', [10, 20, 30]), withExtended(daily('A', [flat(4), flat(5), flat(6)]), [1])],
    [external('e', [close(0), close(1) + 1, close(2)], [7, 8, 9])],
  );

  test('keeps what was known by then, the instant itself included', () => {
    const cut = table.until(close(1));
    expect(cut.series.map((s) => [s.instrument.symbol, [...s.close]])).toEqual([
      ['B', [1, 2]],
      ['A', [4, 5]],
    ]);
    expect(cut.externals.map((e) => [[...e.knownAt], [...e.values]])).toEqual([[[close(0)], [7]]]);
    expect(cut.seriesOf('B').valueAt('x', 1)).toBe(20);
    expect([cut.seriesOf('A').isExtended(0), cut.seriesOf('A').isExtended(1), cut.seriesOf('B').isExtended(1)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(cut.instruments.map((i) => i.symbol)).toEqual(['B', 'A']);
  });

  test('one millisecond earlier, the bar is not there', () => {
    expect(table.until(close(1) - 1).lastTime).toBe(close(0));
    expect(table.until(Infinity).barCount).toBe(6);
  });

  test('the table itself stays whole', () => {
    table.until(close(0));
    expect(table.barCount).toBe(6);
  });

  test('before the first bar there is nothing', () => {
    expect(thrown(() => table.until(close(0) - 1))).toMatchObject({ name: 'DataError', code: 'data/empty' });
  });

  test('an instrument whose bars begin later stays in the table, empty', () => {
    const later = new BarTable([daily('A', [flat(1), flat(2)]), daily('B', [flat(3)], '2024-01-09')]).until(close(0));
    expect(later.instruments.map((i) => i.symbol)).toEqual(['A', 'B']);
    expect(later.finestSeries(1).length).toBe(0);
    expect(later.sliceCount).toBe(1);
  });
});

describe('external series', () => {
  const A = daily('A', [flat(1), flat(2)]);

  test('are added to those that are there, the declared order stays', () => {
    const table = new BarTable([daily('Z', [flat(1)]), A], [external('one', [0], [1])]);
    const more = table.withExternals([external('two', [0], [2], 'A')]);
    expect(more.instruments.map((i) => i.symbol)).toEqual(['Z', 'A']);
    expect(more.externals.map((e) => e.name)).toEqual(['one', 'two']);
    expect(table.externals.map((e) => e.name)).toEqual(['one']);
    expect([more.seriesOf('A').valueAt('one', 0), more.seriesOf('A').valueAt('two', 0)]).toEqual([1, 2]);
    // `two` belongs to A alone.
    expect(thrown(() => more.seriesOf('Z').valueAt('two', 0))).toMatchObject({ code: 'bar/unknown-column', context: { known: ['one'] } });
  });

  test('must have as many values as times, and ascend strictly', () => {
    expect(thrown(() => new BarTable([A], [external('e', [1, 2], [1])]))).toMatchObject({
      name: 'DataError',
      code: 'external/length',
      message: 'external series e: 2 times but 1 values',
    });
    for (const times of [
      [1, 1],
      [2, 1],
      [1, Number.NaN],
      [Number.NaN, 1],
      [1, Infinity],
    ]) {
      expect(thrown(() => new BarTable([A], [external('e', times, [1, 2])]))).toMatchObject({
        name: 'DataError',
        code: 'external/unsorted',
        context: { name: 'e' },
      });
    }
  });
});

describe('what a table refuses', () => {
  const A = daily('A', [flat(1)]);

  test('nothing at all, or series without a bar', () => {
    for (const series of [[], [daily('A', [])], [daily('A', []), daily('B', [])]]) {
      expect(thrown(() => new BarTable(series))).toMatchObject({ name: 'DataError', code: 'data/empty' });
    }
  });

  test('one series twice', () => {
    expect(thrown(() => new BarTable([A, daily('B', [flat(1)]), A]))).toMatchObject({
      name: 'ConfigError',
      code: 'table/duplicate-series',
      message: 'A 1d is loaded twice',
      context: { symbol: 'A', interval: '1d' },
    });
  });

  test('two price bases', () => {
    expect(thrown(() => new BarTable([A, daily({ symbol: 'B', basis: 'split' }, [flat(1)])]))).toMatchObject({
      name: 'ConfigError',
      code: 'table/mixed-bases',
      context: { A: 'raw', B: 'split' },
    });
    expect(new BarTable([daily({ symbol: 'B', basis: 'split' }, [flat(1)])]).basis).toBe('split');
  });

  test('an unknown symbol, naming those it has', () => {
    expect(thrown(() => new BarTable([A]).indexOf('a'))).toMatchObject({
      name: 'ConfigError',
      code: 'table/unknown-symbol',
      message: 'unknown symbol "a"',
      hint: 'this run has A',
    });
    const many = new BarTable(Array.from({ length: 15 }, (_, i) => daily(`S${i}`, [flat(1)])));
    expect(thrown(() => many.indexOf('X'))).toMatchObject({
      hint: 'this run has S0, S1, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11 and 3 more',
    });
  });

  test('an interval that the symbol does not have, naming those it has', () => {
    const table = new BarTable([A, intraday('A', DATE, [flat(1)]), intraday('B', DATE, [flat(1)], { minutes: 5 })]);
    expect(table.seriesOf('A').interval).toBe('1m');
    expect(table.seriesOf('A', '1d').interval).toBe('1d');
    expect(thrown(() => table.seriesOf('A', '5m'))).toMatchObject({
      name: 'ConfigError',
      code: 'table/unknown-interval',
      message: 'A has no 5m bars',
      hint: 'it has 1m, 1d',
    });
  });
});
