import { describe, expect, test } from '@jest/globals';
import { Decimal as DecimalJs } from 'decimal.js';
import fc from 'fast-check';

import {
  amountPerUnit,
  Decimal,
  exactOf,
  exactToNumber,
  lotsToDecimal,
  multiplyExact,
  priceToDecimal,
  quantaOf,
  quantaToDecimal,
  quantaToNumber,
  quantaToText,
  roundQuanta,
  scaledDown,
  shareOfValue,
  valueOfLots,
  type DecimalInput,
  type Rounding,
} from '../../src/core/money.js';
import type { Quanta } from '../../src/core/quanta.js';
import { cases } from '../support/scale.js';
import { thrown } from '../support/thrown.js';

/** Arithmetic that is nobody's but this test's: wide enough for every product below. */
const Wide = DecimalJs.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15, defaults: true });

/** An amount rounded to 8 digits away from zero (`up`) or toward it, in the form of quanta. */
function rounded(amount: DecimalJs, rounding: Rounding): Quanta {
  const text = amount
    .mul(1e8)
    .toDecimalPlaces(0, rounding === 'up' ? DecimalJs.ROUND_UP : DecimalJs.ROUND_DOWN)
    .toFixed();
  const quanta = BigInt(text);
  return quanta <= 9007199254740991n && quanta >= -9007199254740991n ? Number(quanta) : quanta;
}

const roundings = fc.constantFrom<Rounding>('up', 'down');
/** Decimal texts: up to 12 digits before the point, up to 10 behind. */
const decimals = fc
  .tuple(fc.integer({ min: 0, max: 10 ** 12 }), fc.integer({ min: 0, max: 10 ** 10 - 1 }), fc.integer({ min: 0, max: 10 }))
  .map(([whole, fraction, digits]) => (digits === 0 ? `${whole}` : `${whole}.${String(fraction).padStart(10, '0').slice(0, digits)}`));
/** Prices in cents, in ten-thousandths, and with all the digits that an adjustment leaves. */
const prices = fc.oneof(
  fc.integer({ min: 1, max: 10 ** 9 }).map((cents) => cents / 100),
  fc.integer({ min: 1, max: 10 ** 11 }).map((tenThousandths) => tenThousandths / 1e4),
  fc.double({ min: 1e-7, max: 1e9, noNaN: true }),
);
const lots = fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 10 ** 12 }));
const units = fc.constantFrom('1', '50', '0.001', '100', '1e-8', '12.5');
const rates = fc.constantFrom('0', '0.001', '0.0005', '0.00002780', '0.35', '1', '2.5e-3');

describe('exactOf', () => {
  test.each<[DecimalInput, bigint, number]>([
    [0, 0n, 0],
    [-0, 0n, 0],
    [12, 12n, 0],
    [9007199254740991, 9007199254740991n, 0],
    [0.1, 1n, 1],
    [-10.25, -1025n, 2],
    // The shortest decimal of the float, not its binary value 0.3000000000000000444.
    [0.1 + 0.2, 30000000000000004n, 17],
    // Numbers print with an exponent below 1e-6 and from 1e21 on.
    [1e-7, 1n, 7],
    [1.5e-10, 15n, 11],
    [1e21, 10n ** 21n, 0],
    ['1.50', 150n, 2],
    ['  7 ', 7n, 0],
    ['+3', 3n, 0],
    ['.5', 5n, 1],
    ['5.', 5n, 0],
    ['1.5e3', 1500n, 0],
    ['1.2345E2', 12345n, 2],
    ['-12e-3', -12n, 3],
    ['1e+2', 100n, 0],
    ['1e500', 10n ** 500n, 0],
    [new Decimal('123456789012345678901234567890.123456789'), 123456789012345678901234567890123456789n, 9],
    [new DecimalJs('1e-9'), 1n, 9],
    [new DecimalJs('-2.5e+30'), -25n * 10n ** 29n, 0],
  ])('%s', (value, mantissa, scale) => {
    expect(exactOf(value)).toEqual({ mantissa, scale, float: Number(mantissa) });
  });

  test.each([NaN, Infinity, -Infinity, '', ' ', '.', '-', 'e5', '1e', '1,000', '1_000', '0x10', '1.2.3', '1 2', 'ten', 'Infinity', '--1'])(
    '%p is no finite decimal number',
    (value) => {
      expect(thrown(() => exactOf(value))).toMatchObject({
        name: 'ConfigError',
        code: 'money/not-a-number',
        context: { value: String(value).trim() },
      });
    },
  );

  test.each([null, undefined, {}, [], true])('%p, which the types forbid, is none either', (value) => {
    expect(thrown(() => exactOf(value as unknown as number))).toMatchObject({ code: 'money/not-a-number' });
  });

  test('is the number that was written, whatever the text', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: -30, max: 30 }), fc.boolean(), (text, exponent, negative) => {
        const { mantissa, scale } = exactOf(`${negative ? '-' : ''}${text}e${exponent}`);
        const value = new Wide(mantissa.toString()).div(new Wide(10).pow(scale));
        expect(value.toFixed()).toBe(
          new Wide(text)
            .mul(new Wide(10).pow(exponent))
            .mul(negative ? -1 : 1)
            .toFixed(),
        );
        expect(scale).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: cases(1000) },
    );
  });

  test('any float comes back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(exactToNumber(exactOf(value))).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: cases(1000) },
    );
  });
});

