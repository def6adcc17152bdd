import { omegaRatio } from '../statistics/omega.js';
import { minimumTrackRecordLength } from '../statistics/probabilistic-sharpe.js';
import { downsideDeviation, sortinoRatio } from '../statistics/sortino.js';
import type { Statistic } from '../statistics/statistic.js';
import { tailRatio as tailRatioOf } from '../statistics/tail-ratio.js';
import {
  conditionalValueAtRisk as conditionalValueAtRiskOf,
  type ConditionalValueAtRiskOptions,
  valueAtRisk as valueAtRiskOf,
  type ValueAtRiskOptions,
} from '../statistics/value-at-risk.js';
import type { AnalyzerFactory } from './analyzer.js';
import { ofSessionReturns } from './session-returns.js';

/** Options of the analyzers that measure against a yearly target. */
export interface AnnualTargetOptions {
  /** Simple return of a year that is asked for; a session's part is this over the sessions a year. Default 0. */
  readonly target?: number;
}

/** Annualised Sortino ratio of the session returns. */
export function sortino({ target = 0 }: AnnualTargetOptions = {}): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns, periodsPerYear }) =>
    sortinoRatio(returns, { periodsPerYear, targetPerPeriod: target / periodsPerYear }),
  );
}

/** Annualised downside deviation of the session returns. */
export function downsideRisk({ target = 0 }: AnnualTargetOptions = {}): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns, periodsPerYear }) =>
    downsideDeviation(returns, { periodsPerYear, targetPerPeriod: target / periodsPerYear }),
  );
}

/** Omega ratio of the session returns. */
export function omega({ target = 0 }: AnnualTargetOptions = {}): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns, periodsPerYear }) => omegaRatio(returns, { thresholdPerPeriod: target / periodsPerYear }));
}

/** Tail ratio of the session returns. */
export function tailRatio(): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns }) => tailRatioOf(returns));
}

/** Value at risk of a session. */
export function valueAtRisk(options: ValueAtRiskOptions = {}): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns }) => valueAtRiskOf(returns, options));
}

/** Conditional value at risk of a session. */
export function conditionalValueAtRisk(options: ConditionalValueAtRiskOptions = {}): AnalyzerFactory<Statistic> {
  return ofSessionReturns(({ returns }) => conditionalValueAtRiskOf(returns, options));
}

/** Options of {@link minimumTrackRecord}. */
export interface MinimumTrackRecordAnalyzerOptions {
  /** Annualised Sharpe ratio to beat. Default 0. */
  readonly benchmarkSharpe?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** Sessions from which the Sharpe ratio would be above the benchmark's (Bailey and López de Prado 2012). */
export function minimumTrackRecord(options: MinimumTrackRecordAnalyzerOptions = {}): AnalyzerFactory<Statistic> {
  const { benchmarkSharpe = 0, confidence = 0.95 } = options;
  return ofSessionReturns(({ returns, periodsPerYear }) =>
    minimumTrackRecordLength(returns, { benchmarkSharpe: benchmarkSharpe / Math.sqrt(periodsPerYear), confidence }),
  );
}
