/** Rows of a block whose extremes are kept. */
const BLOCK = 128;

/** Lowest low and highest high over any rows of a series. Of long ranges not every row is looked at. */
export class RangeExtremes {
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** Of each block; made for the first range that is longer than two. */
  #blocks: { readonly low: Float64Array; readonly high: Float64Array } | undefined;

  constructor(low: Float64Array, high: Float64Array) {
    this.#low = low;
    this.#high = high;
  }

  /** Extremes of the rows `[from, to)`: Infinity and −Infinity where there are none. */
  of(from: number, to: number): { readonly low: number; readonly high: number } {
    if (to - from <= 2 * BLOCK) return extremesOf(this.#low, this.#high, from, to);
    const blocks = (this.#blocks ??= blocksOf(this.#low, this.#high));
    const [first, last] = [Math.ceil(from / BLOCK), Math.floor(to / BLOCK)];
    const before = extremesOf(this.#low, this.#high, from, first * BLOCK);
    const whole = extremesOf(blocks.low, blocks.high, first, last);
    const after = extremesOf(this.#low, this.#high, last * BLOCK, to);
    return { low: Math.min(before.low, whole.low, after.low), high: Math.max(before.high, whole.high, after.high) };
  }
}

function blocksOf(low: Float64Array, high: Float64Array): { readonly low: Float64Array; readonly high: Float64Array } {
  const blocks = { low: new Float64Array(Math.ceil(low.length / BLOCK)), high: new Float64Array(Math.ceil(low.length / BLOCK)) };
  for (let block = 0; block < blocks.low.length; block++) {
    const found = extremesOf(low, high, block * BLOCK, Math.min(low.length, (block + 1) * BLOCK));
    blocks.low[block] = found.low;
    blocks.high[block] = found.high;
  }
  return blocks;
}

function extremesOf(lows: Float64Array, highs: Float64Array, from: number, to: number): { readonly low: number; readonly high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let row = from; row < to; row++) {
    if (lows[row]! < low) low = lows[row]!;
    if (highs[row]! > high) high = highs[row]!;
  }
  return { low, high };
}
