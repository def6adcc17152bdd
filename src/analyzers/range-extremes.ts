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
    this.#lows = new Float64Array(blocks);
    this.#highs = new Float64Array(blocks);
    for (let block = 0; block < blocks; block++) {
      const end = Math.min(low.length, (block + 1) * BLOCK);
      let [lowest, highest] = [Infinity, -Infinity];
      for (let row = block * BLOCK; row < end; row++) {
        if (low[row]! < lowest) lowest = low[row]!;
        if (high[row]! > highest) highest = high[row]!;
      }
      this.#lows[block] = lowest;
      this.#highs[block] = highest;
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
