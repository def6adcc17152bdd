import type { Ohlcv } from './indicator.js';
import { requireOneOf } from './options.js';
import { StreamingBarIndicator } from './streaming-indicator.js';

/** What an {@link Obv} is at its first bar: 0, or that bar's volume (as TA-Lib). */
export type ObvSeed = 'zero' | 'volume';

/** Options of {@link obv}. */
export interface ObvOptions {
  /** Default `zero`. */
  readonly seed?: ObvSeed;
}

/**
 * On-balance volume: grows by the volume of each bar that closes above the last close, shrinks by that of each that closes
 * below. First value at bar 1. Only its changes mean something, since its level depends on where it began.
 *
 * Source: J. Granville, Granville's New Key to Stock Market Profits (1963).
 */
export class Obv extends StreamingBarIndicator {
  readonly warmup = 1;
  readonly seed: ObvSeed;
  #total = 0;
  #last = 0;

  /** @throws ConfigError if the seed is unknown. */
  constructor(options: ObvOptions = {}) {
    super();
    this.seed = requireOneOf('obv', 'seed', options.seed ?? 'zero', ['zero', 'volume']);
  }

  protected override usable({ close, volume }: Ohlcv): boolean {
    return !Number.isNaN(close + volume);
  }

  protected override next({ close, volume }: Ohlcv): number {
    if (this.count === 0) this.#total = this.seed === 'volume' ? volume : 0;
    else if (close > this.#last) this.#total += volume;
    else if (close < this.#last) this.#total -= volume;
    this.#last = close;
    return this.#total;
  }

  protected override clear(): void {
    this.#total = 0;
    this.#last = 0;
  }
}

/** {@link Obv}, from 0 unless told otherwise. */
export function obv(options?: ObvOptions): Obv {
  return new Obv(options);
}
