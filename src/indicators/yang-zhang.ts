import type { Ohlcv } from './indicator.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';
import { WindowSpread } from './window-spread.js';

/**
 * Yang-Zhang volatility, which allows for gaps and drift: `√(V₀ + k · Vc + (1 − k) · Vrs)` over the last n = `period` bars,
 * a plain number per bar. V₀ = sample variance of ln(open / last close), Vc = that of ln(close / open),
 * Vrs = mean of ln(high / close) · ln(high / open) + ln(low / close) · ln(low / open), k = 0.34 / (1.34 + (n + 1) / (n − 1)).
 *
 * Bars that break open, high, low, close are skipped like missing ones. First value at bar `period + 1`. O(period) an update.
 *
 * Source: D. Yang and Q. Zhang, Drift-Independent Volatility Estimation, Journal of Business 73 (2000), equations 10 to 12.
 */
export class YangZhang extends StreamingBarIndicator {
  readonly warmup: number;
  readonly #gaps: WindowSpread;
  readonly #bodies: WindowSpread;
  readonly #ranges: WindowAverage;
  readonly #k: number;
  #lastClose = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 2. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('yangZhang', period, 2) + 1;
    this.#gaps = new WindowSpread(period);
    this.#bodies = new WindowSpread(period);
    this.#ranges = new WindowAverage(period);
    this.#k = 0.34 / (1.34 + (period + 1) / (period - 1));
  }

  protected override usable({ open, high, low, close }: Ohlcv): boolean {
    // Each comparison is false for NaN.
    return low > 0 && low <= open && low <= close && open <= high && close <= high && high < Infinity;
  }

  protected override next({ open, high, low, close }: Ohlcv): number {
    const lastClose = this.#lastClose;
    this.#lastClose = close;
    if (this.count === 0) return Number.NaN;
    this.#gaps.add(Math.log(open / lastClose));
    this.#bodies.add(Math.log(close / open));
    const up = Math.log(high / close) * Math.log(high / open);
    const down = Math.log(low / close) * Math.log(low / open);
    const range = this.#ranges.add(up + down);
    const freedom = this.period - 1;
    return Math.sqrt(this.#gaps.squares / freedom + (this.#k * this.#bodies.squares) / freedom + (1 - this.#k) * range);
  }

  protected override clear(): void {
    this.#gaps.reset();
    this.#bodies.reset();
    this.#ranges.reset();
    this.#lastClose = 0;
  }
}

/** {@link YangZhang} volatility over `period` bars. */
export function yangZhang(period: number): YangZhang {
  return new YangZhang(period);
}
