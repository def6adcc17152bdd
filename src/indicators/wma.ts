import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * Linearly weighted moving average: `Σ i · xᵢ / (n(n + 1) / 2)`, the newest of the last n = `period` inputs weighing n,
 * the oldest 1. First value at input `period`. O(period) an update.
 *
 * Source: as TA-Lib's WMA.
 */
export class Wma extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #window: Float64Array;
  readonly #weights: number;
  #at = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('wma', period);
    this.#window = new Float64Array(period);
    this.#weights = (period * (period + 1)) / 2;
  }

  protected override next(input: number): number {
    const window = this.#window;
    window[this.#at] = input;
    const oldest = this.#at + 1 === window.length ? 0 : this.#at + 1;
    this.#at = oldest;
    let sum = 0;
    let weight = 0;
    for (let i = oldest; i < window.length; i++) sum += ++weight * window[i]!;
    for (let i = 0; i < oldest; i++) sum += ++weight * window[i]!;
    return sum / this.#weights;
  }

  protected override clear(): void {
    this.#window.fill(0);
    this.#at = 0;
  }
}

/** {@link Wma} of `period` inputs. */
export function wma(period: number): Wma {
  return new Wma(period);
}
