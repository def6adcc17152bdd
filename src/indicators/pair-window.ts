import { PairChanges, type PairOptions } from './pair-changes.js';
import { PairIndicator } from './pair-indicator.js';
import { requirePeriod } from './period.js';
import { WindowCovariance } from './window-covariance.js';

/** Sums over the window, about the means: `xx` = Σ(x − x̄)², `yy` = Σ(y − ȳ)², `xy` = Σ(y − ȳ)(x − x̄). */
export interface PairSums {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** Base of the indicators of the last `period` pairs of numbers, or of their returns: they say what they make of the sums. */
export abstract class PairWindowIndicator extends PairIndicator {
  readonly warmup: number;
  readonly #changes: PairChanges;
  readonly #window: WindowCovariance;

  /** @throws ConfigError if `period` is not a whole number of at least 2 or the basis is unknown. */
  protected constructor(
    name: string,
    readonly period: number,
    options: PairOptions,
  ) {
    super();
    requirePeriod(name, period, 2);
    this.#changes = new PairChanges(name, options);
    this.#window = new WindowCovariance(period);
    this.warmup = period + this.#changes.lead;
  }

  /** The value, of the window's sums. */
  protected abstract measure(sums: PairSums): number;

  protected override next(y: number, x: number): number {
    if (!this.#changes.add(y, x)) return Number.NaN;
    this.#window.add(this.#changes.y, this.#changes.x);
    return this.measure(this.#window);
  }

  protected override clear(): void {
    this.#changes.reset();
    this.#window.reset();
  }
}
