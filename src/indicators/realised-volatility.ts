import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';
import { WindowAverage } from './window-average.js';
import { WindowSpread } from './window-spread.js';

/**
 * What the returns of a {@link RealisedVolatility} are measured from:
 * - `sample` (default): their mean, with the sample deviation `√(Σ(r − mean)² / (n − 1))`;
 * - `zero`: 0, `√(Σr² / n)`, which does not estimate a drift.
 */
export type VolatilityMean = 'sample' | 'zero';

/** Options of {@link realisedVolatility}. */
export interface RealisedVolatilityOptions {
  readonly mean?: VolatilityMean;
}

/**
 * Realised volatility: standard deviation of the last n = `period` logarithmic returns ln(xₜ / xₜ₋₁), a plain number per
 * input (times √252 it is annual on daily closes). Inputs that are not above 0 are skipped like missing ones.
 * First value at input `period + 1`. O(period) an update.
 *
 * Source: T. Andersen, T. Bollerslev, F. Diebold and P. Labys, Modeling and Forecasting Realized Volatility,
 * Econometrica 71 (2003), for `zero`.
 */
export class RealisedVolatility extends StreamingValueIndicator {
  readonly warmup: number;
  readonly mean: VolatilityMean;
  readonly #spread: WindowSpread;
  readonly #squares: WindowAverage;
  #last = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 2 (1 with mean `zero`) or the mean is unknown. */
  constructor(
    readonly period: number,
    options: RealisedVolatilityOptions = {},
  ) {
    super();
    this.mean = requireOneOf('realisedVolatility', 'mean', options.mean ?? 'sample', ['sample', 'zero']);
    this.warmup = requirePeriod('realisedVolatility', period, this.mean === 'sample' ? 2 : 1) + 1;
    this.#spread = new WindowSpread(period);
    this.#squares = new WindowAverage(period);
  }

  override update(input: number): number {
    return input > 0 && input < Infinity ? this.accept(input) : this.value;
  }

  protected override next(input: number): number {
    const change = Math.log(input / this.#last);
    this.#last = input;
    if (this.count === 0) return Number.NaN;
    if (this.mean === 'zero') return Math.sqrt(this.#squares.add(change * change));
    this.#spread.add(change);
    return Math.sqrt(this.#spread.squares / (this.period - 1));
  }

  protected override clear(): void {
    this.#spread.reset();
    this.#squares.reset();
    this.#last = 0;
  }
}

/** {@link RealisedVolatility} of `period` returns. */
export function realisedVolatility(period: number, options?: RealisedVolatilityOptions): RealisedVolatility {
  return new RealisedVolatility(period, options);
}