describe('quantaOf', () => {
  test.each<[DecimalInput, Rounding, Quanta]>([
    ['1', 'down', 100_000_000],
    ['0.00000001', 'down', 1],
    ['0.000000019', 'down', 1],
    ['0.000000011', 'up', 2],
    ['0.00000001', 'up', 1],
    // `up` is away from zero, `down` toward it, on both sides.
    ['-0.000000011', 'up', -2],
    ['-0.000000019', 'down', -1],
    ['-0.000000001', 'down', 0],
    // 2^53 − 1 quanta are the last that a float64 holds.
    ['90071992.54740991', 'down', 9007199254740991],
    ['90071992.54740992', 'down', 9007199254740992n],
    ['-90071992.54740992', 'down', -9007199254740992n],
    ['1e10', 'down', 10n ** 18n],
  ])('%s rounded %s', (value, rounding, quanta) => {
    expect(quantaOf(value, rounding)).toBe(quanta);
  });

  test('rounds down unless told otherwise', () => {
    expect(quantaOf('0.999999999')).toBe(99_999_999);
  });
});

describe('products of prices and lots are exact and rounded once', () => {
  test('by hand', () => {
    const one = exactOf(1);
    // 3 × 33.333 = 99.999
    expect(valueOfLots(33.333, 3, one, 'up')).toBe(9_999_900_000);
    // 0.123456789 × 1 has one digit too many: 0.12345678|9
    expect(valueOfLots(0.123456789, 1, one, 'down')).toBe(12_345_678);
    expect(valueOfLots(0.123456789, 1, one, 'up')).toBe(12_345_679);
    // 10 contracts of 50 dollars a point at 5000.25: 2,500,125
    expect(valueOfLots(5000.25, 10, exactOf(50), 'down')).toBe(250_012_500_000_000);
    // 1 of 100 million at 1.01 is beyond 2^53 quanta: 101,000,000
    expect(valueOfLots(1.01, 100_000_000, one, 'down')).toBe(10_100_000_000_000_000n);
    // 5 bp of 10 × 99.99 = 0.499950
    expect(shareOfValue(99.99, 10, one, exactOf('0.0005'), 'up')).toBe(49_995_000);
    // 0.0035 a share, 1001 shares: 3.5035
    expect(amountPerUnit(1001, one, exactOf('0.0035'), 'up')).toBe(350_350_000);
    // 1 lot of 1e-8 units at 0.35 a unit: less than a quantum
    expect(amountPerUnit(1, exactOf('1e-8'), exactOf('0.35'), 'up')).toBe(1);
    expect(amountPerUnit(1, exactOf('1e-8'), exactOf('0.35'), 'down')).toBe(0);
  });

  test('valueOfLots equals wide decimal arithmetic', () => {
    fc.assert(
      fc.property(prices, lots, units, roundings, (price, count, unit, rounding) => {
        const expected = rounded(new Wide(String(price)).mul(count).mul(unit), rounding);
        expect(valueOfLots(price, count, exactOf(unit), rounding)).toBe(expected);
      }),
      { numRuns: cases(3000) },
    );
  });

  test('shareOfValue equals wide decimal arithmetic', () => {
    fc.assert(
      fc.property(prices, lots, units, rates, roundings, (price, count, unit, rate, rounding) => {
        const expected = rounded(new Wide(String(price)).mul(count).mul(unit).mul(rate), rounding);
        expect(shareOfValue(price, count, exactOf(unit), exactOf(rate), rounding)).toBe(expected);
      }),
      { numRuns: cases(3000) },
    );
  });

  test('amountPerUnit equals wide decimal arithmetic', () => {
    fc.assert(
      fc.property(lots, units, rates, roundings, (count, unit, rate, rounding) => {
        const expected = rounded(new Wide(count).mul(unit).mul(rate), rounding);
        expect(amountPerUnit(count, exactOf(unit), exactOf(rate), rounding)).toBe(expected);
      }),
      { numRuns: cases(1000) },
    );
  });

  test('on both sides of the largest whole number of a float64', () => {
    // One lot of one quantum at a price of 1 is worth one quantum.
    const quantum = exactOf('1e-8');
    for (const count of [2 ** 53 - 2, 2 ** 53 - 1]) expect(valueOfLots(1, count, quantum, 'down')).toBe(count);
    // 900719925474 × 0.0001 = 90071992.5474 is below 2^53 quanta (90071992.54740992), one lot more is above.
    expect(valueOfLots(0.0001, 900_719_925_474, exactOf(1), 'down')).toBe(9_007_199_254_740_000);
    expect(valueOfLots(0.0001, 900_719_925_475, exactOf(1), 'down')).toBe(9_007_199_254_750_000n);
  });
});

