import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';
import { WindowExtreme } from './window-extreme.js';

/** Lowest of the last `period` inputs. First value at input `period`. O(1) an update on average. */
export class RollingMin extends StreamingValueIndicator {
  readonly warmup: number;
  readonly #extreme: WindowExtreme;

  /** @throws ConfigError if `period` is not a whole number of at least 1. */
  constructor(readonly period: number) {
    super();
    this.warmup = requirePeriod('rollingMin', period);
    this.#extreme = new WindowExtreme('lowest', period);
  }

  protected override next(input: number): number {
    return this.#extreme.add(input);
  }

  protected override clear(): void {
    this.#extreme.reset();
  }
}

/** {@link RollingMin} of `period` inputs. */
export function rollingMin(period: number): RollingMin {
  return new RollingMin(period);
}
