import { calmarRatio } from '../statistics/calmar.js';
import { kurtosis, skewness } from '../statistics/moments.js';
import { omegaRatio } from '../statistics/omega.js';
import { minimumTrackRecordLength } from '../statistics/probabilistic-sharpe.js';
import { downsideDeviation, sortinoRatio } from '../statistics/sortino.js';
import { statistic, noStatistic, type Statistic, unusable } from '../statistics/statistic.js';
import { tailRatio } from '../statistics/tail-ratio.js';
import { conditionalValueAtRisk, valueAtRisk } from '../statistics/value-at-risk.js';

/** Figures of session returns: of a run, or of its benchmark. Rates are fractions. */
export interface ReturnFigures {
  /** Annualised, target 0. */
  readonly sortino: Statistic;
  /** Annualised, target 0. */
  readonly downsideDeviation: Statistic;
  readonly calmar: Statistic;
  /** Threshold 0. */
  readonly omega: Statistic;
  readonly tailRatio: Statistic;
  readonly skewness: Statistic;
  /** Raw: 3 for a normal distribution. */
  readonly kurtosis: Statistic;
  readonly best: Statistic;
  readonly worst: Statistic;
  /** Part of the sessions with a return above 0. */
  readonly positiveSessions: Statistic;
  /** Signed returns of a session, beyond which 5 % lie. */
  readonly valueAtRisk: Statistic;
  readonly conditionalValueAtRisk: Statistic;
  readonly gaussianValueAtRisk: Statistic;
  readonly gaussianConditionalValueAtRisk: Statistic;
  /** Sessions from which the Sharpe ratio would be above 0 with 95 % confidence. */
  readonly minimumTrackRecord: Statistic;
}

export interface ReturnFiguresInput {
  readonly returns: Float64Array;
  readonly periodsPerYear: number;
  /** Compound annual growth and deepest drawdown, which Calmar compares. */
  readonly cagr: Statistic;
  readonly maxDrawdown: Statistic;
}

/** All figures that need nothing but the returns. */
export function returnFigures({ returns, periodsPerYear, cagr, maxDrawdown }: ReturnFiguresInput): ReturnFigures {
  const n = returns.length;
  const fault = unusable(returns, 1);
  const over = (of: () => number): Statistic => (fault === undefined ? statistic(of(), n) : noStatistic(fault, n));
  return {
    sortino: sortinoRatio(returns, { periodsPerYear }),
    downsideDeviation: downsideDeviation(returns, { periodsPerYear }),
    calmar: calmarRatio(cagr, maxDrawdown),
    omega: omegaRatio(returns),
    tailRatio: tailRatio(returns),
    skewness: skewness(returns),
    kurtosis: kurtosis(returns),
    best: over(() => returns.reduce((a, b) => Math.max(a, b))),
    worst: over(() => returns.reduce((a, b) => Math.min(a, b))),
    positiveSessions: over(() => returns.reduce((count, each) => (each > 0 ? count + 1 : count), 0) / n),
    valueAtRisk: valueAtRisk(returns),
    conditionalValueAtRisk: conditionalValueAtRisk(returns),
    gaussianValueAtRisk: valueAtRisk(returns, { method: 'gaussian' }),
    gaussianConditionalValueAtRisk: conditionalValueAtRisk(returns, { method: 'gaussian' }),
    minimumTrackRecord: minimumTrackRecordLength(returns),
  };
}
