import type { PairOptions } from './pair-changes.js';
import { PairWindowIndicator, type PairSums } from './pair-window.js';

/**
 * Slope of the least-squares line of y over x through the last `period` pairs: `Σ(y − ȳ)(x − x̄) / Σ(x − x̄)²`. Of returns
 * it is the beta of an asset (y) to a market (x); of prices the hedge ratio of a pair. First value at pair `period` (one
 * later of returns). It has none (NaN) where x stands still. O(period) an update.
 *
 * Source: W. Sharpe, Capital Asset Prices, Journal of Finance 19 (1964), estimated by least squares.
 */
export class RollingBeta extends PairWindowIndicator {
  /** @throws ConfigError if `period` is not a whole number of at least 2 or the basis is unknown. */
  constructor(period: number, options: PairOptions = {}) {
    super('rollingBeta', period, options);
  }

  protected override measure({ xx, xy }: PairSums): number {
    return xx === 0 ? Number.NaN : xy / xx;
  }
}

/** {@link RollingBeta} of `period` pairs. */
export function rollingBeta(period: number, options?: PairOptions): RollingBeta {
  return new RollingBeta(period, options);
}
