import { hasRange } from './bar-price.js';
import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';
import { WindowAverage } from './window-average.js';
import { WindowExtreme } from './window-extreme.js';

/** Options of {@link stochastic}. */
export interface StochasticOptions {
  /** Bars that %K is averaged over; 1 leaves it as it is (fast). Default 3 (slow). */
  readonly smooth?: number;
  /** Values of %K that %D is the mean of. Default 3. */
  readonly signal?: number;
}

/**
 * Stochastic oscillator, 0 to 100: raw %K = 100 · (close − lowest low) / (highest high − lowest low) of the last `period`
 * bars; k = its simple mean over `smooth` bars, which is `value`; d = the simple mean of the last `signal` values of k.
 * `smooth: 1` is the fast, `smooth: 3` the slow, anything else the full stochastic.
 *
 * Raw %K is 50 where the range is 0. k exists from bar `period + smooth − 1`, d from `period + smooth + signal − 2`.
 *
 * Source: G. Lane, Lane's Stochastics, Technical Analysis of Stocks & Commodities (1984).
 */
export class Stochastic extends MultiBarIndicator<'k' | 'd'> {
  readonly warmup: number;
  readonly k = new OutputLine();
  readonly d = new OutputLine();
  readonly outputs = { k: this.k, d: this.d };
  readonly #firstK: number;
  readonly #highest: WindowExtreme;
  readonly #lowest: WindowExtreme;
  readonly #smooth: WindowAverage;
  readonly #signal: WindowAverage;

  /** @throws ConfigError if a period is not a whole number of at least 1. */
  constructor(
    readonly period: number,
    options: StochasticOptions = {},
  ) {
    super();
    requirePeriod('stochastic', period);
    const smooth = requirePeriod('stochastic smooth', options.smooth ?? 3);
    const signal = requirePeriod('stochastic signal', options.signal ?? 3);
    this.#firstK = period + smooth - 1;
    this.warmup = this.#firstK + signal - 1;
    this.#highest = new WindowExtreme('highest', period);
    this.#lowest = new WindowExtreme('lowest', period);
    this.#smooth = new WindowAverage(smooth);
    this.#signal = new WindowAverage(signal);
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar);
  }

  protected override next({ high, low, close }: Ohlcv): number {
    const lowest = this.#lowest.add(low);
    const range = this.#highest.add(high) - lowest;
    if (this.count + 1 < this.period) return Number.NaN;
    const k = this.#smooth.add(range === 0 ? 50 : (100 * (close - lowest)) / range);
    if (this.count + 1 < this.#firstK) return Number.NaN;
    this.k.set(k);
    const d = this.#signal.add(k);
    if (this.count + 1 >= this.warmup) this.d.set(d);
    return k;
  }

  protected override clear(): void {
    this.#highest.reset();
    this.#lowest.reset();
    this.#smooth.reset();
    this.#signal.reset();
  }
}

/** {@link Stochastic} of `period` bars (14), slow unless told otherwise. */
export function stochastic(period = 14, options?: StochasticOptions): Stochastic {
  return new Stochastic(period, options);
}

/** {@link Stochastic} whose %K is not smoothed. */
export function fastStochastic(period = 14, signal = 3): Stochastic {
  return new Stochastic(period, { smooth: 1, signal });
}
