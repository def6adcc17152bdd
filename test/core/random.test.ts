import { describe, expect, test } from '@jest/globals';

import { seededRandom, type RandomSource } from '../../src/index.js';

const WORD = 0xffffffffn;

/**
 * sfc32 as PractRand defines it (`sfc32::raw32` and `seed`): whole numbers modulo 2^32, here in BigInt.
 *
 *     tmp = a + b + counter++; a = b ^ (b >> 9); b = c + (c << 3); c = rotl(c, 21) + tmp; return tmp
 *
 * counter begins at 1, and twelve values are thrown away. a, b and c come from splitmix32, whose mixer has the
 * constants 21f0aaad and 735a2d97 and the shifts 16, 15, 15.
 */
function reference(seed: bigint): () => bigint {
  let state = seed & WORD;
  const splitmix = (): bigint => {
    state = (state + 0x9e3779b9n) & WORD;
    let z = state;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) & WORD;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & WORD;
    return z ^ (z >> 15n);
  };
  let [a, b, c, counter] = [splitmix(), splitmix(), splitmix(), 1n];
  const next = (): bigint => {
    const sum = (a + b + counter) & WORD;
    counter = (counter + 1n) & WORD;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & WORD;
    c = (((c << 21n) | (c >> 11n)) + sum) & WORD;
    return sum;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** Pearson's correlation of two streams. */
function correlation(a: RandomSource, b: RandomSource, n: number): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.next(), b.next()];
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  return (n * sumAB - sumA * sumB) / Math.sqrt((n * sumAA - sumA ** 2) * (n * sumBB - sumB ** 2));
}

describe('seededRandom', () => {
  test.each([0, 1, 42, 2 ** 31, 2 ** 32 - 1])('of seed %d is sfc32, to the last bit', (seed) => {
    const random = seededRandom(seed);
    const expected = reference(BigInt(seed));
    for (let i = 0; i < 1000; i++) expect(random.next() * 4294967296).toBe(Number(expected()));
  });

  test('the first values of seed 1 stand: whoever changes them changes every recorded run', () => {
    const random = seededRandom(1);
    const expected = reference(1n);
    const words = Array.from({ length: 3 }, () => Number(expected()));
    expect(Array.from({ length: 3 }, () => random.next() * 4294967296)).toEqual(words);
    expect(words).toEqual([2420951833, 2513034076, 3847892949]);
  });

  test('is uniform: the 64 cells of 64,000 values', () => {
    const random = seededRandom(7);
    const cells = Array.from({ length: 64 }, () => 0);
    for (let i = 0; i < 64_000; i++) {
      const value = random.next();
      expect(value >= 0 && value < 1).toBe(true);
      cells[Math.floor(value * 64)]!++;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 63 degrees of freedom: 99.99 % lie below 114.
    expect(chiSquare).toBeLessThan(114);
    expect(chiSquare).toBeGreaterThan(25);
  });

  test('normal values have mean 0, variance 1, and 4.55 % beyond two deviations', () => {
    const random = seededRandom(11);
    const n = 40_000;
    const values = Array.from({ length: n }, () => random.normal());
    const mean = values.reduce((sum, one) => sum + one, 0) / n;
    const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / n;
    // Four standard errors: 4/√n, 4·√(2/n), 4·√(0.0455·0.9545/n).
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(values.filter((one) => Math.abs(one) > 2).length / n - 0.0455)).toBeLessThan(0.0042);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  test('whole numbers are below their bound, each as likely', () => {
    const random = seededRandom(3);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[random.integer(3)]!++;
    // 10,000 each, give or take four deviations of √(30000 · 2/9) = 82.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(330);
    expect(Array.from({ length: 50 }, () => random.integer(1))).toEqual(Array.from({ length: 50 }, () => 0));
  });
});

describe('fork', () => {
  const take = (random: RandomSource): number[] => Array.from({ length: 8 }, () => random.next());

  test('gives the same source for the same seed and name, however much was drawn before', () => {
    const parent = seededRandom(5);
    const before = take(parent.fork('a'));
    take(parent);
    expect(take(parent.fork('a'))).toEqual(before);
    expect(take(seededRandom(5).fork('a'))).toEqual(before);
  });

  test('takes nothing from the source it comes from', () => {
    const [one, other] = [seededRandom(5), seededRandom(5)];
    take(one.fork('a'));
    expect(take(one)).toEqual(take(other));
  });

  test('differs by name, by seed, and from its parent', () => {
    const sources = [seededRandom(5), ...['a', 'b', 'ab', 'ba', ''].map((name) => seededRandom(5).fork(name)), seededRandom(6).fork('a')];
    expect(new Set(sources.map((source) => take(source).join())).size).toBe(7);
  });

  test('no two of a hundred seeds and fifty names share a source', () => {
    const names = Array.from({ length: 50 }, (_, i) => String.fromCharCode(65 + i));
    const sources = Array.from({ length: 100 }, (_, seed) => names.map((name) => seededRandom(seed).fork(name).next())).flat();
    expect(new Set(sources).size).toBe(5000);
  });

  test('is uncorrelated with its parent and its siblings', () => {
    const n = 20_000;
    const parent = seededRandom(9);
    // Four standard errors of 1/√n.
    for (const [a, b] of [
      [parent, parent.fork('a')],
      [parent.fork('a'), parent.fork('b')],
      [parent.fork('a'), seededRandom(10).fork('a')],
    ]) {
      expect(Math.abs(correlation(a!, b!, n))).toBeLessThan(4 / Math.sqrt(n));
    }
  });
});
