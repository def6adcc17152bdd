import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { largestFirst } from '../../src/report/tearsheet/shown-trades.js';

test('the largest come first, and of equal ones the first', () => {
  expect([...largestFirst(Float64Array.of(3, 9, 0, 9, 3, 3), 4)]).toEqual([1, 3, 0, 4]);
});

test('they are those that a sort by comparison puts first', () => {
  const columns = fc.array(fc.oneof(fc.nat({ max: 5 }), fc.double({ noNaN: true, min: 0, max: 1e6 })), { maxLength: 60 });
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 70 }), (numbers, most) => {
      const sorted = numbers.map((_, place) => place).sort((a, b) => numbers[b]! - numbers[a]! || a - b);
      expect([...largestFirst(Float64Array.from(numbers), most)]).toEqual(sorted.slice(0, most));
    }),
  );
});
