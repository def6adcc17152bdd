import type { Ohlcv } from './indicator.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';

const CLOSE_WEIGHT = 2 * Math.LN2 - 1;

/**
 * Variance of one bar's log price: `½ ln²(high / low) − (2 ln 2 − 1) ln²(close / open)`, a plain number per bar.
 * Not negative if open and close lie between low and high; NaN or negative values come from bars that break this.
 *
 * Source: M. B. Garman and M. J. Klass, On the Estimation of Security Price Volatilities from Historical Data,
 * Journal of Business 53 (1980), in its usual short form.
 */
export function garmanKlassVariance(bar: Ohlcv): number {
  const range = Math.log(bar.high / bar.low);
  const body = Math.log(bar.close / bar.open);
  return 0.5 * range * range - CLOSE_WEIGHT * body * body;
}

/** Options of {@link garmanKlass}. */
export interface GarmanKlassOptions {
  /** Number of bars from which there is a value, made of the bars there are until the window is full. Default: `period`. */
  readonly minBars?: number;
}

/**
 * Garman-Klass volatility: the square root of the mean of the last `period` values of {@link garmanKlassVariance}.
 * A plain number per bar: 0.01 is 1 % a day on daily bars; times 10⁴ it is in basis points, times √252 it is annual.
 *
 * Bars that break open, high, low, close (high below low, close outside, a price not positive) are skipped like
 * missing ones. `skipped` counts both. O(period) an update.
 */
export class GarmanKlass extends StreamingBarIndicator {
  readonly warmup: number;
  readonly #average: WindowAverage;
  #skipped = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1, or `minBars` not one from 1 to `period`. */
  constructor(
    readonly period: number,
    options: GarmanKlassOptions = {},
  ) {
    super();
    requirePeriod('garmanKlass', period);
    this.warmup = requirePeriod('garmanKlass minBars', options.minBars ?? period, 1, period);
    this.#average = new WindowAverage(period);
  }

  /** Number of bars left out so far because a price was missing or the bar broke open, high, low, close. */
  get skipped(): number {
    return this.#skipped;
  }

  protected override usable(bar: Ohlcv): boolean {
    const { open, high, low, close } = bar;
    // Each comparison is false for NaN.
    if (low > 0 && low <= open && low <= close && open <= high && close <= high && high < Infinity) return true;
    this.#skipped++;
    return false;
  }

  protected override next(bar: Ohlcv): number {
    return Math.sqrt(this.#average.add(garmanKlassVariance(bar)));
  }

  protected override clear(): void {
    this.#average.reset();
    this.#skipped = 0;
  }
}

/** {@link GarmanKlass} volatility over `period` bars. */
export function garmanKlass(period: number, options?: GarmanKlassOptions): GarmanKlass {
  return new GarmanKlass(period, options);
}
