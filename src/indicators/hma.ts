import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';
import { Wma } from './wma.js';

/**
 * Hull moving average: `WMA(2 · WMA(x, ⌊n / 2⌋) − WMA(x, n), ⌊√n⌋)` with n = `period`.
 * First value at input `n + ⌊√n⌋ − 1`. O(period) an update.
 *
 * Source: A. Hull, How to reduce lag in a moving average (2005), which takes the integer parts.
 */
export class Hma extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #half: Wma;
  readonly #full: Wma;
  readonly #smooth: Wma;

  /** @throws ConfigError if `period` is not a whole number of at least 2. */
  constructor(readonly period: number) {
    super();
    requirePeriod('hma', period, 2);
    this.#half = new Wma(Math.floor(period / 2));
    this.#full = new Wma(period);
    this.#smooth = new Wma(Math.floor(Math.sqrt(period)));
    this.warmup = period + this.#smooth.warmup - 1;
  }

  protected override next(input: number): number {
    // NaN until the longer average exists, which the last one skips.
    return this.#smooth.update(2 * this.#half.update(input) - this.#full.update(input));
  }

  protected override clear(): void {
    this.#half.reset();
    this.#full.reset();
    this.#smooth.reset();
  }
}

/** {@link Hma} of `period` inputs. */
export function hma(period: number): Hma {
  return new Hma(period);
}
