import { deviationOf, kurtosisOf, momentsOf, type Sample, skewnessOf } from './moments.js';
import { normalCdf, normalQuantile } from './normal.js';
import { withoutVariance } from './sharpe.js';
import { noStatistic, type Statistic, statistic } from './statistic.js';

/** A track record as the formulas of Bailey and López de Prado see it. Nothing in it is annualised. */
export interface TrackRecord {
  /** Number of returns. */
  readonly n: number;
  /** Sharpe ratio per period (mean / sample deviation). */
  readonly sharpe: number;
  /** Biased skewness. */
  readonly skewness: number;
  /** Biased RAW kurtosis: 3 for a normal distribution, not 0. */
  readonly kurtosis: number;
}

/** Options of the probabilistic Sharpe ratio. */
export interface ProbabilisticSharpeOptions {
  /** Sharpe ratio to beat, per period (an annual one divided by √periodsPerYear). Default 0. */
  readonly benchmarkSharpe?: number;
}

/** Options of the minimum track record length. */
export interface MinimumTrackRecordOptions extends ProbabilisticSharpeOptions {
  /** Confidence wanted, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
}

/** With fewer returns the fourth moment is the same number for all samples, or nearly so. */
const MIN_RETURNS = 4;

/** Describes returns as a {@link TrackRecord}, or says why they have none. */
export function trackRecord(returns: Sample): TrackRecord | string {
  const moments = momentsOf(returns, MIN_RETURNS);
  if (typeof moments === 'string') return moments;
  if (withoutVariance(moments)) return 'the returns do not vary';
  const sharpe = moments.mean / deviationOf(moments, 1);
  return { n: moments.n, sharpe, skewness: skewnessOf(moments), kurtosis: kurtosisOf(moments) };
}

/** `1 − γ₃·SR + (γ₄ − 1)/4·SR²`: the variance of the estimated ratio times n − 1. Zero or less only for invented moments. */
function varianceFactor({ sharpe, skewness, kurtosis }: TrackRecord): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/** Standard error of the Sharpe ratio per period: `√((1 − γ₃·SR + (γ₄ − 1)/4·SR²) / (n − 1))`. Source: as {@link probabilisticSharpeRatio}. */
export function sharpeStandardError(returns: ArrayLike<number> | TrackRecord): Statistic {
  return overRecord(returns, (record) => statistic(Math.sqrt(varianceFactor(record) / (record.n - 1)), record.n));
}

/**
 * Probability, 0 to 1, that the true Sharpe ratio is above the benchmark: `Φ((SR − SR*) / standardError)`.
 *
 * Source: D. H. Bailey and M. López de Prado, The Sharpe Ratio Efficient Frontier, Journal of Risk 15 (2012).
 */
export function probabilisticSharpeRatio(returns: ArrayLike<number> | TrackRecord, options: ProbabilisticSharpeOptions = {}): Statistic {
  return overRecord(returns, (record) => {
    const error = Math.sqrt(varianceFactor(record) / (record.n - 1));
    return statistic(normalCdf((record.sharpe - (options.benchmarkSharpe ?? 0)) / error), record.n);
  });
}

/**
 * Number of returns (not rounded) from which the ratio would be above the benchmark with the wanted confidence:
 * `1 + (1 − γ₃·SR + (γ₄ − 1)/4·SR²) · (Φ⁻¹(confidence) / (SR − SR*))²`. None if the ratio is not above the benchmark.
 * Source: as {@link probabilisticSharpeRatio}.
 */
export function minimumTrackRecordLength(returns: ArrayLike<number> | TrackRecord, options: MinimumTrackRecordOptions = {}): Statistic {
  return overRecord(returns, (record) => {
    const ahead = record.sharpe - (options.benchmarkSharpe ?? 0);
    if (!(ahead > 0)) return noStatistic('the Sharpe ratio is not above the benchmark', record.n);
    const deviations = normalQuantile(options.confidence ?? 0.95) / ahead;
    return statistic(1 + varianceFactor(record) * deviations * deviations, record.n);
  });
}

function overRecord(returns: ArrayLike<number> | TrackRecord, of: (record: TrackRecord) => Statistic): Statistic {
  const record = 'length' in returns ? trackRecord(returns) : returns;
  if (typeof record === 'string') return noStatistic(record, 'length' in returns ? returns.length : returns.n);
  if (record.n < 2) return noStatistic(`needs at least 2 observations, has ${record.n}`, record.n);
  if (!(varianceFactor(record) > 0)) return noStatistic('skewness and kurtosis contradict each other', record.n);
  return of(record);
}
