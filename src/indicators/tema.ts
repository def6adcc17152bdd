import { Ema, type EmaOptions } from './ema.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * Triple exponential moving average: `3 · e₁ − 3 · e₂ + e₃` with e₁ = EMA(x), e₂ = EMA(e₁), e₃ = EMA(e₂).
 * Seed `sma` (default): first value at input `3 · period − 2`, as TA-Lib. Seed `first`: first value at input 1.
 *
 * Source: P. Mulloy, Smoothing Data with Faster Moving Averages, Technical Analysis of Stocks & Commodities (1994).
 */
export class Tema extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #one: Ema;
  readonly #two: Ema;
  readonly #three: Ema;

  /** @throws ConfigError if `period` is not a whole number of at least 1 or the seed is unknown. */
  constructor(
    readonly period: number,
    options: EmaOptions = {},
  ) {
    super();
    requirePeriod('tema', period);
    this.#one = new Ema(period, options);
    this.#two = new Ema(period, options);
    this.#three = new Ema(period, options);
    this.warmup = 3 * this.#one.warmup - 2;
  }

  protected override next(input: number): number {
    const one = this.#one.update(input);
    const two = this.#two.update(one);
    return 3 * (one - two) + this.#three.update(two);
  }

  protected override clear(): void {
    this.#one.reset();
    this.#two.reset();
    this.#three.reset();
  }
}

/** {@link Tema} of `period` inputs. */
export function tema(period: number, options?: EmaOptions): Tema {
  return new Tema(period, options);
}
