import { Delay } from './delay.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';

/** Change over `period` inputs, in their unit: `xₜ − xₜ₋ₙ`. First value at input `period + 1`. */
export class Momentum extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #delay: Delay;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('momentum', period) + 1;
    this.#delay = new Delay(period);
  }

  protected override next(input: number): number {
    return input - this.#delay.add(input);
  }

  protected override clear(): void {
    this.#delay.reset();
  }
}

/** {@link Momentum} over `period` inputs. */
export function momentum(period: number): Momentum {
  return new Momentum(period);
}
