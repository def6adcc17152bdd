import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { requirePositive } from './options.js';
import { OutputLine } from './output-line.js';

/** Options of {@link parabolicSar}. */
export interface ParabolicSarOptions {
  /** Acceleration to begin with, and its growth at each new extreme. Default 0.02. */
  readonly step?: number;
  /** Highest acceleration. Default 0.2. */
  readonly max?: number;
}

/**
 * Parabolic stop and reverse. The stop follows the trade: `sar + a · (extreme − sar)`, never beyond the last two lows
 * (long) or highs (short); a = `step`, growing by `step` up to `max` with each new extreme. A bar that reaches the stop turns
 * the trade round, and the stop becomes the extreme of the trade that ended. `value` is the sar **of this bar**: made of the
 * bars before it, except on a turn. `side` is 1 for long, −1 for short.
 *
 * Seed, as TA-Lib: the first trade is short if the second bar's low fell, and by more than its high rose, else long;
 * its stop is the first bar's extreme. First values at bar 2.
 *
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export class ParabolicSar extends MultiBarIndicator<'sar' | 'side'> {
  readonly warmup = 2;
  readonly step: number;
  readonly max: number;
  readonly sar = new OutputLine();
  readonly side = new OutputLine();
  readonly outputs = { sar: this.sar, side: this.side };
  #long = true;
  /** The stop for the next bar. */
  #stop = 0;
  #extreme = 0;
  #acceleration = 0;
  #lastHigh = 0;
  #lastLow = 0;

  /** @throws ConfigError if an acceleration is not a finite number above 0. */
  constructor(options: ParabolicSarOptions = {}) {
    super();
    this.step = requirePositive('parabolicSar', 'step', options.step ?? 0.02);
    this.max = requirePositive('parabolicSar', 'max', options.max ?? 0.2);
  }

  protected override usable({ high, low }: Ohlcv): boolean {
    return !Number.isNaN(high + low);
  }

  protected override next({ high, low }: Ohlcv): number {
    if (this.count === 0) {
      this.#lastHigh = high;
      this.#lastLow = low;
      return Number.NaN;
    }
    if (this.count === 1) {
      this.#begin(high, low);
      // The stop of the second bar is limited by the second bar alone.
      this.#lastHigh = high;
      this.#lastLow = low;
    }
    const turns = this.#long ? low <= this.#stop : high >= this.#stop;
    if (turns) this.#turn(high, low);
    const sar = this.#stop;
    if (!turns) this.#follow(high, low);
    this.#advance(high, low);
    this.#lastHigh = high;
    this.#lastLow = low;
    this.sar.set(sar);
    this.side.set(this.#long ? 1 : -1);
    return sar;
  }

  #begin(high: number, low: number): void {
    const fall = this.#lastLow - low;
    this.#long = !(fall > 0 && fall > high - this.#lastHigh);
    this.#stop = this.#long ? this.#lastLow : this.#lastHigh;
    this.#extreme = this.#long ? high : low;
    this.#acceleration = Math.min(this.step, this.max);
  }

  #turn(high: number, low: number): void {
    this.#long = !this.#long;
    this.#stop = this.#long ? Math.min(this.#extreme, this.#lastLow, low) : Math.max(this.#extreme, this.#lastHigh, high);
    this.#extreme = this.#long ? high : low;
    this.#acceleration = Math.min(this.step, this.max);
  }

  #follow(high: number, low: number): void {
    if (this.#long ? high <= this.#extreme : low >= this.#extreme) return;
    this.#extreme = this.#long ? high : low;
    this.#acceleration = Math.min(this.#acceleration + this.step, this.max);
  }

  #advance(high: number, low: number): void {
    const next = this.#stop + this.#acceleration * (this.#extreme - this.#stop);
    this.#stop = this.#long ? Math.min(next, this.#lastLow, low) : Math.max(next, this.#lastHigh, high);
  }

  protected override clear(): void {
    this.#long = true;
    this.#stop = 0;
    this.#extreme = 0;
    this.#acceleration = 0;
    this.#lastHigh = 0;
    this.#lastLow = 0;
  }
}

/** {@link ParabolicSar} with accelerations from 0.02 to 0.2 unless told otherwise. */
export function parabolicSar(options?: ParabolicSarOptions): ParabolicSar {
  return new ParabolicSar(options);
}
