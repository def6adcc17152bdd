import { PairChanges, type PairOptions } from './pair-changes.js';
import { PairIndicator } from './pair-indicator.js';
import { requirePeriod } from './period.js';
import { WindowCovariance } from './window-covariance.js';

/**
 * Slope of the least-squares line of y over x through the last `period` pairs: `Σ(y − ȳ)(x − x̄) / Σ(x − x̄)²`. Of returns
 * it is the beta of an asset (y) to a market (x); of prices the hedge ratio of a pair. First value at pair `period` (one
 * later of returns). It has none (NaN) where x stands still. O(period) an update.
 *
 * Source: W. Sharpe, Capital Asset Prices, Journal of Finance 19 (1964), estimated by least squares.
 */
export class RollingBeta extends PairIndicator {
  readonly warmup: number;
  readonly #changes: PairChanges;
  readonly #window: WindowCovariance;

  /** @throws ConfigError if `period` is not a whole number of at least 2 or the basis is unknown. */
  constructor(
    readonly period: number,
    options: PairOptions = {},
  ) {
    super();
    requirePeriod('rollingBeta', period, 2);
    this.#changes = new PairChanges('rollingBeta', options);
    this.#window = new WindowCovariance(period);
    this.warmup = period + this.#changes.lead;
  }

  protected override next(y: number, x: number): number {
    if (!this.#changes.add(y, x)) return Number.NaN;
    const window = this.#window;
    window.add(this.#changes.y, this.#changes.x);
    return window.xx === 0 ? Number.NaN : window.xy / window.xx;
  }

  protected override clear(): void {
    this.#changes.reset();
    this.#window.reset();
  }
}

/** {@link RollingBeta} of `period` pairs. */
export function rollingBeta(period: number, options?: PairOptions): RollingBeta {
  return new RollingBeta(period, options);
}
