import { hasRange, typicalPrice } from './bar-price.js';
import type { Ohlcv } from './indicator.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';

/**
 * Money flow index, 0 to 100: `100 · P / (P + N)` with P the sum of typical price · volume over those of the last `period`
 * bars whose typical price rose, N over those where it fell; 50 where there was neither. First value at bar `period + 1`.
 * O(period) an update.
 *
 * Source: G. Quong and A. Soudack, Volume-Weighted RSI: Money Flow, Technical Analysis of Stocks & Commodities (1989).
 */
export class Mfi extends StreamingBarIndicator {
  readonly warmup: number;
  readonly #positive: WindowAverage;
  readonly #negative: WindowAverage;
  #last = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('mfi', period) + 1;
    this.#positive = new WindowAverage(period);
    this.#negative = new WindowAverage(period);
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar) && !Number.isNaN(bar.volume);
  }

  protected override next(bar: Ohlcv): number {
    const price = typicalPrice(bar);
    const change = price - this.#last;
    this.#last = price;
    if (this.count === 0) return Number.NaN;
    const flow = price * bar.volume;
    const positive = this.#positive.add(change > 0 ? flow : 0);
    const both = positive + this.#negative.add(change < 0 ? flow : 0);
    return both === 0 ? 50 : 100 * (positive / both);
  }

  protected override clear(): void {
    this.#positive.reset();
    this.#negative.reset();
    this.#last = 0;
  }
}

/** {@link Mfi} over `period` bars, 14 unless told otherwise. */
export function mfi(period = 14): Mfi {
  return new Mfi(period);
}
