import { describe, expect, test } from '@jest/globals';

import { ConfigError } from '../../src/index.js';
import {
  averageDrawdown,
  benchmarkRegression,
  calmarRatio,
  captureRatio,
  conditionalValueAtRisk,
  costSensitivity,
  downsideDeviation,
  drawdowns,
  drawdownSeries,
  equityFromReturns,
  informationRatio,
  kurtosis,
  median,
  minimumTrackRecordLength,
  omegaRatio,
  quantile,
  returnsByPeriod,
  rollingBeta,
  rollingSharpe,
  rollingVolatility,
  sharpeRatio,
  skewness,
  sortinoRatio,
  tailRatio,
  timeUnderWater,
  trackingError,
  ulcerIndex,
  valueAtRisk,
  wilsonInterval,
  worstDrawdowns,
} from '../../src/statistics/index.js';

const YEAR = { periodsPerYear: 252 };
const none = (n: number, reason: string) => ({ value: undefined, n, reason });

describe('by hand', () => {
  test('quantiles lie between the order statistics, or at the lower one', () => {
    const values = [40, 10, 30, 20];
    // Place 0.25 · 3 = 0.75: three quarters from 10 to 20.
    expect(quantile(values, 0.25)).toEqual({ value: 17.5, n: 4 });
    expect(quantile(values, 0.25, { interpolation: 'lower' })).toEqual({ value: 10, n: 4 });
    expect([quantile(values, 0).value, quantile(values, 1).value, median(values).value]).toEqual([10, 40, 25]);
    expect(quantile(values, 1.5).reason).toBe('a quantile lies between 0 and 1, not at 1.5');
    expect(values).toEqual([40, 10, 30, 20]);
  });

  test('Sortino divides by the downside of all returns', () => {
    // Mean 0.01; downside √(0.02² / 4) = 0.01.
    const returns = [0.03, -0.02, 0.01, 0.02];
    expect(downsideDeviation(returns, { periodsPerYear: 1 }).value).toBeCloseTo(0.01, 15);
    expect(sortinoRatio(returns, { periodsPerYear: 4 }).value).toBeCloseTo(2, 12);
    // Against 0.02: below by 0.04 and 0.01; mean less target −0.01.
    expect(sortinoRatio(returns, { periodsPerYear: 1, targetPerPeriod: 0.02 }).value).toBeCloseTo(-0.01 / Math.sqrt(0.0017 / 4), 12);
  });

  test('Omega, tails and Calmar', () => {
    expect(omegaRatio([0.03, -0.01, 0.02, -0.01]).value).toBeCloseTo(2.5, 12);
    // Quantiles of −3, −1, 2, 6 at places 2.85 and 0.15: 5.4 and −2.7.
    expect(tailRatio([6, -3, 2, -1]).value).toBeCloseTo(2, 12);
    expect(calmarRatio({ value: 0.12, n: 7 }, { value: -0.3, n: 8 })).toEqual({ value: 0.4, n: 7 });
  });

  test('value at risk: historical, and its mean beyond', () => {
    // 21 returns −10 … 10: the 5 % place is 1, the value −9; at or below it −10 and −9.
    const returns = Array.from({ length: 21 }, (_, i) => 10 - i);
    expect(valueAtRisk(returns).value).toBe(-9);
    expect(conditionalValueAtRisk(returns).value).toBe(-9.5);
    expect(valueAtRisk(returns, { level: 0.5 }).value).toBe(0);
    // Gaussian: mean 0, sample deviation √(770/20); Φ⁻¹(0.05) = −1.6448536, φ there 0.1031356.
    expect(valueAtRisk(returns, { method: 'gaussian' }).value).toBeCloseTo(-1.6448536269514722 * Math.sqrt(38.5), 10);
    expect(conditionalValueAtRisk(returns, { method: 'gaussian' }).value).toBeCloseTo((-0.10313564037537128 / 0.05) * Math.sqrt(38.5), 10);
    // Without skewness, excess kurtosis k = m4/m2² − 3: z + (z³ − 3z)k/24.
    const z = -1.6448536269514722;
    const k = kurtosis(returns).value! - 3;
    expect(valueAtRisk(returns, { method: 'cornish-fisher' }).value).toBeCloseTo((z + ((z ** 3 - 3 * z) * k) / 24) * Math.sqrt(38.5), 9);
  });

  test('drawdown at each point, its mean, ulcer index and time under water', () => {
    const equity = [100, 90, 100, 80];
    expect([...drawdownSeries(equity)].map((each) => each.toFixed(12))).toEqual([
      '0.000000000000',
      '-0.100000000000',
      '0.000000000000',
      '-0.200000000000',
    ]);
    expect(averageDrawdown(equity).value).toBeCloseTo(-0.075, 12);
    expect(ulcerIndex(equity).value).toBeCloseTo(Math.sqrt(500 / 4), 10);
    expect(timeUnderWater(equity)).toEqual({ value: 0.5, n: 4 });
  });

  test('the worst drawdowns, of equal ones the earlier first', () => {
    const all = drawdowns([100, 90, 100, 50, 100, 90, 100, 95]);
    expect(worstDrawdowns(all, 3).map(({ depth, peakIndex }) => [depth.toFixed(3), peakIndex])).toEqual([
      ['-0.500', 2],
      ['-0.100', 0],
      ['-0.100', 4],
    ]);
    expect(worstDrawdowns(all)).toHaveLength(4);
  });

  test('a line through returns over those of the benchmark', () => {
    // r = 0.001 + 2b exactly.
    const benchmark = [0.01, -0.02, 0.03, 0];
    const returns = benchmark.map((each) => 0.001 + 2 * each);
    const { alphaPerPeriod, beta, correlation } = benchmarkRegression(returns, benchmark);
    expect(beta.value).toBeCloseTo(2, 12);
    expect(alphaPerPeriod.value).toBeCloseTo(0.001, 12);
    expect(correlation.value).toBeCloseTo(1, 12);
    // Periods without a price of the benchmark are left out.
    expect(benchmarkRegression([9, ...returns], [Number.NaN, ...benchmark]).beta).toEqual(beta);
  });

  test('tracking error and information ratio', () => {
    // Differences 0.01, −0.01, 0.03: mean 0.01, sample deviation 0.02.
    const [returns, benchmark] = [
      [0.02, 0, 0.05],
      [0.01, 0.01, 0.02],
    ];
    expect(trackingError(returns!, benchmark!, { periodsPerYear: 4 }).value).toBeCloseTo(0.04, 12);
    expect(informationRatio(returns!, benchmark!, { periodsPerYear: 4 }).value).toBeCloseTo(1, 12);
  });

  test('capture', () => {
    // Up sessions: 1 % and 2 % of the market, 2 % and 1 % of the run: the same growth, over 2 of 252.
    const [returns, benchmark] = [
      [0.02, -0.01, 0.01],
      [0.01, -0.02, 0.02],
    ];
    expect(captureRatio(returns!, benchmark!, { ...YEAR, side: 'up' })).toEqual({ value: 1, n: 2 });
    const down = captureRatio(returns!, benchmark!, { ...YEAR, side: 'down' });
    expect(down.n).toBe(1);
    expect(down.value).toBeCloseTo((0.99 ** 252 - 1) / (0.98 ** 252 - 1), 12);
  });

  test('rolling figures are those of each window', () => {
    const returns = Float64Array.of(0.01, -0.02, 0.03, 0.01, 0);
    const benchmark = Float64Array.of(0.02, -0.01, 0.01, 0.02, 0.01);
    const sharpe = rollingSharpe(returns, { window: 3, ...YEAR });
    expect([sharpe[0], sharpe[1]]).toEqual([Number.NaN, Number.NaN]);
    expect(sharpe[3]).toBe(sharpeRatio([-0.02, 0.03, 0.01], YEAR).value);
    // 0.03, 0.01, 0: deviation of sum of squares 14/3 · 10⁻⁴ over 2.
    expect(rollingVolatility(returns, { window: 3, periodsPerYear: 1 })[4]).toBeCloseTo(Math.sqrt(14 / 6) / 100, 12);
    expect(rollingBeta(returns, benchmark, { window: 3 })[4]).toBe(benchmarkRegression([0.03, 0.01, 0], [0.01, 0.02, 0.01]).beta.value);
    expect(rollingSharpe(returns, { window: 6, ...YEAR }).every(Number.isNaN)).toBe(true);
    // A window without variance has no ratio.
    expect(rollingSharpe(Float64Array.of(0.01, 0.01, 0.02), { window: 2, ...YEAR })[1]).toBeNaN();
  });

  test('returns by calendar units', () => {
    const dates = ['2023-12-29', '2024-01-02', '2024-01-31', '2024-04-01'];
    const by = (unit: 'day' | 'week' | 'month' | 'quarter' | 'year') =>
      returnsByPeriod(dates, [0.1, 0.2, -0.5, 0.04], unit).map(({ period, value, n }) => `${period} ${value.toFixed(4)} ${n}`);
    expect(by('day')).toEqual(['2023-12-29 0.1000 1', '2024-01-02 0.2000 1', '2024-01-31 -0.5000 1', '2024-04-01 0.0400 1']);
    expect(by('week')).toEqual(['2023-12-25 0.1000 1', '2024-01-01 0.2000 1', '2024-01-29 -0.5000 1', '2024-04-01 0.0400 1']);
    expect(by('month')).toEqual(['2023-12 0.1000 1', '2024-01 -0.4000 2', '2024-04 0.0400 1']);
    expect(by('quarter')).toEqual(['2023-Q4 0.1000 1', '2024-Q1 -0.4000 2', '2024-Q2 0.0400 1']);
    expect(by('year')).toEqual(['2023 0.1000 1', '2024 -0.3760 3']);
    expect(returnsByPeriod([], [], 'month')).toEqual([]);
  });

  test('costs scaled, the fills held fixed', () => {
    // Returns after costs of 1 % each: 2 % and −1 %. Without them 3 % and 0; twice 1 % and −2 %.
    const { scenarios, breakEvenMultiple } = costSensitivity([0.02, -0.01], [0.01, 0.01], { ...YEAR, multiples: [0, 1, 2] });
    expect(scenarios.map(({ totalReturn }) => totalReturn.value!.toFixed(6))).toEqual(['0.030000', '0.009800', '-0.010200']);
    expect(scenarios[0]!.sharpe.value).toBeCloseTo((0.015 / (0.03 / Math.SQRT2)) * Math.sqrt(252), 9);
    // Half a percent is left on average: half the costs once more.
    expect(breakEvenMultiple).toEqual({ value: 1.5, n: 2 });
    expect(costSensitivity([0.02, -0.01], [0, 0], YEAR).breakEvenMultiple).toEqual(none(2, 'there were no costs'));
    expect(costSensitivity([0.02, -0.01], [0, 0], YEAR).scenarios.map(({ multiple }) => multiple)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('Wilson’s interval', () => {
    // Published example (Newcombe 1998, table I, method 3): 81 of 263.
    const [low, high] = wilsonInterval(81, 263);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
    // 0 of 20: 0 to 0.1611; 1 of 29: 0.0061 to 0.1718.
    expect(wilsonInterval(0, 20).map((each) => each.toFixed(4))).toEqual(['0.0000', '0.1611']);
    expect(wilsonInterval(1, 29).map((each) => each.toFixed(4))).toEqual(['0.0061', '0.1718']);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });

  test('a curve from returns, and unbiased moments', () => {
    expect([...equityFromReturns([0.5, -0.5], 100)]).toEqual([100, 150, 75]);
    // 1, 2, 3, 10: m2 12.5, m3 45, m4 300.5.
    const values = [1, 2, 3, 10];
    expect(skewness(values, { unbiased: true }).value).toBeCloseTo(((45 / 12.5 ** 1.5) * Math.sqrt(12)) / 2, 12);
    expect(kurtosis([...values, 4], { unbiased: true }).value).toBeCloseTo(
      3 + (4 / (3 * 2)) * (6 * (kurtosis([...values, 4]).value! - 3) + 6),
      12,
    );
  });
});

describe('what has no value says why', () => {
  test.each([
    ['Sortino of nothing', sortinoRatio([], YEAR), none(0, 'needs at least 1 observation, has 0')],
    ['Sortino without a loss', sortinoRatio([0.01, 0.02], YEAR), none(2, 'no return was below the target')],
    [
      'Sortino of one loss alone',
      sortinoRatio([0.01, -0.02], { ...YEAR, denominator: 'negative-returns' }),
      none(2, 'needs at least 2 returns below the target, has 1'),
    ],
    ['Omega without a loss', omegaRatio([0.01, 0]), none(2, 'no return was below the threshold')],
    ['Calmar without a drawdown', calmarRatio({ value: 1, n: 3 }, { value: 0, n: 4 }), none(3, 'equity never fell below its peak')],
    ['Calmar without growth', calmarRatio(none(3, 'no time has passed'), { value: -1, n: 4 }), none(3, 'no time has passed')],
    ['tails around 0', tailRatio([0, 0, 1]), none(3, 'the 5 % quantile of the returns is 0')],
    ['VaR of nothing', valueAtRisk([]), none(0, 'needs at least 1 observation, has 0')],
    ['Gaussian VaR of one return', valueAtRisk([1], { method: 'gaussian' }), none(1, 'needs at least 2 observations, has 1')],
    ['VaR of what is no number', valueAtRisk([1, Number.NaN]), none(2, 'observation 1 is not a finite number')],
    ['beta on a flat benchmark', benchmarkRegression([1, 2], [3, 3]).beta, none(2, 'the returns of the benchmark do not vary')],
    ['correlation of a flat run', benchmarkRegression([3, 3], [1, 2]).correlation, none(2, 'the returns do not vary')],
    ['beta on a benchmark without prices', benchmarkRegression([1], [Number.NaN]).beta, none(0, 'needs at least 2 observations, has 0')],
    [
      'information ratio of the benchmark itself',
      informationRatio([1, 2, 3], [1, 2, 3], YEAR),
      none(3, 'the returns differ from those of the benchmark by a constant'),
    ],
    ['up capture when it never rose', captureRatio([1, 2], [-1, 0], { ...YEAR, side: 'up' }), none(0, 'the benchmark never rose')],
    ['down capture when it never fell', captureRatio([1, 2], [1, 0], { ...YEAR, side: 'down' }), none(0, 'the benchmark never fell')],
    ['capture of nothing', captureRatio([1], [0], YEAR), none(1, 'the benchmark returned nothing')],
    ['track record of a loser', minimumTrackRecordLength([-1, -2, 0, 1]), none(4, 'the Sharpe ratio is not above the benchmark')],
    ['ulcer index of nothing', ulcerIndex([]), none(0, 'needs at least 1 observation, has 0')],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('wrong use is an error that says how to mend it', () => {
  test.each([
    ['series of two lengths', () => benchmarkRegression([1, 2], [1]), 'statistics/unequal-lengths'],
    ['a level beyond 1', () => valueAtRisk([1], { level: 5 }), 'statistics/level'],
    ['a window of 2.5', () => rollingSharpe(Float64Array.of(1), { window: 2.5, ...YEAR }), 'statistics/window'],
    ['no sessions a year', () => sortinoRatio([1], { periodsPerYear: 0 }), 'statistics/periods-per-year'],
  ])('%s', (_name, act, code) => {
    expect(act).toThrow(ConfigError);
    expect(act).toThrow(expect.objectContaining({ code, hint: expect.stringMatching(/^give /) }));
  });
});
