import { Amihud, type AmihudOptions } from './amihud.js';
import type { Ohlcv } from './indicator.js';
import { requirePeriod } from './period.js';
import { StreamingBarIndicator } from './streaming-indicator.js';
import { WindowMedian } from './window-median.js';

/** Options of {@link relativeAmihud}. */
export interface RelativeAmihudOptions<B extends Ohlcv = Ohlcv> extends AmihudOptions<B> {
  /** Values that the median is taken of. Default 252. */
  readonly window?: number;
}

/**
 * Illiquidity against what is usual: {@link Amihud} over `period` bars, divided by the median of its last `window` values,
 * the newest included. 1 is usual, 2 twice as illiquid. It exists where all of the window's values do, first at bar
 * `period + window`; it has none (NaN) where the median is 0. O(window) an update.
 */
export class RelativeAmihud<B extends Ohlcv = Ohlcv> extends StreamingBarIndicator {
  readonly warmup: number;
  readonly #amihud: Amihud<B>;
  readonly #median: WindowMedian;
  readonly #window: number;
  /** Values in the window since the last one that did not exist. */
  #run = 0;

  /** @throws ConfigError if a number of bars is not a whole number of at least 1 or an option is unknown. */
  constructor(
    readonly period: number,
    options: RelativeAmihudOptions<B> = {},
  ) {
    super();
    this.#amihud = new Amihud(requirePeriod('relativeAmihud', period), options);
    this.#window = requirePeriod('relativeAmihud window', options.window ?? 252);
    this.#median = new WindowMedian(this.#window);
    this.warmup = period + this.#window;
  }

  /** The plain illiquidity, NaN where it does not exist. */
  get amihud(): number {
    return this.#amihud.value;
  }

  protected override usable(bar: Ohlcv): boolean {
    const before = this.#amihud.count;
    this.#amihud.update(bar);
    return this.#amihud.count !== before;
  }

  protected override next(): number {
    const value = this.#amihud.value;
    if (Number.isNaN(value)) {
      this.#run = 0;
      this.#median.reset();
      return Number.NaN;
    }
    const median = this.#median.add(value);
    return ++this.#run < this.#window || median === 0 ? Number.NaN : value / median;
  }

  protected override clear(): void {
    this.#amihud.reset();
    this.#median.reset();
    this.#run = 0;
  }
}

/** {@link RelativeAmihud} illiquidity over `period` bars. */
export function relativeAmihud<B extends Ohlcv = Ohlcv>(period: number, options?: RelativeAmihudOptions<B>): RelativeAmihud<B> {
  return new RelativeAmihud(period, options);
}
