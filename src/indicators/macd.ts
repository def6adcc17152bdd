import { Ema, type EmaOptions } from './ema.js';
import { MultiValueIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';

export interface MacdOptions extends EmaOptions {
  /** Default 12. */
  readonly fast?: number;
  /** Default 26. */
  readonly slow?: number;
  /** Default 9. */
  readonly signal?: number;
}

/**
 * Moving average convergence divergence, in the unit of the input: line = EMA(fast) − EMA(slow), signal = EMA(line),
 * histogram = line − signal. `value` is the line.
 *
 * Seed `sma` (default): each average starts with the mean of its own first inputs; the line exists from input `slow`, the
 * rest from `slow + signal − 1`. (TA-Lib starts the fast average later, so its first values differ slightly.) Seed `first`:
 * each starts with its first input, and everything exists from input 1, as pandas' `ewm(adjust=False)`.
 *
 * Source: G. Appel, The Moving Average Convergence-Divergence Trading Method (1979).
 */
export class Macd extends MultiValueIndicator<'line' | 'signal' | 'histogram'> {
  readonly warmup: number;
  readonly line = new OutputLine();
  readonly signal = new OutputLine();
  readonly histogram = new OutputLine();
  readonly outputs = { line: this.line, signal: this.signal, histogram: this.histogram };
  readonly #fast: Ema;
  readonly #slow: Ema;
  readonly #signal: Ema;

  /** @throws ConfigError if a period is not a whole number of at least 1, `fast` is not below `slow`, or the seed is unknown. */
  constructor({ fast = 12, slow = 26, signal = 9, ...seed }: MacdOptions = {}) {
    super();
    requirePeriod('macd slow', slow, 2);
    requirePeriod('macd fast', fast, 1, slow - 1);
    requirePeriod('macd signal', signal);
    this.#fast = new Ema(fast, seed);
    this.#slow = new Ema(slow, seed);
    this.#signal = new Ema(signal, seed);
    this.warmup = this.#slow.warmup + this.#signal.warmup - 1;
  }

  protected override next(input: number): number {
    const line = this.#fast.update(input) - this.#slow.update(input);
    if (!this.#slow.ready) return Number.NaN;
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

/** {@link Macd} of 12, 26 and 9 inputs unless told otherwise. */
export function macd(options?: MacdOptions): Macd {
  return new Macd(options);
}
