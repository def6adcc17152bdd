import { ConfigError } from '../core/errors.js';
import { annualisedAlpha, type AnnualisedAlphaOptions, benchmarkRegression } from './regression.js';
import { annualisedVolatility } from './returns.js';
import { sharpeRatio, type SharpeOptions } from './sharpe.js';
import type { Statistic } from './statistic.js';

/** Window of the rolling figures. */
export interface RollingOptions {
  /** Returns in a window, at least 2. */
  readonly window: number;
}

/**
 * A statistic over a moving window. The value at `i` is that of the `window` returns up to and with `i`; NaN where the
 * window is not full or the statistic does not exist. Each window is computed for itself: nothing drifts.
 * @throws ConfigError if the window is not a whole number of at least 1.
 */
export function rollingStatistic(length: number, window: number, of: (from: number, to: number) => Statistic): Float64Array {
  if (!(Number.isInteger(window) && window >= 1)) {
    throw new ConfigError(`a window holds a whole number of returns, not ${window}`, {
      code: 'statistics/window',
      context: { window },
      hint: 'give the number of returns in a window, for example 126 for half a year of sessions',
    });
  }
  const series = new Float64Array(length).fill(Number.NaN);
  for (let i = window - 1; i < length; i++) series[i] = of(i + 1 - window, i + 1).value ?? Number.NaN;
  return series;
}

/** {@link sharpeRatio} over a moving window. */
export function rollingSharpe(returns: Float64Array, { window, ...options }: RollingOptions & SharpeOptions): Float64Array {
  return rollingStatistic(returns.length, window, (from, to) => sharpeRatio(returns.subarray(from, to), options));
}

/** {@link annualisedVolatility} over a moving window. */
export function rollingVolatility(
  returns: Float64Array,
  { window, periodsPerYear }: RollingOptions & { readonly periodsPerYear: number },
): Float64Array {
  return rollingStatistic(returns.length, window, (from, to) => annualisedVolatility(returns.subarray(from, to), { periodsPerYear }));
}

/** Beta of {@link benchmarkRegression} over a moving window. */
export function rollingBeta(returns: Float64Array, benchmark: Float64Array, { window }: RollingOptions): Float64Array {
  return rollingStatistic(
    returns.length,
    window,
    (from, to) => benchmarkRegression(returns.subarray(from, to), benchmark.subarray(from, to)).beta,
  );
}

/** {@link annualisedAlpha} over a moving window. */
export function rollingAlpha(
  returns: Float64Array,
  benchmark: Float64Array,
  { window, ...options }: RollingOptions & AnnualisedAlphaOptions,
): Float64Array {
  return rollingStatistic(returns.length, window, (from, to) =>
    annualisedAlpha(benchmarkRegression(returns.subarray(from, to), benchmark.subarray(from, to)), options),
  );
}
