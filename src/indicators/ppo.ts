import { AverageDifference, type AverageDifferenceOptions } from './average-difference.js';
import { requireOneOf } from './options.js';

export interface PpoOptions extends AverageDifferenceOptions {
  /** The average that the difference is a percentage of. Default `slow`. */
  readonly base?: 'slow' | 'fast';
}

/**
 * Percentage price oscillator: line = 100 · (EMA(fast) − EMA(slow)) / EMA(slow), signal = EMA(line), histogram =
 * line − signal. `value` is the line. With `base: 'fast'` the divisor is the fast average. For inputs above 0.
 *
 * Seed `sma` (default): the line exists from input `slow`, the rest from `slow + signal − 1`; seed `first`: from input 1.
 *
 * Source: G. Appel, Technical Analysis: Power Tools for Active Investors (2005).
 */
export class Ppo extends AverageDifference {
  readonly base: 'slow' | 'fast';

  /** @throws ConfigError if a period is not a whole number of at least 1, `fast` is not below `slow`, or an option is unknown. */
  constructor({ base = 'slow', ...options }: PpoOptions = {}) {
    super('ppo', options);
    this.base = requireOneOf('ppo', 'base', base, ['slow', 'fast']);
  }

  protected override lineOf(fast: number, slow: number): number {
    return (100 * (fast - slow)) / (this.base === 'slow' ? slow : fast);
  }
}

/** {@link Ppo} of 12, 26 and 9 inputs unless told otherwise. */
export function ppo(options?: PpoOptions): Ppo {
  return new Ppo(options);
}
