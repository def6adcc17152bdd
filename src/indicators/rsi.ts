import type { Average } from './average.js';
import { requireOneOf } from './options.js';
import { requirePeriod } from './period.js';
import { StreamingValueIndicator } from './streaming-indicator.js';
import { WilderAverage } from './wilder-average.js';
import { WindowAverage } from './window-average.js';

/**
 * How an {@link Rsi} averages gains and losses:
 * - `wilder`: Wilder's smoothing, seeded with the mean of the first `period` changes; first value at input `period + 1`;
 * - `ewm`: the same smoothing, seeded with the first change; first value at input 2;
 * - `cutler`: simple means of the last `period` changes; first value at input `period + 1`.
 */
export type RsiSmoothing = 'wilder' | 'ewm' | 'cutler';

/** Options of {@link rsi}. */
export interface RsiOptions {
  /** Default `wilder`. */
  readonly smoothing?: RsiSmoothing;
}

/**
 * Relative strength index, 0 to 100: `100 · G / (G + L)` with G and L the average gain and loss from input to input.
 * 100 without losses, 0 without gains; 50 if there was neither (all inputs equal), where the ratio is 0/0.
 *
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978); `cutler` is Cutler's variant.
 */
export class Rsi extends StreamingValueIndicator {
  readonly warmup: number;
  readonly smoothing: RsiSmoothing;
  readonly #gains: Average;
  readonly #losses: Average;
  #last = 0;

  /** @throws ConfigError if `period` is not a whole number of at least 1 or the smoothing is unknown. */
  constructor(
    readonly period: number,
    options: RsiOptions = {},
  ) {
    super();
    requirePeriod('rsi', period);
    this.smoothing = requireOneOf('rsi', 'smoothing', options.smoothing ?? 'wilder', ['wilder', 'ewm', 'cutler']);
    this.warmup = this.smoothing === 'ewm' ? 2 : period + 1;
    this.#gains = averageOf(this.smoothing, period);
    this.#losses = averageOf(this.smoothing, period);
  }

  protected override next(input: number): number {
    const change = input - this.#last;
    this.#last = input;
    if (this.count === 0) return Number.NaN;
    const gain = this.#gains.add(change > 0 ? change : 0);
    const loss = this.#losses.add(change < 0 ? -change : 0);
    const both = gain + loss;
    return both === 0 ? 50 : 100 * (gain / both);
  }

  protected override clear(): void {
    this.#gains.reset();
    this.#losses.reset();
    this.#last = 0;
  }
}

function averageOf(smoothing: RsiSmoothing, period: number): Average {
  if (smoothing === 'cutler') return new WindowAverage(period);
  return new WilderAverage(period, smoothing === 'ewm' ? 1 : period);
}

/** {@link Rsi} of `period` changes. */
export function rsi(period: number, options?: RsiOptions): Rsi {
  return new Rsi(period, options);
}
