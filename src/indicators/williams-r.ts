import { hasRange } from './bar-price.js';
import type { Ohlcv } from './indicator.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowExtreme } from './window-extreme.js';

/**
 * Williams %R, −100 to 0: `−100 · (highest high − close) / (highest high − lowest low)` of the last `period` bars;
 * −50 where the range is 0. First value at bar `period`. O(1) an update on average.
 *
 * Source: L. Williams, How I Made One Million Dollars Last Year Trading Commodities (1973).
 */
export class WilliamsR extends StreamingBarIndicator {
  readonly warmup: number;
  readonly #highest: WindowExtreme;
  readonly #lowest: WindowExtreme;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('williamsR', period);
    this.#highest = new WindowExtreme('highest', period);
    this.#lowest = new WindowExtreme('lowest', period);
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar);
  }

  protected override next({ high, low, close }: Ohlcv): number {
    const highest = this.#highest.add(high);
    const range = highest - this.#lowest.add(low);
    return range === 0 ? -50 : (100 * (close - highest)) / range;
  }

  protected override clear(): void {
    this.#highest.reset();
    this.#lowest.reset();
  }
}

/** {@link WilliamsR} of `period` bars, 14 unless told otherwise. */
export function williamsR(period = 14): WilliamsR {
  return new WilliamsR(period);
}
