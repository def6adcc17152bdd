import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';
import { WindowExtreme } from './window-extreme.js';

/**
 * Donchian channel: upper = highest high and lower = lowest low of the last `period` bars, the newest included;
 * middle = their mean, which is `value`. To trade breakouts compare with `upper.previous`: the newest bar can't be above
 * its own high. First values at bar `period`. O(1) an update on average.
 *
 * Source: R. Donchian's four-week rule, as in C. Faith, Way of the Turtle (2007).
 */
export class Donchian extends MultiBarIndicator<'middle' | 'upper' | 'lower'> {
  readonly warmup: number;
  readonly middle = new OutputLine();
  readonly upper = new OutputLine();
  readonly lower = new OutputLine();
  readonly outputs = { middle: this.middle, upper: this.upper, lower: this.lower };
  readonly #highest: WindowExtreme;
  readonly #lowest: WindowExtreme;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('donchian', period);
    this.#highest = new WindowExtreme('highest', period);
    this.#lowest = new WindowExtreme('lowest', period);
  }

  protected override usable({ high, low }: Ohlcv): boolean {
    return !Number.isNaN(high + low);
  }

  protected override next({ high, low }: Ohlcv): number {
    const upper = this.#highest.add(high);
    const lower = this.#lowest.add(low);
    if (this.count + 1 < this.period) return Number.NaN;
    const middle = (upper + lower) / 2;
    this.upper.set(upper);
    this.lower.set(lower);
    this.middle.set(middle);
    return middle;
  }

  protected override clear(): void {
    this.#highest.reset();
    this.#lowest.reset();
  }
}

/** {@link Donchian} channel of `period` bars, 20 unless told otherwise. */
export function donchian(period = 20): Donchian {
  return new Donchian(period);
}
