import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';
import { WindowExtreme } from './window-extreme.js';

/** Highest of the last `period` inputs. First value at input `period`. O(1) an update on average. */
export class RollingMax extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #extreme: WindowExtreme;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('rollingMax', period);
    this.#extreme = new WindowExtreme('highest', period);
  }

  protected override next(input: number): number {
    return this.#extreme.add(input);
  }

  protected override clear(): void {
    this.#extreme.reset();
  }
}

/** {@link RollingMax} of `period` inputs. */
export function rollingMax(period: number): RollingMax {
  return new RollingMax(period);
}
