import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { mergeByTime, type MergedOrder } from '../../src/core/merge.js';
import { cases } from '../support/scale.js';

/** The order spelled out: the series of each slice, with the slice's time. */
function slicesOf({ sliceCount, starts, entries, times }: MergedOrder): [time: number, series: number[]][] {
  return Array.from({ length: sliceCount }, (_, slice) => {
    const from = starts === undefined ? slice : starts[slice]!;
    const to = starts === undefined ? slice + 1 : starts[slice + 1]!;
    return [times[slice]!, Array.from({ length: to - from }, (_entry, i) => (entries === undefined ? 0 : entries[from + i]!))];
  });
}

/** The same by sorting everything. */
function naive(columns: readonly Float64Array[]): [time: number, series: number[]][] {
  const rows = columns.flatMap((column, series) => Array.from(column, (time) => ({ time, series })));
  rows.sort((a, b) => a.time - b.time || a.series - b.series);
  const slices: [number, number[]][] = [];
  for (const { time, series } of rows) {
    if (slices.at(-1)?.[0] === time) slices.at(-1)![1].push(series);
    else slices.push([time, [series]]);
  }
  return slices;
}

const columnOf = (times: readonly number[]): Float64Array => Float64Array.from([...new Set(times)].sort((a, b) => a - b));

describe('mergeByTime', () => {
  test('equals sorting by time and place, for any columns with any gaps', () => {
    const column = fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }),
        fc.constantFrom(1, 7, 86_400_000),
        fc.constantFrom(0, -1e12, 1.5e12),
      )
      .map(([times, scale, start]) => columnOf(times.map((time) => start + time * scale)));
    fc.assert(
      fc.property(fc.array(column, { maxLength: 12 }), (columns) => {
        expect(slicesOf(mergeByTime(columns))).toEqual(naive(columns));
      }),
      { numRuns: cases(1000) },
    );
  });

  test('five hundred columns: some alike, some with gaps, some empty', () => {
    const columns = Array.from({ length: 500 }, (_, i) =>
      i % 10 === 0 ? new Float64Array(0) : columnOf(Array.from({ length: 20 }, (_row, row) => row * (1 + (i % 3)))),
    );
    expect(slicesOf(mergeByTime(columns))).toEqual(naive(columns));
  });

  test('one column is its own order', () => {
    const only = Float64Array.of(1, 5, 9);
    const order = mergeByTime([only]);
    expect(order).toEqual({ sliceCount: 3, starts: undefined, entries: undefined, times: only });
    expect(slicesOf(order)).toEqual(naive([only]));
  });

  test('no column, no slice', () => {
    expect(mergeByTime([]).sliceCount).toBe(0);
    expect(mergeByTime([new Float64Array(0), new Float64Array(0)]).sliceCount).toBe(0);
  });
});

test('more series than their numbers can tell apart are refused', () => {
  const column = new Float64Array(0);
  expect(() => mergeByTime(Array.from({ length: 65_536 }, () => column))).toThrow('at most 65535 series');
});
