import type { Average } from './average.js';
import type { Ohlcv } from './indicator.js';
import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WilderAverage } from './wilder-average.js';
import { WindowAverage } from './window-average.js';

/**
 * How an {@link Atr} averages true ranges:
 * - `wilder`: Wilder's smoothing, seeded with the mean of bars 2 to `period + 1` (the first bar has no close before it);
 *   first value at bar `period + 1`, as TA-Lib;
 * - `wilderWithFirstBar`: the same, seeded with bars 1 to `period`, the first one's range being high − low;
 *   first value at bar `period`;
 * - `sma`: simple mean of the last `period` true ranges, the first bar's included; first value at bar `period`.
 */
export type AtrSmoothing = 'wilder' | 'wilderWithFirstBar' | 'sma';

/** Options of {@link atr}. */
export interface AtrOptions {
  /** Default `wilder`. */
  readonly smoothing?: AtrSmoothing;
}

/**
 * Average true range, in the unit of the price. True range = max(high − low, |high − last close|, |low − last close|).
 *
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export class Atr extends StreamingBarIndicator {
  readonly warmup: number;
  readonly smoothing: AtrSmoothing;
  readonly #average: Average;
  #lastClose = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1 or the smoothing is unknown. */
  constructor(
    readonly period: number,
    options: AtrOptions = {},
  ) {
    super();
    requirePeriod('atr', period);
    const smoothing = options.smoothing ?? 'wilder';
    this.smoothing = requireOneOf('atr', 'smoothing', smoothing, ['wilder', 'wilderWithFirstBar', 'sma']);
    this.warmup = smoothing === 'wilder' ? period + 1 : period;
    this.#average = smoothing === 'sma' ? new WindowAverage(period) : new WilderAverage(period);
  }

  protected override usable(bar: Ohlcv): boolean {
    return !Number.isNaN(bar.high + bar.low + bar.close);
  }

  protected override next(bar: Ohlcv): number {
    const { high, low, close } = bar;
    const lastClose = this.#lastClose;
    this.#lastClose = close;
    if (this.count === 0) return this.smoothing === 'wilder' ? Number.NaN : this.#average.add(high - low);
    return this.#average.add(Math.max(high - low, Math.abs(high - lastClose), Math.abs(low - lastClose)));
  }

  protected override clear(): void {
    this.#average.reset();
    this.#lastClose = 0;
  }
}

/** {@link Atr} over `period` bars. */
export function atr(period: number, options?: AtrOptions): Atr {
  return new Atr(period, options);
}
