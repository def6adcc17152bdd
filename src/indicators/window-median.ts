/** Median of the last `period` inputs, kept sorted: O(log period) to find a place, one block move to make it. */
export class WindowMedian {
  readonly #window: Float64Array;
  readonly #sorted: Float64Array;
  #at = 0;
  #filled = 0;

  constructor(period: number) {
    this.#window = new Float64Array(period);
    this.#sorted = new Float64Array(period);
  }

  /** Takes a number and returns the median of the window, or of all inputs while there are fewer. */
  add(input: number): number {
    const sorted = this.#sorted;
    if (this.#filled === sorted.length) {
      const gone = this.#place(this.#window[this.#at]!);
      sorted.copyWithin(gone, gone + 1, this.#filled--);
    }
    const place = this.#place(input);
    sorted.copyWithin(place + 1, place, this.#filled++);
    sorted[place] = input;
    this.#window[this.#at] = input;
    this.#at = this.#at + 1 === sorted.length ? 0 : this.#at + 1;
    const half = this.#filled >> 1;
    return this.#filled % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  }

  /** Index of the first sorted number that is not below `input`. */
  #place(input: number): number {
    let from = 0;
    let to = this.#filled;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#sorted[middle]! < input) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  reset(): void {
    this.#at = 0;
    this.#filled = 0;
  }
}
