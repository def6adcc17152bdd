import { describe, expect, test } from '@jest/globals';

import { crossesAbove, crossesBelow, ema, sma } from '../../src/indicators/index.js';

const line = (previous: number, value: number): { previous: number; value: number } => ({ previous, value });

describe('crosses', () => {
  test.each([
    // a before → now, b before → now, above, below
    [1, 3, 2, 2, true, false],
    [3, 1, 2, 2, false, true],
    [2, 3, 2, 2, true, false], // from equal
    [2, 1, 2, 2, false, true],
    [1, 2, 2, 2, false, false], // only touches
    [3, 2, 2, 2, false, false],
    [3, 4, 2, 2, false, false], // stays
    [1, 1, 2, 2, false, false],
    [5, 5, 6, 4, true, false], // the other line moves
    [5, 5, 4, 6, false, true],
    [2, 2, 2, 2, false, false],
  ])('a %d → %d, b %d → %d', (a0, a1, b0, b1, above, below) => {
    expect(crossesAbove(line(a0, a1), line(b0, b1))).toBe(above);
    expect(crossesBelow(line(a0, a1), line(b0, b1))).toBe(below);
    // Seen from the other line.
    expect(crossesBelow(line(b0, b1), line(a0, a1))).toBe(above);
    expect(crossesAbove(line(b0, b1), line(a0, a1))).toBe(below);
    if (b0 !== b1) return;
    expect(crossesAbove(line(a0, a1), b0)).toBe(above);
    expect(crossesBelow(line(a0, a1), b0)).toBe(below);
  });

  test('no cross while a value does not exist', () => {
    for (const [a, b] of [
      [line(Number.NaN, 3), line(2, 2)],
      [line(1, 3), line(Number.NaN, 2)],
      [line(1, Number.NaN), line(2, 2)],
    ] as const) {
      expect(crossesAbove(a, b)).toBe(false);
      expect(crossesBelow(a, b)).toBe(false);
    }
    expect(crossesAbove(line(1, 3), Number.NaN)).toBe(false);
    expect(crossesBelow(line(3, 1), Number.NaN)).toBe(false);
  });

  test('works on indicators, once per cross', () => {
    const fast = sma(1);
    const slow = ema(2);
    const crossed: string[] = [];
    // slow: -, 10, 10, 30.67 (10 + ⅔·31), 10.89, 10.3; fast is the input.
    [10, 10, 10, 41, 1, 10].forEach((input, i) => {
      fast.update(input);
      slow.update(input);
      if (crossesAbove(fast, slow)) crossed.push(`above ${i}`);
      if (crossesBelow(fast, slow)) crossed.push(`below ${i}`);
    });
    expect(crossed).toEqual(['above 3', 'below 4']);
  });
});
