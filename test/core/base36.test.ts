import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { base36 } from '../../src/core/base36.js';

test('any number is written as toString(36) writes it', () => {
  const instant = fc.date({ noInvalidDate: true }).map((date) => date.getTime());
  fc.assert(
    fc.property(fc.oneof(instant, fc.maxSafeInteger(), fc.integer({ min: -4e6, max: 4e6 }), fc.double()), (value) => {
      expect(base36(value)).toBe(value.toString(36));
    }),
  );
  for (const value of [0, 36 ** 4 - 1, 36 ** 4, 36 ** 4 + 35, 36 ** 8 - 1, 36 ** 8, Number.MAX_SAFE_INTEGER, 2 ** 53, NaN])
    expect(base36(value)).toBe(value.toString(36));
});
