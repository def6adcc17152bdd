import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cents, rounded } from '../../src/report/tearsheet/rounded.js';
import { cases } from '../support/scale.js';

/** Numbers of all sizes, those of a few decimals, and those that lie on a tie or next to a power of ten. */
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1e7, max: 1e7 }),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 12 })).map(([whole, digits]) => whole / 10 ** digits),
  fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 10 })).map(([whole, digits]) => (whole + 0.5) / 10 ** digits),
  fc
    .tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -3, max: 3 }))
    .map(([power, steps]) => Number(`1e${power}`) * (1 + steps * Number.EPSILON)),
);

test('significant digits and cents are those that the language prints', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 9 }), (number, digits) => {
      // A text has no -0.
      const value = number + 0;
      expect(rounded(value, digits)).toBe(Number(value.toPrecision(digits)));
      expect(cents(value)).toBe(Number(value.toFixed(2)));
    }),
    { numRuns: cases(30_000) },
  );
});

test('what is no number is a gap', () => {
  expect([rounded(Number.NaN, 5), rounded(Infinity, 5), cents(Number.NaN), cents(-Infinity)]).toEqual([null, null, null, null]);
});
