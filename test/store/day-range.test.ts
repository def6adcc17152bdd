import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { daysMissing, mergedDays, type DayRange } from '../../src/index.js';
import { cases } from '../support/scale.js';

const range = fc
  .tuple(fc.integer({ min: -20, max: 40 }), fc.integer({ min: -2, max: 12 }))
  .map(([first, days]) => ({ first, last: first + days }));
const ranges = fc.array(range, { maxLength: 8 });

/** The plain way: a set of days. */
const daysOf = (all: readonly DayRange[]): Set<number> =>
  new Set(all.flatMap(({ first, last }) => Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)));

describe('ranges of days', () => {
  test('ranges that touch or overlap become one', () => {
    expect(
      mergedDays([
        { first: 5, last: 7 },
        { first: 1, last: 2 },
        { first: 3, last: 3 },
        { first: 6, last: 6 },
        { first: 9, last: 8 },
      ]),
    ).toEqual([
      { first: 1, last: 3 },
      { first: 5, last: 7 },
    ]);
  });

  test('the gaps before, between and after', () => {
    const covered = [
      { first: 3, last: 4 },
      { first: 8, last: 9 },
    ];
    expect(daysMissing({ first: 1, last: 12 }, covered)).toEqual([
      { first: 1, last: 2 },
      { first: 5, last: 7 },
      { first: 10, last: 12 },
    ]);
    expect(daysMissing({ first: 3, last: 4 }, covered)).toEqual([]);
    expect(daysMissing({ first: 4, last: 8 }, covered)).toEqual([{ first: 5, last: 7 }]);
  });

  test('agree with sets of days', () => {
    fc.assert(
      fc.property(range, ranges, (wanted, covered) => {
        const held = daysOf(covered);
        expect(daysOf(mergedDays(covered))).toEqual(held);
        const missing = daysMissing(wanted, covered);
        expect(daysOf(missing)).toEqual(new Set([...daysOf([wanted])].filter((day) => !held.has(day))));
        for (const [i, one] of missing.entries()) if (i > 0) expect(one.first).toBeGreaterThan(missing[i - 1]!.last + 1);
      }),
      { numRuns: cases(2000) },
    );
  });
});
