import { Chained } from './chained.js';
import type { Indicator, Ohlcv } from './indicator.js';
import { valuesOf } from './values-of.js';

/** Shared life cycle of the indicators: counting, readiness, the previous value. Subclasses supply the arithmetic. */
abstract class StreamingIndicator<In> {
  abstract readonly warmup: number;
  value = Number.NaN;
  previous = Number.NaN;
  /** Number of inputs taken so far (skipped ones are not counted); inside `next`, of those before the current one. */
  count = 0;

  get ready(): boolean {
    return this.count >= this.warmup;
  }

  /** Brings it back to the state in which it was made. */
  reset(): void {
    this.value = Number.NaN;
    this.previous = Number.NaN;
    this.count = 0;
    this.clear();
  }

  /** The value after one more input; only looked at once the indicator is ready. Never called with NaN. */
  protected abstract next(input: In): number;

  /** Forgets the subclass's own state. */
  protected abstract clear(): void;

  /** Takes an input that is a number, and returns the new value. */
  protected accept(input: In): number {
    const value = this.next(input);
    this.count++;
    if (this.count >= this.warmup) {
      this.previous = this.value;
      this.value = value;
    }
    return this.value;
  }
}

/** Base of the indicators that are fed with single numbers. */
export abstract class StreamingValueIndicator extends StreamingIndicator<number> implements Indicator<number> {
  readonly input = 'value' as const;

  update(input: number): number {
    if (input !== input) return this.value;
    return this.accept(input);
  }

  /**
   * The value after each input, in a column of the same length: NaN until `ready`. Goes on from the present state, so that
   * a history may be followed by single updates.
   */
  values(inputs: ArrayLike<number>): Float64Array {
    return valuesOf(this, inputs);
  }

  /** This indicator, fed with another one's value: `sma(20).of(rsi(14))`. Both belong to the result from then on. */
  of<Inner extends Indicator<number> | Indicator<Ohlcv>>(inner: Inner): Chained<this, Inner> {
    return new Chained(this, inner);
  }
}

/** Base of the indicators that are fed with whole bars. */
export abstract class StreamingBarIndicator extends StreamingIndicator<Ohlcv> implements Indicator<Ohlcv> {
  readonly input = 'bar' as const;

  update(bar: Ohlcv): number {
    if (!this.usable(bar)) return this.value;
    return this.accept(bar);
  }

  /** The value after each bar, in a column of the same length: NaN until `ready`. Goes on from the present state. */
  values(bars: ArrayLike<Ohlcv>): Float64Array {
    return valuesOf(this, bars);
  }

  /** Whether every field that `next` reads is usable; other bars are skipped. */
  protected abstract usable(bar: Ohlcv): boolean;
}
