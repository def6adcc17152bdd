import { Ema, type EmaOptions } from './ema.js';
import { MultiValueIndicator } from './multi-output.js';
import { requireOneOf } from './options.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';

export interface PpoOptions extends EmaOptions {
  /** Default 12. */
  readonly fast?: number;
  /** Default 26. */
  readonly slow?: number;
  /** Default 9. */
  readonly signal?: number;
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
export class Ppo extends MultiValueIndicator<'line' | 'signal' | 'histogram'> {
  readonly warmup: number;
  readonly base: 'slow' | 'fast';
  readonly line = new OutputLine();
  readonly signal = new OutputLine();
  readonly histogram = new OutputLine();
  readonly outputs = { line: this.line, signal: this.signal, histogram: this.histogram };
  readonly #fast: Ema;
  readonly #slow: Ema;
  readonly #signal: Ema;

  /** @throws ConfigError if a period is not a whole number of at least 1, `fast` is not below `slow`, or an option is unknown. */
  constructor({ fast = 12, slow = 26, signal = 9, base = 'slow', ...seed }: PpoOptions = {}) {
    super();
    requirePeriod('ppo slow', slow, 2);
    requirePeriod('ppo fast', fast, 1, slow - 1);
    requirePeriod('ppo signal', signal);
    this.base = requireOneOf('ppo', 'base', base, ['slow', 'fast']);
    this.#fast = new Ema(fast, seed);
    this.#slow = new Ema(slow, seed);
    this.#signal = new Ema(signal, seed);
    this.warmup = this.#slow.warmup + this.#signal.warmup - 1;
  }

  protected override next(input: number): number {
    const fast = this.#fast.update(input);
    const slow = this.#slow.update(input);
    if (!this.#slow.ready) return Number.NaN;
    const line = (100 * (fast - slow)) / (this.base === 'slow' ? slow : fast);
    this.line.set(line);
    const signal = this.#signal.update(line);
    if (this.#signal.ready) {
      this.signal.set(signal);
      this.histogram.set(line - signal);
    }
    return line;
  }

  protected override clear(): void {
    this.#fast.reset();
    this.#slow.reset();
    this.#signal.reset();
  }
}

/** {@link Ppo} of 12, 26 and 9 inputs unless told otherwise. */
export function ppo(options?: PpoOptions): Ppo {
  return new Ppo(options);
}
