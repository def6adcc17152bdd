import type { Ohlcv } from './indicator.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';

/**
 * Parkinson volatility: `√(mean of ln²(high / low) / (4 ln 2))` over the last `period` bars, a plain number per bar (times
 * √252 it is annual on daily bars). Bars whose low is not above 0 or whose high is below it are skipped like missing ones.
 * First value at bar `period`. O(period) an update.
 *
 * Source: M. Parkinson, The Extreme Value Method for Estimating the Variance of the Rate of Return, Journal of Business 53 (1980).
 */
export class Parkinson extends StreamingBarIndicator {
  readonly warmup: number;
  readonly #average: WindowAverage;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('parkinson', period);
    this.#average = new WindowAverage(period);
  }

  protected override usable({ high, low }: Ohlcv): boolean {
    return low > 0 && high >= low && high < Infinity;
  }

  protected override next({ high, low }: Ohlcv): number {
    const range = Math.log(high / low);
    return Math.sqrt(this.#average.add(range * range) / (4 * Math.LN2));
  }

  protected override clear(): void {
    this.#average.reset();
  }
}

/** {@link Parkinson} volatility over `period` bars. */
export function parkinson(period: number): Parkinson {
  return new Parkinson(period);
}
