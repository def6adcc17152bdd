import type { PairOptions } from './pair-changes.js';
import { PairWindowIndicator, type PairSums } from './pair-window.js';

/**
 * Pearson's correlation of the last `period` pairs, −1 to 1: `Σ(y − ȳ)(x − x̄) / √(Σ(y − ȳ)² · Σ(x − x̄)²)`, of the numbers
 * or of their returns. First value at pair `period` (one later of returns). It has none (NaN) where one of the lines
 * stands still. O(period) an update.
 */
export class RollingCorrelation extends PairWindowIndicator {
  /** @throws ConfigError if `period` is not a whole number of at least 2 or the basis is unknown. */
  constructor(period: number, options: PairOptions = {}) {
    super('rollingCorrelation', period, options);
  }

  protected override measure({ xx, xy, yy }: PairSums): number {
    if (yy === 0 || xx === 0) return Number.NaN;
    return Math.max(-1, Math.min(1, xy / (Math.sqrt(yy) * Math.sqrt(xx))));
  }
}

/** {@link RollingCorrelation} of `period` pairs. */
export function rollingCorrelation(period: number, options?: PairOptions): RollingCorrelation {
  return new RollingCorrelation(period, options);
}
