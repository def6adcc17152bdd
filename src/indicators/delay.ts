/** Gives back the input of `length` inputs ago, NaN until there is one. Allocates nothing. */
export class Delay {
  readonly #ring: Float64Array;
  #at = 0;

  constructor(length: number) {
    this.#ring = new Float64Array(length).fill(Number.NaN);
  }

  add(input: number): number {
    const ring = this.#ring;
    const old = ring[this.#at]!;
    ring[this.#at] = input;
    this.#at = this.#at + 1 === ring.length ? 0 : this.#at + 1;
    return old;
  }

  reset(): void {
    this.#ring.fill(Number.NaN);
    this.#at = 0;
  }
}
