import { type Ddof, requireDdof } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';
import { WindowSpread } from './window-spread.js';

/** Options of {@link zScore}. */
export interface ZScoreOptions {
  /** Default 1, the sample deviation. */
  readonly ddof?: Ddof;
}

/**
 * Distance of the newest input from the mean of the last `period` inputs (itself included), in their standard
 * deviations: `(x − mean) / √(Σ(x − mean)² / (period − ddof))`. First value at input `period`.
 *
 * A flat window (all inputs equal) has no deviation; the value is then 0: the input is where the mean is.
 * O(period) an update.
 */
export class ZScore extends StreamingValueIndicator {
  readonly warmup: number;
  readonly ddof: Ddof;
  readonly #spread: WindowSpread;

  /** @throws ConfigError if `period` is not a whole number of at least 2 or ddof is neither 0 nor 1. */
  constructor(
    readonly period: number,
    options: ZScoreOptions = {},
  ) {
    super();
    this.warmup = requirePeriod('zScore', period, 2);
    this.ddof = requireDdof('zScore', options.ddof ?? 1);
    this.#spread = new WindowSpread(period);
  }

  protected override next(input: number): number {
    this.#spread.add(input);
    const deviation = Math.sqrt(this.#spread.squares / (this.period - this.ddof));
    return deviation === 0 ? 0 : -this.#spread.meanOffset / deviation;
  }

  protected override clear(): void {
    this.#spread.reset();
  }
}

/** {@link ZScore} over `period` inputs. */
export function zScore(period: number, options?: ZScoreOptions): ZScore {
  return new ZScore(period, options);
}
