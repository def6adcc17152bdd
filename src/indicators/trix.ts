import { Ema, type EmaOptions } from './ema.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * Change of a triple exponential average from input to input, in per cent: `100 · (e₃ₜ / e₃ₜ₋₁ − 1)` with
 * e₃ = EMA(EMA(EMA(x))). For inputs above 0.
 * Seed `sma` (default): first value at input `3 · period − 1`, as TA-Lib. Seed `first`: first value at input 2.
 *
 * Source: J. Hutson, Good TRIX, Technical Analysis of Stocks & Commodities (1983), there on logarithms.
 */
export class Trix extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #averages: readonly [Ema, Ema, Ema];
  #last = Number.NaN;

  /** @throws ConfigError if `period` is not a whole number of at least 1 or the seed is unknown. */
  constructor(
    readonly period: number,
    options: EmaOptions = {},
  ) {
    super();
    requirePeriod('trix', period);
    this.#averages = [new Ema(period, options), new Ema(period, options), new Ema(period, options)];
    this.warmup = 3 * this.#averages[0].warmup - 1;
  }

  protected override next(input: number): number {
    const [one, two, three] = this.#averages;
    const last = this.#last;
    this.#last = three.update(two.update(one.update(input)));
    return 100 * (this.#last / last - 1);
  }

  protected override clear(): void {
    for (const average of this.#averages) average.reset();
    this.#last = Number.NaN;
  }
}

/** {@link Trix} of `period` inputs. */
export function trix(period: number, options?: EmaOptions): Trix {
  return new Trix(period, options);
}
