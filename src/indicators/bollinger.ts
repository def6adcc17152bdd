import { MultiValueIndicator } from './multi-output.js';
import { type Ddof, requireDdof, requirePositive } from './options.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';
import { WindowSpread } from './window-spread.js';

/** Options of {@link bollinger}. */
export interface BollingerOptions {
  /** Distance of the bands from the middle in standard deviations. Default 2. */
  readonly multiplier?: number;
  /** Default 0, the population deviation, as Bollinger. */
  readonly ddof?: Ddof;
}

/**
 * Bollinger bands: middle = mean of the last `period` inputs, upper and lower = middle ± multiplier · standard deviation;
 * width = (upper − lower) / middle; percentB = (input − lower) / (upper − lower). `value` is the middle.
 * A window without any deviation has width 0 and percentB 0.5. First values at input `period`. O(period) an update.
 *
 * Source: J. Bollinger, Bollinger on Bollinger Bands (2001).
 */
export class Bollinger extends MultiValueIndicator<'middle' | 'upper' | 'lower' | 'width' | 'percentB'> {
  readonly warmup: number;
  readonly multiplier: number;
  readonly ddof: Ddof;
  readonly middle = new OutputLine();
  readonly upper = new OutputLine();
  readonly lower = new OutputLine();
  /** Distance of the bands over the middle, a plain number: 0.1 is 10 %. */
  readonly width = new OutputLine();
  /** Where the input stands: 0 at the lower band, 1 at the upper one. */
  readonly percentB = new OutputLine();
  readonly outputs = { middle: this.middle, upper: this.upper, lower: this.lower, width: this.width, percentB: this.percentB };
  readonly #spread: WindowSpread;

  /** @throws ConfigError if `period` is not a whole number of at least 2, the multiplier not above 0, or ddof neither 0 nor 1. */
  constructor(
    readonly period: number,
    options: BollingerOptions = {},
  ) {
    super();
    this.warmup = requirePeriod('bollinger', period, 2);
    this.multiplier = requirePositive('bollinger', 'multiplier', options.multiplier ?? 2);
    this.ddof = requireDdof('bollinger', options.ddof ?? 0);
    this.#spread = new WindowSpread(period);
  }

  protected override next(input: number): number {
    const spread = this.#spread;
    spread.add(input);
    if (this.count + 1 < this.period) return Number.NaN;
    const middle = input + spread.meanOffset;
    const half = this.multiplier * Math.sqrt(spread.squares / (this.period - this.ddof));
    this.middle.set(middle);
    this.upper.set(middle + half);
    this.lower.set(middle - half);
    this.width.set((2 * half) / middle);
    this.percentB.set(half === 0 ? 0.5 : (half - spread.meanOffset) / (2 * half));
    return middle;
  }

  protected override clear(): void {
    this.#spread.reset();
  }
}

/** {@link Bollinger} bands over `period` inputs, 20 unless told otherwise. */
export function bollinger(period = 20, options?: BollingerOptions): Bollinger {
  return new Bollinger(period, options);
}
