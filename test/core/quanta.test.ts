import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { addQuanta, negateQuanta, proRata, quantaFromBigint, subtractQuanta, sumQuanta, type Quanta } from '../../src/core/quanta.js';
import { cases } from '../support/scale.js';

const LARGEST = 2n ** 53n - 1n;

/** The form that an amount must have: a number as long as it is exact in one. */
function form(amount: bigint): Quanta {
  return amount > LARGEST || amount < -LARGEST ? amount : Number(amount);
}

/** Amounts of all sizes, many of them near ±2^53. */
const amounts = fc.oneof(
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.bigInt({ min: LARGEST - 5n, max: LARGEST + 5n }),
  fc.bigInt({ min: -LARGEST - 5n, max: -LARGEST + 5n }),
  fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }),
);

describe('amounts change their form at 2^53 and nowhere else', () => {
  test('by hand, both ways', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    expect(addQuanta(largest, 0)).toBe(largest);
    expect(addQuanta(largest, 1)).toBe(2n ** 53n);
    expect(addQuanta(largest, 2)).toBe(2n ** 53n + 1n);
    expect(subtractQuanta(2n ** 53n, 1)).toBe(largest);
    expect(addQuanta(2n ** 60n, -(2n ** 60n) + 5n)).toBe(5);
    expect(subtractQuanta(-largest, 1)).toBe(-(2n ** 53n));
    expect(addQuanta(-(2n ** 53n), 1)).toBe(-largest);
    expect(quantaFromBigint(LARGEST)).toBe(largest);
    expect(quantaFromBigint(LARGEST + 1n)).toBe(2n ** 53n);
    expect(quantaFromBigint(-LARGEST - 1n)).toBe(-(2n ** 53n));
  });

  test('sum, difference and negation are those of whole numbers of any size', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(addQuanta(form(a), form(b))).toBe(form(a + b));
        expect(subtractQuanta(form(a), form(b))).toBe(form(a - b));
        expect(negateQuanta(form(a))).toBe(form(-a));
      }),
      { numRuns: cases(2000) },
    );
  });

  test('a long sum crosses there and back', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 20 }), (all) => {
        expect(sumQuanta(all.map(form))).toBe(form(all.reduce((sum, one) => sum + one, 0n)));
      }),
      { numRuns: cases(300) },
    );
    expect(sumQuanta([])).toBe(0);
  });

  test('there is no minus zero', () => {
    expect(Object.is(negateQuanta(0), 0)).toBe(true);
    expect(Object.is(subtractQuanta(5, 5), 0)).toBe(true);
    expect(Object.is(subtractQuanta(2n ** 60n, 2n ** 60n), 0)).toBe(true);
  });
});

describe('proRata', () => {
  test('rounds toward zero', () => {
    // 100 × 1/3 = 33.3
    expect(proRata(100, 1, 3)).toBe(33);
    expect(proRata(-100, 1, 3)).toBe(-33);
    expect(proRata(100, 3, 3)).toBe(100);
    expect(proRata(100, 0, 3)).toBe(0);
    // (2^60 × 1) / 2^10 comes back into a number's range.
    expect(proRata(2n ** 60n, 1, 1024)).toBe(2 ** 50);
    // The product 9007199254740991 × 3 is beyond 2^53, the share is not.
    expect(proRata(Number.MAX_SAFE_INTEGER, 3, 4)).toBe(6755399441055743);
  });

  test('is the whole-number quotient, for any amount', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 10 ** 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (amount, whole, share) => {
        const part = Math.floor(whole * share);
        expect(proRata(form(amount), part, whole)).toEqual(form((amount * BigInt(part)) / BigInt(whole)));
      }),
      { numRuns: cases(2000) },
    );
  });

  test('pieces taken one after the other add up to the amount', () => {
    fc.assert(
      fc.property(amounts, fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 }), (amount, pieces) => {
        let left = form(amount);
        let lots = pieces.reduce((sum, one) => sum + one, 0);
        let taken: Quanta = 0;
        for (const piece of pieces) {
          const share = proRata(left, piece, lots);
          left = subtractQuanta(left, share);
          lots -= piece;
          taken = addQuanta(taken, share);
        }
        expect([left, taken]).toEqual([0, form(amount)]);
      }),
      { numRuns: cases(1000) },
    );
  });
});
