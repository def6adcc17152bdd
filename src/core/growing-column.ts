/** A column of float64 numbers that grows by doubling. */
export class GrowingColumn {
  #data: Float64Array;
  #length = 0;

  /** `expected` entries fit without growing. */
  constructor(expected: number) {
    this.#data = new Float64Array(Math.max(16, expected));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length++;
    if (at === this.#data.length) this.#grow();
    this.#data[at] = value;
  }

  /** What has been pushed, sharing the memory. */
  view(): Float64Array {
    return this.#data.subarray(0, this.#length);
  }

  #grow(): void {
    const grown = new Float64Array(this.#data.length * 2);
    grown.set(this.#data);
    this.#data = grown;
  }
}
