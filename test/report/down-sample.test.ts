import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { downSample } from '../../src/report/tearsheet/down-sample.js';

test('up to the limit every point is drawn', () => {
  expect(downSample(4000, [new Float64Array(4000)])).toEqual({ indices: Array.from({ length: 4000 }, (_, i) => i), stretches: undefined });
});

test('beyond it there are no more points than the limit, in order, with first and last and all extremes', () => {
  const lines = fc.integer({ min: 101, max: 1000 }).chain((length) =>
    fc.array(
      fc.array(
        fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value + 0),
        { minLength: length, maxLength: length },
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  );
  fc.assert(
    fc.property(lines, (columns) => {
      const { length } = columns[0]!;
      const { indices, stretches } = downSample(length, columns, 100);
      expect(indices.length).toBeLessThanOrEqual(100);
      expect(indices[0]).toBe(0);
      expect(indices.at(-1)).toBe(length - 1);
      expect([...indices].sort((a, b) => a - b)).toEqual(indices);
      expect(new Set(indices).size).toBe(indices.length);
      for (const column of columns) {
        for (let stretch = 0; stretch < stretches!; stretch++) {
          const from = Math.floor((stretch * length) / stretches!);
          const to = Math.floor(((stretch + 1) * length) / stretches!);
          const kept = indices.filter((i) => i >= from && i < to).map((i) => column[i]!);
          expect(Math.max(...kept)).toBe(Math.max(...column.slice(from, to)));
          expect(Math.min(...kept)).toBe(Math.min(...column.slice(from, to)));
        }
      }
    }),
  );
});

test('gaps are left out', () => {
  const line = new Float64Array(1000).fill(Number.NaN);
  line[500] = 3;
  expect(downSample(1000, [line], 100).indices).toEqual([0, 500, 999]);
});