describe('the way out', () => {
  test.each<[Quanta, string]>([
    [0, '0'],
    [1, '0.00000001'],
    [-1, '-0.00000001'],
    [100_000_000, '1'],
    [-150_000_000, '-1.5'],
    [123_456_789, '1.23456789'],
    [1_000_000_000_000, '10000'],
    [9007199254740991, '90071992.54740991'],
    [9007199254740992n, '90071992.54740992'],
    [-123456789012345678900n, '-1234567890123.456789'],
  ])('%s quanta are %s', (quanta, text) => {
    expect(quantaToText(quanta)).toBe(text);
    expect(quantaToDecimal(quanta).toString()).toBe(text);
    expect(quantaOf(text)).toBe(quanta);
  });

  test('text and Decimal lose no digit of any amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (amount) => {
        const quanta = amount <= 9007199254740991n && amount >= -9007199254740991n ? Number(amount) : amount;
        expect(quantaToText(quanta)).toBe(new Wide(amount.toString()).div(1e8).toFixed());
        expect(quantaOf(quantaToDecimal(quanta))).toBe(quanta);
      }),
      { numRuns: cases(1000) },
    );
  });

  test('numbers are the nearest float of an amount', () => {
    expect(quantaToNumber(123_456_789)).toBe(1.23456789);
    expect(quantaToNumber(-1)).toBe(-1e-8);
    expect(quantaToNumber(123_456_789_012_345_678n)).toBe(Number('1234567890.12345678'));
  });

  test('prices print as their shortest decimal, lots as units', () => {
    expect(priceToDecimal(0.1 + 0.2).toString()).toBe('0.30000000000000004');
    expect(priceToDecimal(1e-7).toString()).toBe('0.0000001');
    expect(lotsToDecimal(7, exactOf(100)).toString()).toBe('700');
    expect(lotsToDecimal(-2501, exactOf('0.001')).toString()).toBe('-2.501');
    expect(lotsToDecimal(3, exactOf('1e-8')).toString()).toBe('0.00000003');
  });

  test('the clone of decimal.js is our own', () => {
    const before = Decimal.precision;
    DecimalJs.set({ precision: 3 });
    try {
      expect(Decimal.precision).toBe(before);
      expect(quantaToDecimal(123_456_789).add(quantaToDecimal(1)).toString()).toBe('1.2345679');
    } finally {
      DecimalJs.set({ precision: 20 });
    }
    expect(before).toBeGreaterThanOrEqual(60);
  });
});

describe('roundQuanta', () => {
  test.each<[string, number, Rounding, string]>([
    ['1.234', 2, 'up', '1.24'],
    ['1.234', 2, 'down', '1.23'],
    ['1.23', 2, 'up', '1.23'],
    ['-1.231', 2, 'up', '-1.24'],
    ['-1.239', 2, 'down', '-1.23'],
    ['0.00000001', 0, 'up', '1'],
    ['0.99999999', 0, 'down', '0'],
    ['1.23456789', 8, 'up', '1.23456789'],
    ['1.23456789', 9, 'up', '1.23456789'],
    ['90071992.547', 2, 'up', '90071992.55'],
    ['1234567890123.456', 2, 'up', '1234567890123.46'],
  ])('%s to %d digits, %s', (amount, digits, rounding, expected) => {
    expect(quantaToText(roundQuanta(quantaOf(amount), digits, rounding))).toBe(expected);
  });
});

test('exact numbers multiply and scale without rounding', () => {
  expect(exactToNumber(multiplyExact(exactOf('0.001'), exactOf(50)))).toBe(0.05);
  expect(multiplyExact(exactOf('1.1'), exactOf('-1.1'))).toMatchObject({ mantissa: -121n, scale: 2 });
  // 25 bp
  expect(exactToNumber(scaledDown(exactOf(25), 4))).toBe(0.0025);
});
