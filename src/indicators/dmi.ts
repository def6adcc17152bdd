import { hasRange } from './bar-price.js';
import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';
import { WilderAverage } from './wilder-average.js';

/**
 * Directional movement, 0 to 100: plus and minus = 100 · Wilder's average of +DM (−DM) over that of the true range;
 * dx = 100 · |plus − minus| / (plus + minus), which is `value`. +DM = the rise of the high where it is above 0 and above
 * the fall of the low, else 0; −DM the other way round.
 *
 * Averages are seeded with the mean of the first `period` bars that have one before them; first values at bar
 * `period + 1`. All are 0 where nothing moved. (TA-Lib's seed leaves one bar out: slightly different in its first rows.)
 *
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export class Dmi extends MultiBarIndicator<'dx' | 'plus' | 'minus'> {
  readonly warmup: number;
  readonly dx = new OutputLine();
  readonly plus = new OutputLine();
  readonly minus = new OutputLine();
  readonly outputs = { dx: this.dx, plus: this.plus, minus: this.minus };
  readonly #up: WilderAverage;
  readonly #down: WilderAverage;
  readonly #range: WilderAverage;
  #high = 0;
  #low = 0;
  #close = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('dmi', period) + 1;
    this.#up = new WilderAverage(period);
    this.#down = new WilderAverage(period);
    this.#range = new WilderAverage(period);
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar);
  }

  protected override next({ high, low, close }: Ohlcv): number {
    const rise = high - this.#high;
    const fall = this.#low - low;
    const trueRange = Math.max(high - low, Math.abs(high - this.#close), Math.abs(low - this.#close));
    this.#high = high;
    this.#low = low;
    this.#close = close;
    if (this.count === 0) return Number.NaN;
    const up = this.#up.add(rise > fall && rise > 0 ? rise : 0);
    const down = this.#down.add(fall > rise && fall > 0 ? fall : 0);
    const range = this.#range.add(trueRange);
    if (this.count + 1 < this.warmup) return Number.NaN;
    const dx = up + down === 0 ? 0 : (100 * Math.abs(up - down)) / (up + down);
    this.plus.set(range === 0 ? 0 : (100 * up) / range);
    this.minus.set(range === 0 ? 0 : (100 * down) / range);
    this.dx.set(dx);
    return dx;
  }

  protected override clear(): void {
    this.#up.reset();
    this.#down.reset();
    this.#range.reset();
    this.#high = 0;
    this.#low = 0;
    this.#close = 0;
  }
}

/** {@link Dmi} over `period` bars, 14 unless told otherwise. */
export function dmi(period = 14): Dmi {
  return new Dmi(period);
}
