import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';
import { WindowExtreme } from './window-extreme.js';

/**
 * Aroon, 0 to 100: up = 100 · (period − bars since the highest high) / period over the last `period + 1` bars, down the
 * same of the lowest low; oscillator = up − down, which is `value`. Of equal extremes the newest counts, as TA-Lib.
 * First values at bar `period + 1`. O(1) an update on average.
 *
 * Source: T. Chande, A Time Price Oscillator, Technical Analysis of Stocks & Commodities (1995).
 */
export class Aroon extends MultiBarIndicator<'oscillator' | 'up' | 'down'> {
  readonly warmup: number;
  readonly oscillator = new OutputLine();
  readonly up = new OutputLine();
  readonly down = new OutputLine();
  readonly outputs = { oscillator: this.oscillator, up: this.up, down: this.down };
  readonly #highest: WindowExtreme;
  readonly #lowest: WindowExtreme;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('aroon', period) + 1;
    this.#highest = new WindowExtreme('highest', this.warmup);
    this.#lowest = new WindowExtreme('lowest', this.warmup);
  }

  protected override usable({ high, low }: Ohlcv): boolean {
    return !Number.isNaN(high + low);
  }

  protected override next({ high, low }: Ohlcv): number {
    this.#highest.add(high);
    this.#lowest.add(low);
    if (this.count + 1 < this.warmup) return Number.NaN;
    const up = (100 * (this.period - this.#highest.age)) / this.period;
    const down = (100 * (this.period - this.#lowest.age)) / this.period;
    this.up.set(up);
    this.down.set(down);
    this.oscillator.set(up - down);
    return up - down;
  }

  protected override clear(): void {
    this.#highest.reset();
    this.#lowest.reset();
  }
}

/** {@link Aroon} over `period` bars, 14 unless told otherwise. */
export function aroon(period = 14): Aroon {
  return new Aroon(period);
}
