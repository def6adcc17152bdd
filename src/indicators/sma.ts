import { zeros } from '../core/zeros.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * Simple moving average: the mean of the last `period` inputs. First value at input `period`.
 * Kept as a running sum, O(1) an update; over 300,000 updates it drifts in the 13th digit.
 */
export class Sma extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #window: Float64Array;
  #sum = 0;
  #at = 0;

  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('sma', period);
    this.#window = zeros(period);
  }

  protected override next(input: number): number {
    const at = this.#at;
    // Add first, then take the oldest away (0 while the window fills): the order of operations fixes the last digits.
    const sum = this.#sum + input - this.#window[at]!;
    this.#sum = sum;
    this.#window[at] = input;
    this.#at = at + 1 === this.period ? 0 : at + 1;
    return sum / this.period;
  }

  protected override clear(): void {
    this.#window.fill(0);
    this.#sum = 0;
    this.#at = 0;
  }
}

/** {@link Sma} of `period` inputs. */
export function sma(period: number): Sma {
  return new Sma(period);
}
