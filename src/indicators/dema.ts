import { Ema, type EmaOptions } from './ema.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * Double exponential moving average: `2 · e₁ − e₂` with e₁ = EMA(x) and e₂ = EMA(e₁).
 * Seed `sma` (default): each average starts with the mean of its first `period` inputs; first value at input
 * `2 · period − 1`, as TA-Lib. Seed `first`: first value at input 1.
 *
 * Source: P. Mulloy, Smoothing Data with Faster Moving Averages, Technical Analysis of Stocks & Commodities (1994).
 */
export class Dema extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #one: Ema;
  readonly #two: Ema;

  /** @throws ConfigError if `period` is not a whole number of at least 1 or the seed is unknown. */
  constructor(
    readonly period: number,
    options: EmaOptions = {},
  ) {
    super();
    requirePeriod('dema', period);
    this.#one = new Ema(period, options);
    this.#two = new Ema(period, options);
    this.warmup = 2 * this.#one.warmup - 1;
  }

  protected override next(input: number): number {
    const one = this.#one.update(input);
    return 2 * one - this.#two.update(one);
  }

  protected override clear(): void {
    this.#one.reset();
    this.#two.reset();
  }
}

/** {@link Dema} of `period` inputs. */
export function dema(period: number, options?: EmaOptions): Dema {
  return new Dema(period, options);
}
