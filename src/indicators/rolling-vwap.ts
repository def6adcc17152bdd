import { hasRange, typicalPrice } from './bar-price.js';
import type { Ohlcv } from './indicator.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';

/**
 * Volume-weighted average price of the last `period` bars: `Σ p · volume / Σ volume` with the typical price
 * p = (high + low + close) / 3. First value at bar `period`. It has none (NaN) where the window has no volume.
 * O(period) an update.
 */
export class RollingVwap extends StreamingBarIndicator {
  readonly warmup: number;
  readonly #value: WindowAverage;
  readonly #volume: WindowAverage;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('rollingVwap', period);
    this.#value = new WindowAverage(period);
    this.#volume = new WindowAverage(period);
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar) && !Number.isNaN(bar.volume);
  }

  protected override next(bar: Ohlcv): number {
    const value = this.#value.add(typicalPrice(bar) * bar.volume);
    const volume = this.#volume.add(bar.volume);
    return volume > 0 ? value / volume : Number.NaN;
  }

  protected override clear(): void {
    this.#value.reset();
    this.#volume.reset();
  }
}

/** {@link RollingVwap} of `period` bars. */
export function rollingVwap(period: number): RollingVwap {
  return new RollingVwap(period);
}
