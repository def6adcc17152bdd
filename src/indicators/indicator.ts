/** Open, high, low, close and volume of one bar, as plain numbers. A `Bar` is one. */
export interface Ohlcv {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What an indicator is fed with: single numbers (a price, another indicator's value) or whole bars. */
export type IndicatorInput = 'value' | 'bar';

/**
 * A streaming indicator. It sees each input once, in time order, and keeps no more than its window.
 *
 * Contract, held by one test suite for all of them:
 * - `value` is NaN until `ready`, that is for the first `warmup - 1` inputs, and a finite number after finite inputs,
 *   except where the definition gives none (the correlation with a line that stands still): each such indicator says so;
 * - an input that is not a number (NaN; for bars: any used field NaN) is skipped: state and value stay;
 * - `previous` is the value before the last update (NaN until two values exist), so that crosses can be told;
 * - `reset()` brings it back to the state in which it was made.
 */
export interface Indicator<In = number> {
  readonly input: In extends number ? 'value' : 'bar';
  /** Number of inputs after which the first value exists. */
  readonly warmup: number;
  readonly ready: boolean;
  /** Number of inputs taken so far; skipped ones are not counted. */
  readonly count: number;
  readonly value: number;
  readonly previous: number;
  /** Takes one input and returns the new value. */
  update(input: In): number;
  /** The value after each input, in a column of the same length: NaN until `ready`. Goes on from the present state. */
  values(inputs: ArrayLike<In>): Float64Array;
  /** Brings it back to the state in which it was made. */
  reset(): void;
}

/** An indicator that is fed with single numbers. */
export type ValueIndicator = Indicator<number>;
/** An indicator that is fed with whole bars. */
export type BarIndicator = Indicator<Ohlcv>;

/** Kind of input that an indicator type takes. */
export type InputOf<I> = I extends Indicator<number> ? number : Ohlcv;
