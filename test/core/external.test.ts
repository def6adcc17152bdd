import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { lastKnown, type ExternalSeries } from '../../src/core/external.js';
import { cases } from '../support/scale.js';

const seriesOf = (times: readonly number[]): ExternalSeries => ({
  name: 'e',
  knownAt: Float64Array.from(times),
  values: new Float64Array(times.length),
});

test('the last entry that is not after the time', () => {
  const series = seriesOf([10, 20, 30]);
  expect([9, 10, 19, 20, 30, 99].map((time) => lastKnown(series, time))).toEqual([-1, 0, 0, 1, 2, 2]);
  expect(lastKnown(seriesOf([]), 5)).toBe(-1);
});

test('equals a linear scan, whatever the hint', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }).map((all) => all.sort((a, b) => a - b));
  const questions = fc.array(fc.tuple(fc.integer({ min: -5, max: 205 }), fc.integer({ min: -2, max: 70 })), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(times, questions, (known, asked) => {
      const series = seriesOf(known);
      let last = -1;
      for (const [time, hint] of asked) {
        const expected = known.filter((one) => one <= time).length - 1;
        expect(lastKnown(series, time)).toBe(expected);
        expect(lastKnown(series, time, hint)).toBe(expected);
        // As it is used: the answer before, also of a later time.
        last = lastKnown(series, time, last);
        expect(last).toBe(expected);
      }
    }),
    { numRuns: cases(500) },
  );
});
