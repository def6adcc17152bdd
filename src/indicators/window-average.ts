import type { Average } from './average.js';

/**
 * Mean of the last `period` inputs, or of all while there are fewer. Summed anew at each input, O(period), so that
 * nothing of an input is left once it has gone: the mean of non-negative inputs is never negative, of zeros exactly 0.
 */
export class WindowAverage implements Average {
  readonly #window: Float64Array;
  #filled = 0;
  #at = 0;

  constructor(period: number) {
    this.#window = new Float64Array(period);
  }

  add(input: number): number {
    const window = this.#window;
    window[this.#at] = input;
    this.#at = this.#at + 1 === window.length ? 0 : this.#at + 1;
    if (this.#filled < window.length) this.#filled++;
    let sum = 0;
    for (let i = 0; i < this.#filled; i++) sum += window[i]!;
    return sum / this.#filled;
  }

  reset(): void {
    this.#filled = 0;
    this.#at = 0;
  }
}
