import type { Indicator, Ohlcv } from './indicator.js';
import { valuesOf } from './values-of.js';

/**
 * Base of the indicators of two lines, such as the correlation of two instruments. `update(y, x)` takes one number of each;
 * if one of them is missing (NaN), the pair is skipped. Otherwise they keep the contract of {@link Indicator}.
 */
export abstract class PairIndicator {
  abstract readonly warmup: number;
  value = Number.NaN;
  previous = Number.NaN;
  /** Number of pairs taken so far; inside `next`, of those before the current one. */
  count = 0;

  get ready(): boolean {
    return this.count >= this.warmup;
  }

  /** Takes one number of each line and returns the new value. */
  update(y: number, x: number): number {
    if (Number.isNaN(y + x)) return this.value;
    const value = this.next(y, x);
    this.count++;
    if (this.count >= this.warmup) {
      this.previous = this.value;
      this.value = value;
    }
    return this.value;
  }

  /** The value after each pair of two columns of equal length: NaN until `ready`. Goes on from the present state. */
  values(y: ArrayLike<number>, x: ArrayLike<number>): Float64Array {
    const values = new Float64Array(Math.min(y.length, x.length));
    for (let i = 0; i < values.length; i++) values[i] = this.update(y[i]!, x[i]!);
    return values;
  }

  /**
   * This indicator as one of bars, which takes both numbers from functions of the bar, so that a strategy can declare it:
   * `this.indicator(() => rollingBeta(60).between((bar: Bar) => bar.close, (bar: Bar) => this.closeWith(bar, 'SPY')))`.
   * It belongs to the result from then on.
   */
  between<B extends Ohlcv>(y: (bar: B) => number, x: (bar: B) => number): PairOfBars<B, this> {
    return new PairOfBars(this, y, x);
  }

  /** Brings it back to the state in which it was made. */
  reset(): void {
    this.value = Number.NaN;
    this.previous = Number.NaN;
    this.count = 0;
    this.clear();
  }

  /** The value after one more pair; only looked at once the indicator is ready. Never called with NaN. */
  protected abstract next(y: number, x: number): number;

  /** Forgets the subclass's own state. */
  protected abstract clear(): void;
}

/** A {@link PairIndicator} whose two numbers come from a bar. */
export class PairOfBars<B extends Ohlcv, I extends PairIndicator = PairIndicator> implements Indicator<Ohlcv> {
  readonly input = 'bar' as const;
  readonly warmup: number;
  readonly #y: (bar: B) => number;
  readonly #x: (bar: B) => number;

  constructor(
    readonly pair: I,
    y: (bar: B) => number,
    x: (bar: B) => number,
  ) {
    this.warmup = pair.warmup;
    this.#y = y;
    this.#x = x;
  }

  get ready(): boolean {
    return this.pair.ready;
  }
  get count(): number {
    return this.pair.count;
  }
  get value(): number {
    return this.pair.value;
  }
  get previous(): number {
    return this.pair.previous;
  }

  update(bar: Ohlcv): number {
    return this.pair.update(this.#y(bar as B), this.#x(bar as B));
  }
  values(bars: ArrayLike<Ohlcv>): Float64Array {
    return valuesOf(this, bars);
  }
  reset(): void {
    this.pair.reset();
  }
}
