/**
 * Spread of the last `period` inputs about their mean, made anew at each input in two passes, O(period).
 *
 * All sums are over differences from the newest input. So a flat window has a spread of exactly 0, whatever its level,
 * a large level (an index at 40,000 that moves by 0.01) costs no digits, and the variance cannot become negative, as
 * it can with running sums of squares.
 */
export class WindowSpread {
  readonly #window: Float64Array;
  #at = 0;
  /** Mean of the window less the newest input. */
  meanOffset = 0;
  /** Sum of the squared deviations from the mean. */
  squares = 0;

  constructor(period: number) {
    this.#window = new Float64Array(period);
  }

  /** Meaningful from the `period`-th input on: by then nothing older is left in the window. */
  add(input: number): void {
    const window = this.#window;
    const length = window.length;
    window[this.#at] = input;
    this.#at = this.#at + 1 === length ? 0 : this.#at + 1;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += window[i]! - input;
    const offset = sum / length;
    let squares = 0;
    for (let i = 0; i < length; i++) {
      const deviation = window[i]! - input - offset;
      squares += deviation * deviation;
    }
    this.meanOffset = offset;
    this.squares = squares;
  }

  reset(): void {
    this.#at = 0;
    this.meanOffset = 0;
    this.squares = 0;
  }
}
