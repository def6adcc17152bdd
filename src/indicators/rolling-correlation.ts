import { PairChanges, type PairOptions } from './pair-changes.js';
import { PairIndicator } from './pair-indicator.js';
import { requirePeriod } from './period.js';
import { WindowCovariance } from './window-covariance.js';

/**
 * Pearson's correlation of the last `period` pairs, −1 to 1: `Σ(y − ȳ)(x − x̄) / √(Σ(y − ȳ)² · Σ(x − x̄)²)`, of the numbers
 * or of their returns. First value at pair `period` (one later of returns). It has none (NaN) where one of the lines
 * stands still. O(period) an update.
 */
export class RollingCorrelation extends PairIndicator {
  readonly warmup: number;
  readonly #changes: PairChanges;
  readonly #window: WindowCovariance;

  /** @throws ConfigError if `period` is not a whole number of at least 2 or the basis is unknown. */
  constructor(
    readonly period: number,
    options: PairOptions = {},
  ) {
    super();
    requirePeriod('rollingCorrelation', period, 2);
    this.#changes = new PairChanges('rollingCorrelation', options);
    this.#window = new WindowCovariance(period);
    this.warmup = period + this.#changes.lead;
  }

  protected override next(y: number, x: number): number {
    if (!this.#changes.add(y, x)) return Number.NaN;
    const window = this.#window;
    window.add(this.#changes.y, this.#changes.x);
    if (window.yy === 0 || window.xx === 0) return Number.NaN;
    return Math.max(-1, Math.min(1, window.xy / (Math.sqrt(window.yy) * Math.sqrt(window.xx))));
  }

  protected override clear(): void {
    this.#changes.reset();
    this.#window.reset();
  }
}

/** {@link RollingCorrelation} of `period` pairs. */
export function rollingCorrelation(period: number, options?: PairOptions): RollingCorrelation {
  return new RollingCorrelation(period, options);
}
