import { probabilisticSharpeRatio } from '../statistics/probabilistic-sharpe.js';
import { annualisedVolatility } from '../statistics/returns.js';
import { sharpeRatio } from '../statistics/sharpe.js';
import type { Statistic } from '../statistics/statistic.js';
import type { AnalyzerFactory } from './analyzer.js';
import { ofSessionReturns } from './session-returns.js';

/** Options of {@link sharpe}. */
export interface SharpeAnalyzerOptions {
  /** Risk-free return of a year, simple: 0.02 is 2 %. A session's part is this over the sessions a year. Default 0. */
  readonly riskFreeRate?: number;
}

/** Annualised Sharpe ratio of the session returns, sample deviation. */
export function sharpe({ riskFreeRate = 0 }: SharpeAnalyzerOptions = {}): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns, periodsPerYear }) =>
    sharpeRatio(returns, { periodsPerYear, riskFreePerPeriod: riskFreeRate / periodsPerYear }),
  );
}

/** Options of {@link probabilisticSharpe}. */
export interface ProbabilisticSharpeAnalyzerOptions {
  /** Annualised Sharpe ratio to beat. Default 0. */
  readonly benchmarkSharpe?: number;
}

/** Probability that the true Sharpe ratio is above the benchmark's (Bailey and López de Prado 2012). */
export function probabilisticSharpe({ benchmarkSharpe = 0 }: ProbabilisticSharpeAnalyzerOptions = {}): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns, periodsPerYear }) =>
    probabilisticSharpeRatio(returns, { benchmarkSharpe: benchmarkSharpe / Math.sqrt(periodsPerYear) }),
  );
}

/** Annualised volatility of the session returns, as a fraction (0.2 is 20 % a year). */
export function volatility(): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns, periodsPerYear }) => annualisedVolatility(returns, { periodsPerYear }));
}
