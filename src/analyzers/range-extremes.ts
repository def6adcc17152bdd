/** Rows of a block whose extremes are kept. */
const BLOCK = 128;

/** Lowest low and highest high over any rows of a series, without looking at every one of them. */
export class RangeExtremes {
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;

  constructor(low: Float64Array, high: Float64Array) {
    this.#low = low;
    this.#high = high;
    const blocks = Math.ceil(low.length / BLOCK);
    this.#lows = new Float64Array(blocks).fill(Infinity);
    this.#highs = new Float64Array(blocks).fill(-Infinity);
    for (let row = 0; row < low.length; row++) {
      const block = Math.floor(row / BLOCK);
      if (low[row]! < this.#lows[block]!) this.#lows[block] = low[row]!;
      if (high[row]! > this.#highs[block]!) this.#highs[block] = high[row]!;
    }
  }

  /** Extremes of the rows `[from, to)`: Infinity and −Infinity where there are none. */
  of(from: number, to: number): { readonly low: number; readonly high: number } {
    let low = Infinity;
    let high = -Infinity;
    for (let row = from; row < to;) {
      const whole = row % BLOCK === 0 && row + BLOCK <= to;
      const block = row / BLOCK;
      low = Math.min(low, whole ? this.#lows[block]! : this.#low[row]!);
      high = Math.max(high, whole ? this.#highs[block]! : this.#high[row]!);
      row += whole ? BLOCK : 1;
    }
    return { low, high };
  }
}
