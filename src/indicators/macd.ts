import { AverageDifference, type AverageDifferenceOptions } from './average-difference.js';

/** Periods (12, 26 and 9 by default) and seed. */
export type MacdOptions = AverageDifferenceOptions;

/**
 * Moving average convergence divergence, in the unit of the input: line = EMA(fast) − EMA(slow), signal = EMA(line),
 * histogram = line − signal. `value` is the line.
 *
 * Seed `sma` (default): each average starts with the mean of its own first inputs; the line exists from input `slow`, the
 * rest from `slow + signal − 1`. (TA-Lib starts the fast average later, so its first values differ slightly.) Seed `first`:
 * each starts with its first input, and everything exists from input 1, as pandas' `ewm(adjust=False)`.
 *
 * Source: G. Appel, The Moving Average Convergence-Divergence Trading Method (1979).
 */
export class Macd extends AverageDifference {
  /** @throws ConfigError if a period is not a whole number of at least 1, `fast` is not below `slow`, or the seed is unknown. */
  constructor(options: MacdOptions = {}) {
    super('macd', options);
  }

  protected override lineOf(fast: number, slow: number): number {
    return fast - slow;
  }
}

/** {@link Macd} of 12, 26 and 9 inputs unless told otherwise. */
export function macd(options?: MacdOptions): Macd {
  return new Macd(options);
}
