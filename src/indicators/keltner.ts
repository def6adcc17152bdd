import { Atr, type AtrSmoothing } from './atr.js';
import { hasRange, typicalPrice } from './bar-price.js';
import { Ema, type EmaSeed } from './ema.js';
import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { requireOneOf, requirePositive } from './options.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';

/** Options of {@link keltner}. */
export interface KeltnerOptions {
  /** Distance of the bands from the middle in average true ranges. Default 2. */
  readonly multiplier?: number;
  /** Period of the average true range. Default 10. */
  readonly atrPeriod?: number;
  /** Default `wilder`. */
  readonly smoothing?: AtrSmoothing;
  /** What the middle averages. Default `close`. */
  readonly price?: 'close' | 'typical';
  /** Of the middle's exponential average. Default `sma`. */
  readonly seed?: EmaSeed;
}

/**
 * Keltner channel: middle = EMA of the close (or the typical price), upper and lower = middle ± multiplier · ATR.
 * `value` is the middle. All lines exist once both averages do: with the defaults at bar max(`period`, `atrPeriod` + 1).
 *
 * Source: C. Keltner, How to Make Money in Commodities (1960), in L. Bradford Raschke's form with EMA and ATR.
 */
export class Keltner extends MultiBarIndicator<'middle' | 'upper' | 'lower'> {
  readonly warmup: number;
  readonly multiplier: number;
  readonly price: 'close' | 'typical';
  readonly middle = new OutputLine();
  readonly upper = new OutputLine();
  readonly lower = new OutputLine();
  readonly outputs = { middle: this.middle, upper: this.upper, lower: this.lower };
  readonly #average: Ema;
  readonly #range: Atr;

  /** @throws ConfigError if a period is not a whole number of at least 1, the multiplier not above 0, or an option unknown. */
  constructor(
    readonly period: number,
    options: KeltnerOptions = {},
  ) {
    super();
    requirePeriod('keltner', period);
    this.multiplier = requirePositive('keltner', 'multiplier', options.multiplier ?? 2);
    this.price = requireOneOf('keltner', 'price', options.price ?? 'close', ['close', 'typical']);
    this.#average = new Ema(period, { seed: options.seed ?? 'sma' });
    this.#range = new Atr(requirePeriod('keltner atrPeriod', options.atrPeriod ?? 10), { smoothing: options.smoothing ?? 'wilder' });
    this.warmup = Math.max(this.#average.warmup, this.#range.warmup);
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar);
  }

  protected override next(bar: Ohlcv): number {
    const middle = this.#average.update(this.price === 'close' ? bar.close : typicalPrice(bar));
    const half = this.multiplier * this.#range.update(bar);
    if (this.count + 1 < this.warmup) return Number.NaN;
    this.middle.set(middle);
    this.upper.set(middle + half);
    this.lower.set(middle - half);
    return middle;
  }

  protected override clear(): void {
    this.#average.reset();
    this.#range.reset();
  }
}

/** {@link Keltner} channel about an average of `period` bars, 20 unless told otherwise. */
export function keltner(period = 20, options?: KeltnerOptions): Keltner {
  return new Keltner(period, options);
}
