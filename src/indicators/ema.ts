import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/** What an {@link Ema} starts with: the mean of its first `period` inputs, or its first input. */
export type EmaSeed = 'sma' | 'first';

/** Options of {@link ema}. */
export interface EmaOptions {
  /** `sma` (default): first value at input `period`. `first`: first value at input 1. */
  readonly seed?: EmaSeed;
}

/**
 * Exponential moving average: `ema + 2 / (period + 1) · (input − ema)`.
 * The seed decides about the first `3 · period` values: `sma` is TA-Lib's, `first` that of pandas' `ewm(adjust=False)`.
 */
export class Ema extends StreamingValueIndicator {
  readonly warmup: number;
  readonly seed: EmaSeed;
  readonly #alpha: number;
  #sum = 0;
  #ema = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1 or the seed is unknown. */
  constructor(
    readonly period: number,
    options: EmaOptions = {},
  ) {
    super();
    requirePeriod('ema', period);
    this.seed = requireOneOf('ema', 'seed', options.seed ?? 'sma', ['sma', 'first']);
    this.warmup = this.seed === 'sma' ? period : 1;
    this.#alpha = 2 / (period + 1);
  }

  protected override next(input: number): number {
    if (this.count < this.warmup) {
      this.#sum += input;
      this.#ema = this.#sum / this.warmup;
    } else {
      this.#ema += this.#alpha * (input - this.#ema);
    }
    return this.#ema;
  }

  protected override clear(): void {
    this.#sum = 0;
    this.#ema = 0;
  }
}

/** {@link Ema} of `period` inputs. */
export function ema(period: number, options?: EmaOptions): Ema {
  return new Ema(period, options);
}
