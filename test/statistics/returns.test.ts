import { describe, expect, test } from '@jest/globals';

import { ConfigError } from '../../src/core/errors.js';
import { annualisedVolatility, cagr, sharpeRatio, simpleReturns, totalReturn } from '../../src/statistics/index.js';

describe('returns', () => {
  test('simple returns', () => {
    expect([...simpleReturns([100, 110, 99, 99])]).toEqual([110 / 100 - 1, 99 / 110 - 1, 0]);
    expect(simpleReturns([100])).toHaveLength(0);
    expect(simpleReturns([])).toHaveLength(0);
  });

  test('no return from nothing: NaN in the series, a reason in the statistics', () => {
    const returns = simpleReturns([100, 0, 50]);
    expect([...returns]).toEqual([-1, Number.NaN]);
    expect(sharpeRatio(returns, { periodsPerYear: 252 })).toEqual({
      value: undefined,
      n: 2,
      reason: 'observation 1 is not a finite number',
    });
  });

  test('total return and growth: 100 to 121 in two years is 21 %, 10 % a year', () => {
    expect(totalReturn([100, 150, 121])).toEqual({ value: 121 / 100 - 1, n: 3 });
    expect(cagr([100, 150, 121], 2).value).toBeCloseTo(0.1, 14);
  });

  test('a total loss is −100 %, also a year', () => {
    expect(totalReturn([100, 0])).toEqual({ value: -1, n: 2 });
    expect(cagr([100, 0], 3)).toEqual({ value: -1, n: 2 });
  });

  test('undefined with a reason', () => {
    expect(totalReturn([100]).reason).toBe('needs at least 2 observations, has 1');
    expect(totalReturn([0, 100]).reason).toBe('the first equity is not positive');
    expect(cagr([100, 110], 0).reason).toBe('no time has passed');
    expect(cagr([100, 110], Number.NaN).reason).toBe('no time has passed');
    expect(cagr([100, -10], 1).reason).toBe('the last equity is negative');
    expect(cagr([1, 1e300], 1e-3).reason).toBe('the result is not a finite number');
  });

  test('volatility: returns ±1 % deviate by 0.01·√(4/3), times √252', () => {
    const returns = [0.01, -0.01, 0.01, -0.01];
    expect(annualisedVolatility(returns, { periodsPerYear: 252 }).value).toBeCloseTo(0.01 * Math.sqrt((4 / 3) * 252), 15);
    expect(annualisedVolatility([0.01], { periodsPerYear: 252 }).reason).toBe('needs at least 2 observations, has 1');
  });
});

describe('sharpeRatio', () => {
  test('by hand: mean 2, deviation √(2/2) = 1: 2 per period, 2·√252 a year, 1 with a risk-free 1', () => {
    expect(sharpeRatio([1, 2, 3], { periodsPerYear: 1 })).toEqual({ value: 2, n: 3 });
    expect(sharpeRatio([1, 2, 3], { periodsPerYear: 252 }).value).toBeCloseTo(2 * Math.sqrt(252), 13);
    expect(sharpeRatio([1, 2, 3], { periodsPerYear: 1, riskFreePerPeriod: 1 }).value).toBe(1);
  });

  test('no ratio of the rounding noise in constant growth', () => {
    const equity = Array.from({ length: 500 }, (_, i) => 100 * 1.01 ** i);
    const returns = simpleReturns(equity);
    expect(new Set(returns).size).toBeGreaterThan(1);
    expect(sharpeRatio(returns, { periodsPerYear: 252 })).toEqual({ value: undefined, n: 499, reason: 'the returns do not vary' });
    expect(sharpeRatio([0, 0, 0], { periodsPerYear: 252 }).reason).toBe('the returns do not vary');
  });

  test('small but real variation has a ratio', () => {
    expect(sharpeRatio([1e-12, 2e-12, 3e-12], { periodsPerYear: 1 }).value).toBeCloseTo(2, 12);
  });

  test.each([0, -252, Number.NaN, Infinity])('%d periods a year are refused', (periodsPerYear) => {
    expect(() => sharpeRatio([1, 2], { periodsPerYear })).toThrow(ConfigError);
    expect(() => annualisedVolatility([1, 2], { periodsPerYear })).toThrow(ConfigError);
  });
});
