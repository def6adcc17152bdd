import { describe, expect, test } from '@jest/globals';

import { normalCdf, normalQuantile } from '../../src/statistics/index.js';

describe('normalCdf', () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.1 (15 decimals).
  test.each([
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [1.5, 0.933192798731142],
    [2, 0.977249868051821],
    [2.5, 0.993790334674224],
    [3, 0.99865010196837],
  ])('Φ(%d) = %d as tabulated, and the complement below 0', (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(6e-16);
    expect(Math.abs(normalCdf(-x) - (1 - expected))).toBeLessThan(6e-16);
  });

  // Positive terms only: Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + ...), Abramowitz and Stegun 26.2.11.
  function series(x: number): number {
    let term = x;
    let sum = x;
    for (let k = 3; term > 1e-18 * sum; k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 + (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum;
  }

  // Laplace's continued fraction for the tail: φ(x)/(x + 1/(x + 2/(x + 3/(x + ...)))), A&S 26.2.14.
  function tail(x: number): number {
    let fraction = x;
    for (let k = 200; k >= 1; k--) fraction = x + k / fraction;
    return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) / fraction;
  }

  test('agrees with the power series from 0 to 6', () => {
    for (let x = 0.01; x <= 6; x += 0.01) expect(Math.abs(normalCdf(x) / series(x) - 1)).toBeLessThan(4e-15);
  });

  test('agrees with the continued fraction in the lower tail, relatively', () => {
    for (let x = 3; x <= 37; x += 0.05) expect(Math.abs(normalCdf(-x) / tail(x) - 1)).toBeLessThan(3e-13);
  });

  test('limits', () => {
    expect([normalCdf(-Infinity), normalCdf(-40), normalCdf(40), normalCdf(Infinity)]).toEqual([0, 0, 1, 1]);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });
});

describe('normalQuantile', () => {
  // Wichura, Algorithm AS 241, its own test values (to 16 digits).
  test.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.26234008979841],
  ])('quantile of %d', (p, expected) => {
    expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-15);
  });

  test.each([
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.995, 2.5758293035489004],
  ])('usual level %d: %d, and its mirror image', (p, expected) => {
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThan(2e-15);
    expect(Math.abs(normalQuantile(1 - p) + expected)).toBeLessThan(2e-15);
  });

  test('is the inverse of the distribution function', () => {
    for (let x = -37; x <= 0; x += 0.01) expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(2e-15 * Math.max(1, -x));
  });

  test('limits', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
  });
});
