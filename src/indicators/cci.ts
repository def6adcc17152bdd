import { hasRange, typicalPrice } from './bar-price.js';
import type { Ohlcv } from './indicator.js';
import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';

/**
 * The mean deviation by which a {@link Cci} is divided:
 * - `window` (default): that of the window's prices from the window's mean, as Lambert and TA-Lib; first value at bar `period`;
 * - `trailing`: the mean of the last `period` distances, each from the mean at its own time, as backtrader; first value at
 *   bar `2 · period − 1`.
 */
export type CciDeviation = 'window' | 'trailing';

/** Options of {@link cci}. */
export interface CciOptions {
  readonly deviation?: CciDeviation;
}

/**
 * Commodity channel index: `(p − mean) / (0.015 · mean deviation)` of the typical price p = (high + low + close) / 3 over
 * the last `period` bars; 0 where the price has not moved. O(period) an update.
 *
 * Source: D. Lambert, Commodity Channel Index, Commodities (1980).
 */
export class Cci extends StreamingBarIndicator {
  readonly warmup: number;
  readonly deviation: CciDeviation;
  readonly #window: Float64Array;
  readonly #trailing: WindowAverage;
  #at = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 2 or the deviation is unknown. */
  constructor(
    readonly period: number,
    options: CciOptions = {},
  ) {
    super();
    requirePeriod('cci', period, 2);
    this.deviation = requireOneOf('cci', 'deviation', options.deviation ?? 'window', ['window', 'trailing']);
    this.warmup = this.deviation === 'window' ? period : 2 * period - 1;
    this.#window = new Float64Array(period);
    this.#trailing = new WindowAverage(period);
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar);
  }

  protected override next(bar: Ohlcv): number {
    const window = this.#window;
    const price = typicalPrice(bar);
    window[this.#at] = price;
    this.#at = this.#at + 1 === window.length ? 0 : this.#at + 1;
    if (this.count + 1 < this.period) return Number.NaN;
    // Differences from the newest price: exactly 0 where nothing moved.
    let sum = 0;
    for (let i = 0; i < window.length; i++) sum += window[i]! - price;
    const offset = sum / window.length;
    const deviation = this.deviation === 'window' ? this.#meanDeviation(price, offset) : this.#trailing.add(Math.abs(offset));
    return deviation === 0 ? 0 : -offset / (0.015 * deviation);
  }

  #meanDeviation(price: number, offset: number): number {
    const window = this.#window;
    let sum = 0;
    for (let i = 0; i < window.length; i++) sum += Math.abs(window[i]! - price - offset);
    return sum / window.length;
  }

  protected override clear(): void {
    this.#window.fill(0);
    this.#trailing.reset();
    this.#at = 0;
  }
}

/** {@link Cci} over `period` bars, 20 unless told otherwise. */
export function cci(period = 20, options?: CciOptions): Cci {
  return new Cci(period, options);
}
