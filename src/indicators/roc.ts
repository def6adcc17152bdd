import { Delay } from './delay.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/**
 * Rate of change over `period` inputs, in per cent: `100 · (xₜ / xₜ₋ₙ − 1)`. First value at input `period + 1`.
 * For inputs above 0.
 */
export class Roc extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #delay: Delay;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('roc', period) + 1;
    this.#delay = new Delay(period);
  }

  protected override next(input: number): number {
    return 100 * (input / this.#delay.add(input) - 1);
  }

  protected override clear(): void {
    this.#delay.reset();
  }
}

/** {@link Roc} over `period` inputs. */
export function roc(period: number): Roc {
  return new Roc(period);
}
