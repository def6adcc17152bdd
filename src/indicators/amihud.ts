import type { Ohlcv } from './indicator.js';
import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';

/**
 * What an {@link Amihud} makes of a bar in which nothing was traded, whose illiquidity is not defined:
 * - `skip` (default): it is left out like a missing bar;
 * - `undefined`: the value does not exist (NaN) as long as the bar is in the window.
 */
export type NoTrade = 'skip' | 'undefined';

/** Options of {@link amihud}. */
export interface AmihudOptions<B extends Ohlcv = Ohlcv> {
  /**
   * Money traded in a bar, in the currency of the price. Default close · volume, which is right on raw prices; on adjusted
   * ones give the raw price times the volume of the same bar.
   */
  readonly dollarVolume?: (bar: B) => number;
  readonly noTrade?: NoTrade;
}

/**
 * Amihud illiquidity: mean over the last `period` bars of `|closeₜ / closeₜ₋₁ − 1| / dollar volume`, per unit of currency
 * (times 10⁹: the price moves by that fraction per billion). First value at bar `period + 1`. O(period) an update.
 *
 * Source: Y. Amihud, Illiquidity and stock returns, Journal of Financial Markets 5 (2002), equation 1.
 */
export class Amihud<B extends Ohlcv = Ohlcv> extends StreamingBarIndicator {
  readonly warmup: number;
  readonly noTrade: NoTrade;
  readonly #dollarVolume: (bar: B) => number;
  readonly #average: WindowAverage;
  #last = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1 or an option is unknown. */
  constructor(
    readonly period: number,
    options: AmihudOptions<B> = {},
  ) {
    super();
    this.warmup = requirePeriod('amihud', period) + 1;
    this.noTrade = requireOneOf('amihud', 'noTrade', options.noTrade ?? 'skip', ['skip', 'undefined']);
    this.#dollarVolume = options.dollarVolume ?? (({ close, volume }) => close * volume);
    this.#average = new WindowAverage(period);
  }

  protected override usable(bar: Ohlcv): boolean {
    const traded = this.#dollarVolume(bar as B);
    return bar.close > 0 && bar.close < Infinity && (traded > 0 || (traded === 0 && this.noTrade === 'undefined'));
  }

  protected override next(bar: Ohlcv): number {
    const last = this.#last;
    this.#last = bar.close;
    if (this.count === 0) return Number.NaN;
    const traded = this.#dollarVolume(bar as B);
    // NaN makes the mean NaN until it leaves the window.
    return this.#average.add(traded === 0 ? Number.NaN : Math.abs(bar.close / last - 1) / traded);
  }

  protected override clear(): void {
    this.#average.reset();
    this.#last = 0;
  }
}

/** {@link Amihud} illiquidity over `period` bars. */
export function amihud<B extends Ohlcv = Ohlcv>(period: number, options?: AmihudOptions<B>): Amihud<B> {
  return new Amihud(period, options);
}
