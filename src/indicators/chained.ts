import type { Indicator, InputOf, Ohlcv } from './indicator.js';
import { valuesOf } from './values-of.js';

/**
 * An indicator of another indicator: each new value of `inner` is an input of `outer`. It takes what `inner` takes.
 * First value once `outer` has had `outer.warmup` values: after `inner.warmup + outer.warmup − 1` inputs.
 *
 * `outer` keeps its type, so that several outputs stay within reach: `macd().of(rsi(14)).outer.signal.value`.
 */
export class Chained<Outer extends Indicator<number>, Inner extends Indicator<number> | Indicator<Ohlcv>> implements Indicator<
  InputOf<Inner>
> {
  readonly input: Indicator<InputOf<Inner>>['input'];
  readonly warmup: number;

  constructor(
    readonly outer: Outer,
    readonly inner: Inner,
  ) {
    this.input = inner.input as Indicator<InputOf<Inner>>['input'];
    this.warmup = inner.warmup + outer.warmup - 1;
  }

  get ready(): boolean {
    return this.outer.ready;
  }
  get count(): number {
    return this.inner.count;
  }
  get value(): number {
    return this.outer.value;
  }
  get previous(): number {
    return this.outer.previous;
  }

  update(input: InputOf<Inner>): number {
    const inner = this.inner as Indicator<InputOf<Inner>>;
    const before = inner.count;
    const value = inner.update(input);
    // An input that the inner one skipped is no new value for the outer one.
    return inner.count === before ? this.outer.value : this.outer.update(value);
  }

  /** The value after each input, in a column of the same length: NaN until `ready`. Goes on from the present state. */
  values(inputs: ArrayLike<InputOf<Inner>>): Float64Array {
    return valuesOf(this, inputs);
  }

  reset(): void {
    this.inner.reset();
    this.outer.reset();
  }
}
