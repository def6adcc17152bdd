import type { Average } from './average.js';

/**
 * Wilder's smoothing: the mean of the first `seedLength` inputs, from there `((n − 1) · average + input) / n`.
 * The same as an exponential average of weight 1/n. Before the seed is complete: the mean so far.
 *
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export class WilderAverage implements Average {
  readonly #period: number;
  readonly #seedLength: number;
  #seen = 0;
  #sum = 0;
  #average = 0;

  constructor(period: number, seedLength = period) {
    this.#period = period;
    this.#seedLength = seedLength;
  }

  add(input: number): number {
    if (this.#seen < this.#seedLength) {
      this.#seen++;
      this.#sum += input;
      this.#average = this.#sum / this.#seen;
    } else {
      this.#average = ((this.#period - 1) * this.#average + input) / this.#period;
    }
    return this.#average;
  }

  reset(): void {
    this.#seen = 0;
    this.#sum = 0;
    this.#average = 0;
  }
}
