import { type Quanta } from './quanta.js';

/** A column of float64 numbers that grows by doubling. */
export class GrowingColumn {
  #data: Float64Array;
  #length = 0;

  constructor(capacity = 16) {
    this.#data = new Float64Array(Math.max(1, capacity));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length++;
    if (at === this.#data.length) {
      const grown = new Float64Array(at * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[at] = value;
  }

  at(index: number): number {
    return this.#data[index]!;
  }

  set(index: number, value: number): void {
    this.#data[index] = value;
  }

  /** What has been pushed, sharing the memory. */
  view(): Float64Array {
    return this.#data.subarray(0, this.#length);
  }
}

/** A column of exact amounts: float64 whole numbers, and the few that are larger beside them. */
export class QuantaColumn {
  readonly #small = new GrowingColumn();
  readonly #large = new Map<number, bigint>();

  push(amount: Quanta): void {
    if (typeof amount === 'bigint') this.#large.set(this.#small.length, amount);
    this.#small.push(typeof amount === 'bigint' ? Number.NaN : amount);
  }

  at(index: number): Quanta {
    const small = this.#small.at(index);
    return Number.isNaN(small) ? this.#large.get(index)! : small;
  }
}
