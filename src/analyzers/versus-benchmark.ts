import { benchmarkCurve } from '../engine/benchmark.js';
import { captureRatio } from '../statistics/capture.js';
import { annualisedAlpha, benchmarkRegression, informationRatio, trackingError } from '../statistics/regression.js';
import { simpleReturns } from '../statistics/returns.js';
import type { Statistic } from '../statistics/statistic.js';
import { type AnalyzerFactory, requireTable } from './analyzer.js';
import { ofEquityCurve } from './curve-analyzer.js';

import { sessionReturnsOf, withStart } from './session-returns.js';

/** A run beside its benchmark, by session returns. `n` counts the sessions in which both have one. */
export interface BenchmarkComparison {
  readonly symbol: string;
  /** Of a year, arithmetic. */
  readonly alpha: Statistic;
  readonly beta: Statistic;
  readonly correlation: Statistic;
  /** Of a year. */
  readonly trackingError: Statistic;
  /** Of a year. */
  readonly informationRatio: Statistic;
  readonly upCapture: Statistic;
  readonly downCapture: Statistic;
}

/** Session returns of a benchmark that is bought with `start`. NaN in sessions without a price, and the first with one. */
export function benchmarkReturnsOf(start: number, sessionEquity: Float64Array): Float64Array {
  return simpleReturns(withStart(start, sessionEquity));
}

/** Compares session returns with those of the benchmark in the same sessions. */
export function compareWithBenchmark(
  symbol: string,
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear: number,
): BenchmarkComparison {
  const line = benchmarkRegression(returns, benchmark);
  return {
    symbol,
    alpha: annualisedAlpha(line, { periodsPerYear }),
    beta: line.beta,
    correlation: line.correlation,
    trackingError: trackingError(returns, benchmark, { periodsPerYear }),
    informationRatio: informationRatio(returns, benchmark, { periodsPerYear }),
    upCapture: captureRatio(returns, benchmark, { periodsPerYear, side: 'up' }),
    downCapture: captureRatio(returns, benchmark, { periodsPerYear, side: 'down' }),
  };
}

/** Alpha, beta, information ratio, tracking error and capture against buying and holding a symbol of the run. */
export function versusBenchmark(symbol: string): AnalyzerFactory<BenchmarkComparison> {
  return ofEquityCurve((curve, start) => {
    const { sessionEquity } = benchmarkCurve(requireTable(start, 'versusBenchmark'), symbol, curve);
    const benchmark = benchmarkReturnsOf(curve.startEquity, sessionEquity);
    return compareWithBenchmark(symbol, sessionReturnsOf(curve), benchmark, start.calendar.sessionsPerYear);
  });
}
