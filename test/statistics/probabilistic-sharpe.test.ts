import { describe, expect, test } from '@jest/globals';

import {
  minimumTrackRecordLength,
  normalCdf,
  probabilisticSharpeRatio,
  sharpeRatio,
  sharpeStandardError,
} from '../../src/statistics/index.js';
import { expectNear, golden, report } from './golden-file.js';

interface PsrFile {
  readonly returns: readonly number[];
  readonly expected: {
    readonly observedSharpe: number;
    readonly sharpeStdError: number;
    readonly psr: { readonly benchmark: number; readonly value: number };
    readonly minTrl: { readonly benchmark: number; readonly prob: number; readonly value: number };
  };
  readonly tolerance: number;
  readonly fromMoments: ReadonlyArray<{
    readonly n: number;
    readonly skew: number;
    readonly kurt: number;
    readonly sr: number;
    readonly decimals: number;
    readonly benchmark?: number;
    readonly psr?: number;
    readonly stdError?: number;
    readonly minTrl95Years?: number;
    readonly periodsPerYear?: number;
  }>;
}

describe('golden stats-psr-mintrl-a.json', () => {
  const { returns, expected, tolerance, fromMoments } = golden<PsrFile>('stats-psr-mintrl-a.json');

  test('coverage', () => {
    report('stats-psr-mintrl-a.json', 4 + fromMoments.length, Object.keys(expected).length + fromMoments.length, 'cases');
  });

  test('from returns', () => {
    const near = (name: string, value: number | undefined, wanted: number): void => expectNear(name, value, wanted, tolerance);
    near('sharpe', sharpeRatio(returns, { periodsPerYear: 1 }).value, expected.observedSharpe);
    near('standard error', sharpeStandardError(returns).value, expected.sharpeStdError);
    near('psr', probabilisticSharpeRatio(returns, { benchmarkSharpe: expected.psr.benchmark }).value, expected.psr.value);
    const { benchmark, prob, value } = expected.minTrl;
    near('minTrl', minimumTrackRecordLength(returns, { benchmarkSharpe: benchmark, confidence: prob }).value, value);
  });

  test.each(fromMoments)('from moments: n = $n, sr = $sr', (given) => {
    const record = { n: given.n, sharpe: given.sr, skewness: given.skew, kurtosis: given.kurt };
    const allowed = 0.5 * 10 ** -given.decimals;
    let compared = 0;
    const near = (name: string, value: number | undefined, wanted: number | undefined): void => {
      if (wanted === undefined) return;
      compared++;
      expectNear(name, value, wanted, 0, allowed);
    };
    near('psr', probabilisticSharpeRatio(record, { benchmarkSharpe: given.benchmark ?? 0 }).value, given.psr);
    near('standard error', sharpeStandardError(record).value, given.stdError);
    near('minTrl', minimumTrackRecordLength(record).value! / (given.periodsPerYear ?? 1), given.minTrl95Years);
    expect(compared).toBeGreaterThan(0);
  });
});

describe('probabilistic Sharpe ratio', () => {
  // Normal moments, SR ½, n 26: variance factor 1 + ½·¼ = 1.125, error √(1.125/25).
  const normal = { n: 26, sharpe: 0.5, skewness: 0, kurtosis: 3 };

  test('by hand; kurtosis is raw, so a normal distribution has 1 + SR²/2', () => {
    const error = Math.sqrt(1.125 / 25);
    expect(sharpeStandardError(normal)).toEqual({ value: error, n: 26 });
    expect(probabilisticSharpeRatio(normal, { benchmarkSharpe: 0.2 }).value).toBeCloseTo(normalCdf(0.3 / error), 15);
  });

  test('one half at the benchmark, and the minimum record is the n at which the confidence is reached', () => {
    expect(probabilisticSharpeRatio(normal, { benchmarkSharpe: 0.5 })).toEqual({ value: 0.5, n: 26 });
    const n = minimumTrackRecordLength(normal, { benchmarkSharpe: 0.1, confidence: 0.9 }).value!;
    expect(probabilisticSharpeRatio({ ...normal, n }, { benchmarkSharpe: 0.1 }).value).toBeCloseTo(0.9, 14);
  });

  test('undefined with a reason', () => {
    expect(probabilisticSharpeRatio([0.1, 0.2, 0.3]).reason).toBe('needs at least 4 observations, has 3');
    expect(probabilisticSharpeRatio([0.1, 0.1, 0.1, 0.1])).toEqual({ value: undefined, n: 4, reason: 'the returns do not vary' });
    expect(probabilisticSharpeRatio([0.1, 0.2, Number.NaN, 0.1]).reason).toBe('observation 2 is not a finite number');
    expect(sharpeStandardError({ n: 10, sharpe: 1, skewness: 3, kurtosis: 3 }).reason).toBe('skewness and kurtosis contradict each other');
    expect(sharpeStandardError({ ...normal, n: 1 }).reason).toBe('needs at least 2 observations, has 1');
    expect(minimumTrackRecordLength(normal, { benchmarkSharpe: 0.5 }).reason).toBe('the Sharpe ratio is not above the benchmark');
    expect(minimumTrackRecordLength(normal, { confidence: 1 }).reason).toBe('the result is not a finite number');
  });
});
