import { Bar } from '../core/bar.js';
import { ConfigError } from '../core/errors.js';
import { hasRange, typicalPrice } from './bar-price.js';
import type { Ohlcv } from './indicator.js';
import { StreamingBarIndicator } from './streaming-indicator.js';

/** Options of {@link vwap}. */
export interface VwapOptions<B extends Ohlcv = Ohlcv> {
  /**
   * A bar's session, as any value that differs from session to session. Default: the session of its venue's calendar,
   * which only bars of the engine know.
   */
  readonly session?: (bar: B) => number | string;
}

/**
 * Volume-weighted average price since the session began: `Σ p · volume / Σ volume` with the typical price
 * p = (high + low + close) / 3. Starts anew with the first bar of each session. First value at bar 1.
 *
 * It has none (NaN) while the session has no volume. On bars of a whole session it is the bar's typical price.
 *
 * Source: S. Berkowitz, D. Logue and E. Noser, The Total Cost of Transactions on the NYSE, Journal of Finance 43 (1988).
 */
export class Vwap<B extends Ohlcv = Ohlcv> extends StreamingBarIndicator {
  readonly warmup = 1;
  readonly #sessionOf: (bar: B) => number | string;
  #session: number | string = Number.NaN;
  #value = 0;
  #volume = 0;

  constructor(options: VwapOptions<B> = {}) {
    super();
    this.#sessionOf = options.session ?? calendarSession;
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar) && !Number.isNaN(bar.volume);
  }

  protected override next(bar: Ohlcv): number {
    const session = this.#sessionOf(bar as B);
    if (session !== this.#session) {
      this.#session = session;
      this.#value = 0;
      this.#volume = 0;
    }
    this.#value += typicalPrice(bar) * bar.volume;
    this.#volume += bar.volume;
    return this.#volume > 0 ? this.#value / this.#volume : Number.NaN;
  }

  protected override clear(): void {
    this.#session = Number.NaN;
    this.#value = 0;
    this.#volume = 0;
  }
}

function calendarSession(bar: Ohlcv): number {
  if (bar instanceof Bar) return bar.instrument.calendar.dayEndOf(bar.time);
  throw new ConfigError('vwap: these bars do not know their session', {
    code: 'indicator/session',
    context: { bar },
    hint: 'say how it is told, for example vwap({ session: (bar) => bar.date }), or use rollingVwap',
  });
}

/** {@link Vwap} of the session so far. */
export function vwap<B extends Ohlcv = Ohlcv>(options?: VwapOptions<B>): Vwap<B> {
  return new Vwap(options);
}
