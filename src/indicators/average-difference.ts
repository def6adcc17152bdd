import { Ema, type EmaOptions } from './ema.js';
import { MultiValueIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';

export interface AverageDifferenceOptions extends EmaOptions {
  /** Default 12. */
  readonly fast?: number;
  /** Default 26. */
  readonly slow?: number;
  /** Default 9. */
  readonly signal?: number;
}

/**
 * Base of the indicators that set a fast exponential average against a slow one, smooth that line into a signal, and show the
 * difference of both: MACD and PPO. They say what the line is.
 */
export abstract class AverageDifference extends MultiValueIndicator<'line' | 'signal' | 'histogram'> {
  readonly warmup: number;
  readonly line = new OutputLine();
  readonly signal = new OutputLine();
  readonly histogram = new OutputLine();
  readonly outputs = { line: this.line, signal: this.signal, histogram: this.histogram };
  readonly #fast: Ema;
  readonly #slow: Ema;
  readonly #signal: Ema;

  /** @throws ConfigError if a period is not a whole number of at least 1, `fast` is not below `slow`, or the seed is unknown. */
  protected constructor(name: string, options: AverageDifferenceOptions) {
    super();
    const { fast = 12, slow = 26, signal = 9 } = options;
    requirePeriod(`${name} slow`, slow, 2);
    requirePeriod(`${name} fast`, fast, 1, slow - 1);
    requirePeriod(`${name} signal`, signal);
    this.#fast = new Ema(fast, options);
    this.#slow = new Ema(slow, options);
    this.#signal = new Ema(signal, options);
    this.warmup = this.#slow.warmup + this.#signal.warmup - 1;
  }

  /** The line, of both averages. */
  protected abstract lineOf(fast: number, slow: number): number;

  protected override next(input: number): number {
    const fast = this.#fast.update(input);
    const slow = this.#slow.update(input);
    if (!this.#slow.ready) return Number.NaN;
    const line = this.lineOf(fast, slow);
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
