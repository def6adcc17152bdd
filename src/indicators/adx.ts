import { hasRange } from './bar-price.js';
import { Delay } from './delay.js';
import { Dmi } from './dmi.js';
import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { WilderAverage } from './wilder-average.js';

/**
 * Average directional index, 0 to 100: Wilder's average of {@link Dmi}'s dx; `value` is adx. plus and minus are the
 * directional indicators; adxr = (adx + adx of `period` bars ago) / 2.
 *
 * The average is seeded with the mean of the first `period` values of dx: adx first exists at bar `2 · period`, plus and
 * minus from `period + 1`. adxr exists from bar `3 · period` on, after the warm-up.
 *
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export class Adx extends MultiBarIndicator<'adx' | 'adxr' | 'plus' | 'minus'> {
  readonly warmup: number;
  readonly adx = new OutputLine();
  readonly adxr = new OutputLine();
  readonly plus: OutputLine;
  readonly minus: OutputLine;
  readonly outputs: Readonly<Record<'adx' | 'adxr' | 'plus' | 'minus', OutputLine>>;
  readonly #movement: Dmi;
  readonly #average: WilderAverage;
  readonly #earlier: Delay;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.#movement = new Dmi(period);
    this.#average = new WilderAverage(period);
    this.#earlier = new Delay(period);
    this.plus = this.#movement.plus;
    this.minus = this.#movement.minus;
    this.outputs = { adx: this.adx, adxr: this.adxr, plus: this.plus, minus: this.minus };
    this.warmup = 2 * period;
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar);
  }

  protected override next(bar: Ohlcv): number {
    const dx = this.#movement.update(bar);
    if (!this.#movement.ready) return Number.NaN;
    const adx = this.#average.add(dx);
    if (this.count + 1 < this.warmup) return Number.NaN;
    this.adx.set(adx);
    this.adxr.set((adx + this.#earlier.add(adx)) / 2);
    return adx;
  }

  protected override clear(): void {
    this.#movement.reset();
    this.#average.reset();
    this.#earlier.reset();
  }
}

/** {@link Adx} over `period` bars, 14 unless told otherwise. */
export function adx(period = 14): Adx {
  return new Adx(period);
}
