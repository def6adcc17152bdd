import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { centralMoments, kurtosis, mean, skewness, standardDeviation } from '../../src/statistics/index.js';
import { cases } from '../support/scale.js';

describe('moments', () => {
  // 1, 1, 1, 5: mean 2, deviations −1, −1, −1, 3; m2 = 12/4 = 3, m3 = 24/4 = 6, m4 = 84/4 = 21.
  const values = [1, 1, 1, 5];

  test('by hand', () => {
    expect(centralMoments(values)).toEqual({ n: 4, mean: 2, m2: 3, m3: 6, m4: 21 });
    expect(mean(values)).toEqual({ value: 2, n: 4 });
    expect(standardDeviation(values)).toEqual({ value: 2, n: 4 }); // √(12/3)
    expect(standardDeviation(values, { ddof: 0 }).value).toBeCloseTo(Math.sqrt(3), 15);
    expect(skewness(values).value).toBeCloseTo(6 / 3 ** 1.5, 15);
    expect(kurtosis(values).value).toBeCloseTo(21 / 9, 15);
  });

  test('typed arrays are as good as arrays', () => {
    expect(standardDeviation(Float64Array.from(values))).toEqual(standardDeviation(values));
  });

  test('equal values: a deviation of exactly 0, no skewness, no kurtosis', () => {
    const flat = Array.from({ length: 1000 }, () => 0.01);
    expect(standardDeviation(flat)).toEqual({ value: 0, n: 1000 });
    expect(skewness(flat)).toEqual({ value: undefined, n: 1000, reason: 'all observations are equal' });
    expect(kurtosis(flat)).toEqual({ value: undefined, n: 1000, reason: 'all observations are equal' });
  });

  test('a large level costs no digits', () => {
    const raised = values.map((each) => 1e12 + each);
    expect(standardDeviation(raised)).toEqual({ value: 2, n: 4 });
    expect(kurtosis(raised).value).toBeCloseTo(21 / 9, 15);
  });

  test('too few, or not numbers: undefined with a reason', () => {
    expect(mean([])).toEqual({ value: undefined, n: 0, reason: 'needs at least 1 observation, has 0' });
    expect(standardDeviation([1])).toEqual({ value: undefined, n: 1, reason: 'needs at least 2 observations, has 1' });
    expect(standardDeviation([1], { ddof: 0 })).toEqual({ value: 0, n: 1 });
    expect(skewness([1, 2]).reason).toBe('needs at least 3 observations, has 2');
    expect(kurtosis([1, 2, 3]).reason).toBe('needs at least 4 observations, has 3');
    expect(mean([1, Number.NaN]).reason).toBe('observation 1 is not a finite number');
    expect(mean([Infinity]).reason).toBe('observation 0 is not a finite number');
    expect(mean([Number.MAX_VALUE, -Number.MAX_VALUE]).reason).toBe('the result is not a finite number');
  });

  test('shifting changes only the mean; scaling scales the deviation; mirroring turns the skewness', () => {
    const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 50 });
    fc.assert(
      fc.property(sample, fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(2, 4, 0.5), (x, shift, factor) => {
        fc.pre(new Set(x).size > 1);
        const of = (y: readonly number[]): number[] => [standardDeviation(y), skewness(y), kurtosis(y)].map(({ value }) => value!);
        const [sd, skew, kurt] = of(x) as [number, number, number];
        const close = (actual: readonly number[], expected: readonly number[]): void =>
          actual.forEach((each, i) => expect(each).toBeCloseTo(expected[i]!, 8));
        close(of(x.map((each) => each + shift)), [sd, skew, kurt]);
        close(of(x.map((each) => each * factor)), [sd * factor, skew, kurt]);
        close(of(x.map((each) => -each)), [sd, -skew, kurt]);
        // Pearson's inequality.
        expect(kurt).toBeGreaterThanOrEqual(1 + skew * skew - 1e-9);
      }),
      { numRuns: cases(500) },
    );
  });
});
