import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/** `sample`: adjusted for the size of the window (as pandas); `population`: the plain moment ratio. */
export type SkewEstimator = 'sample' | 'population';

/** Options of {@link rollingSkew}. */
export interface RollingSkewOptions {
  /** Default `sample`. */
  readonly estimator?: SkewEstimator;
}

/**
 * Skewness of the last n = `period` inputs: `g = m₃ / m₂^1.5` with the central moments mₖ = Σ(x − mean)ᵏ / n; the sample
 * estimator is `g · √(n(n − 1)) / (n − 2)`. First value at input `period`. It has none (NaN) where all inputs are equal.
 * O(period) an update.
 *
 * Source: D. Joanes and C. Gill, Comparing measures of sample skewness and kurtosis, The Statistician 47 (1998), g₁ and G₁.
 */
export class RollingSkew extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #window: Float64Array;
  readonly #factor: number;
  #at = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 3 or the estimator is unknown. */
  constructor(
    readonly period: number,
    options: RollingSkewOptions = {},
  ) {
    super();
    this.warmup = requirePeriod('rollingSkew', period, 3);
    const estimator = requireOneOf('rollingSkew', 'estimator', options.estimator ?? 'sample', ['sample', 'population']);
    this.#factor = estimator === 'sample' ? Math.sqrt(period * (period - 1)) / (period - 2) : 1;
    this.#window = new Float64Array(period);
  }

  protected override next(input: number): number {
    const window = this.#window;
    const length = window.length;
    window[this.#at] = input;
    this.#at = this.#at + 1 === length ? 0 : this.#at + 1;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += window[i]! - input;
    const offset = sum / length;
    let squares = 0;
    let cubes = 0;
    for (let i = 0; i < length; i++) {
      const deviation = window[i]! - input - offset;
      squares += deviation * deviation;
      cubes += deviation * deviation * deviation;
    }
    return squares === 0 ? Number.NaN : (this.#factor * (cubes / length)) / (squares / length) ** 1.5;
  }

  protected override clear(): void {
    this.#window.fill(0);
    this.#at = 0;
  }
}

/** {@link RollingSkew} of `period` inputs. */
export function rollingSkew(period: number, options?: RollingSkewOptions): RollingSkew {
  return new RollingSkew(period, options);
}
