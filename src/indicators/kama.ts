import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * What a {@link Kama} starts from, as the average before its first value:
 * - `price` (default): input number `period`, as TA-Lib;
 * - `sma`: the mean of the first `period` inputs.
 */
export type KamaSeed = 'price' | 'sma';

/** Options of {@link kama}. */
export interface KamaOptions {
  /** Period of the exponential average in a perfect trend. Default 2. */
  readonly fast?: number;
  /** Period of the exponential average without any trend. Default 30. */
  readonly slow?: number;
  readonly seed?: KamaSeed;
}

/**
 * Kaufman's adaptive moving average: `kama + c · (input − kama)` with `c = (e · (2 / (fast + 1) − 2 / (slow + 1)) +
 * 2 / (slow + 1))²` and the efficiency `e = |xₜ − xₜ₋ₙ| / Σ |xᵢ − xᵢ₋₁|` over the last n = `period` changes, 0 if there
 * was none. First value at input `period + 1`. O(period) an update.
 *
 * Source: P. J. Kaufman, Smarter Trading (1995).
 */
export class Kama extends StreamingValueIndicator {
  readonly warmup: number;
  readonly seed: KamaSeed;
  readonly #fast: number;
  readonly #slow: number;
  /** The last `period + 1` inputs. */
  readonly #window: Float64Array;
  #at = 0;
  #sum = 0;
  #kama = 0;

  /** @throws ConfigError if a period is not a whole number of at least 1, `fast` is not below `slow`, or the seed is unknown. */
  constructor(
    readonly period: number,
    options: KamaOptions = {},
  ) {
    super();
    this.warmup = requirePeriod('kama', period) + 1;
    this.seed = requireOneOf('kama', 'seed', options.seed ?? 'price', ['price', 'sma']);
    const slow = requirePeriod('kama slow', options.slow ?? 30, 2);
    this.#slow = 2 / (slow + 1);
    this.#fast = 2 / (requirePeriod('kama fast', options.fast ?? 2, 1, slow - 1) + 1);
    this.#window = new Float64Array(period + 1);
  }

  protected override next(input: number): number {
    const window = this.#window;
    window[this.#at] = input;
    const oldest = this.#at + 1 === window.length ? 0 : this.#at + 1;
    this.#at = oldest;
    if (this.count < this.period) {
      this.#sum += input;
      this.#kama = this.seed === 'price' ? input : this.#sum / this.period;
      return Number.NaN;
    }
    let path = 0;
    let last = window[oldest]!;
    for (let i = 1; i < window.length; i++) {
      const at = oldest + i;
      const each = window[at < window.length ? at : at - window.length]!;
      path += Math.abs(each - last);
      last = each;
    }
    const efficiency = path === 0 ? 0 : Math.min(1, Math.abs(input - window[oldest]!) / path);
    const root = efficiency * (this.#fast - this.#slow) + this.#slow;
    this.#kama += root * root * (input - this.#kama);
    return this.#kama;
  }

  protected override clear(): void {
    this.#window.fill(0);
    this.#at = 0;
    this.#sum = 0;
    this.#kama = 0;
  }
}

/** {@link Kama} with the efficiency of `period` changes. */
export function kama(period: number, options?: KamaOptions): Kama {
  return new Kama(period, options);
}
