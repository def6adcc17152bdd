import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** Mean and central moments of a population: `mK` is the mean of (x − mean)ᴷ. */
export interface CentralMoments {
  readonly n: number;
  readonly mean: number;
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/**
 * Central moments in two passes. Sums are over differences from the first value, so that equal values have moments of
 * exactly 0. NaN without values.
 */
export function centralMoments(values: ArrayLike<number>): CentralMoments {
  const n = values.length;
  const pivot = n === 0 ? Number.NaN : values[0]!;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]! - pivot;
  const offset = sum / n;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < n; i++) {
    const d = values[i]! - pivot - offset;
    const square = d * d;
    m2 += square;
    m3 += square * d;
    m4 += square * square;
  }
  return { n, mean: pivot + offset, m2: m2 / n, m3: m3 / n, m4: m4 / n };
}

/** Observations, or their moments where they have been worked out already. */
export type Sample = ArrayLike<number> | CentralMoments;

/** Number of observations of a sample. */
export function sizeOf(sample: Sample): number {
  return 'length' in sample ? sample.length : sample.n;
}

/** Moments of a sample, or why it cannot be used: too few observations, or one is not a finite number. */
export function momentsOf(sample: Sample, atLeast: number): CentralMoments | string {
  if (!('length' in sample)) return sample.n < atLeast ? unusable({ length: sample.n }, atLeast)! : sample;
  if (sample.length < atLeast) return unusable(sample, atLeast)!;
  const moments = centralMoments(sample);
  // Finite moments have finite observations; the search for the culprit is only made when there is one.
  return Number.isFinite(moments.m4) ? moments : (unusable(sample, atLeast) ?? moments);
}

/** Arithmetic mean, in the unit of the values. */
export function mean(values: ArrayLike<number>): Statistic {
  const fault = unusable(values, 1);
  return fault === undefined ? statistic(centralMoments(values).mean, values.length) : noStatistic(fault, values.length);
}

/** Options of {@link standardDeviation}. */
export interface StandardDeviationOptions {
  /** The sum of squares is divided by n − ddof. 1 (default) = sample, 0 = population. */
  readonly ddof?: 0 | 1;
}

/** Standard deviation `√(Σ(x − mean)² / (n − ddof))`, in the unit of the values; 0 if all are equal. */
export function standardDeviation(values: ArrayLike<number>, options: StandardDeviationOptions = {}): Statistic {
  const ddof = options.ddof ?? 1;
  const n = values.length;
  const fault = unusable(values, ddof + 1);
  if (fault !== undefined) return noStatistic(fault, n);
  return statistic(deviationOf(centralMoments(values), ddof), n);
}

/** The standard deviation that belongs to these moments. */
export function deviationOf(moments: CentralMoments, ddof: 0 | 1): number {
  return Math.sqrt((moments.m2 * moments.n) / (moments.n - ddof));
}

/** Options of skewness and kurtosis. */
export interface MomentRatioOptions {
  /** Corrects the bias of a small sample (the adjusted Fisher-Pearson figures). Default false: population moments. */
  readonly unbiased?: boolean;
}

/**
 * Skewness `m3 / m2^1.5` with population moments; 0 for a normal distribution. Unbiased: times √(n(n − 1)) / (n − 2).
 *
 * Source: D. N. Joanes and C. A. Gill, Comparing Measures of Sample Skewness and Kurtosis, The Statistician 47 (1998).
 */
export function skewness(values: ArrayLike<number>, { unbiased = false }: MomentRatioOptions = {}): Statistic {
  const n = values.length;
  return standardised(values, 3, (moments) => skewnessOf(moments) * (unbiased ? Math.sqrt(n * (n - 1)) / (n - 2) : 1));
}

/**
 * Raw kurtosis `m4 / m2²` with population moments; 3 for a normal distribution. Unbiased: 3 plus the corrected excess
 * `(n − 1) / ((n − 2)(n − 3)) · ((n + 1)(m4 / m2² − 3) + 6)`. Source: as {@link skewness}.
 */
export function kurtosis(values: ArrayLike<number>, { unbiased = false }: MomentRatioOptions = {}): Statistic {
  const n = values.length;
  return standardised(values, 4, (moments) => {
    const raw = kurtosisOf(moments);
    return unbiased ? 3 + ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (raw - 3) + 6) : raw;
  });
}

/** Skewness of these moments; NaN without variance. */
export function skewnessOf(moments: CentralMoments): number {
  return moments.m3 / (moments.m2 * Math.sqrt(moments.m2));
}

/** Raw kurtosis of these moments; NaN without variance. */
export function kurtosisOf(moments: CentralMoments): number {
  return moments.m4 / (moments.m2 * moments.m2);
}

function standardised(values: ArrayLike<number>, atLeast: number, of: (moments: CentralMoments) => number): Statistic {
  const n = values.length;
  const fault = unusable(values, atLeast);
  if (fault !== undefined) return noStatistic(fault, n);
  const moments = centralMoments(values);
  return moments.m2 === 0 ? noStatistic('all observations are equal', n) : statistic(of(moments), n);
}
