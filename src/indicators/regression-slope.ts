import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * Slope of the least-squares line through the last n = `period` inputs, in their unit per input:
 * `Σ (i − (n − 1) / 2) · xᵢ / (n(n² − 1) / 12)` with i = 0 for the oldest. Exactly 0 where all inputs are equal.
 * First value at input `period`. O(period) an update.
 */
export class RegressionSlope extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #window: Float64Array;
  #at = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 2. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('regressionSlope', period, 2);
    this.#window = new Float64Array(period);
  }

  protected override next(input: number): number {
    const window = this.#window;
    const length = window.length;
    window[this.#at] = input;
    const oldest = this.#at + 1 === length ? 0 : this.#at + 1;
    this.#at = oldest;
    let sum = 0;
    let distance = -(length - 1) / 2;
    // Less the newest input, which changes nothing but keeps the digits of a large level.
    for (let i = oldest; i < length; i++) sum += distance++ * (window[i]! - input);
    for (let i = 0; i < oldest; i++) sum += distance++ * (window[i]! - input);
    return (12 * sum) / (length * (length * length - 1));
  }

  protected override clear(): void {
    this.#window.fill(0);
    this.#at = 0;
  }
}

/** {@link RegressionSlope} of `period` inputs. */
export function regressionSlope(period: number): RegressionSlope {
  return new RegressionSlope(period);
}
