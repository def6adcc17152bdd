import { type Ddof, requireDdof } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';
import { WindowSpread } from './window-spread.js';

/** Options of {@link rollingStd}. */
export interface RollingStdOptions {
  /** Default 1, the sample deviation. */
  readonly ddof?: Ddof;
}

/**
 * Standard deviation of the last `period` inputs, in their unit: `√(Σ(x − mean)² / (period − ddof))`.
 * First value at input `period`; exactly 0 if all of them are equal. O(period) an update.
 */
export class RollingStd extends StreamingValueIndicator {
  readonly warmup: number;
  readonly ddof: Ddof;
  readonly #spread: WindowSpread;

  /** @throws ConfigError if `period` is not a whole number of at least 2 or ddof is neither 0 nor 1. */
  constructor(
    readonly period: number,
    options: RollingStdOptions = {},
  ) {
    super();
    this.warmup = requirePeriod('rollingStd', period, 2);
    this.ddof = requireDdof('rollingStd', options.ddof ?? 1);
    this.#spread = new WindowSpread(period);
  }

  protected override next(input: number): number {
    this.#spread.add(input);
    return Math.sqrt(this.#spread.squares / (this.period - this.ddof));
  }

  protected override clear(): void {
    this.#spread.reset();
  }
}

/** {@link RollingStd} of `period` inputs. */
export function rollingStd(period: number, options?: RollingStdOptions): RollingStd {
  return new RollingStd(period, options);
}
