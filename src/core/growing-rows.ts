import type { Quanta } from './quanta.js';

/**
 * Records of a fixed number of float64 fields, one behind the other in one array that grows by doubling. Appending
 * one costs a few writes into memory that lies together.
 */
export class GrowingRows {
  /** Field `f` of record `r` stands at `r * stride + f`. */
  data: Float64Array;
  readonly stride: number;
  #length = 0;
  /** Amounts of 2^53 quanta and more, by their place in `data`. */
  readonly #large = new Map<number, bigint>();

  constructor(stride: number, expected = 64) {
    this.stride = stride;
    this.data = new Float64Array(stride * expected);
  }

  get length(): number {
    return this.#length;
  }

  /** Makes room for one more record, all fields 0, and returns the place of its first field. */
  append(): number {
    const place = this.#length++ * this.stride;
    if (place === this.data.length) {
      const grown = new Float64Array(place * 2);
      grown.set(this.data);
      this.data = grown;
    }
    return place;
  }

  setQuanta(place: number, amount: Quanta): void {
    if (typeof amount === 'bigint') {
      this.#large.set(place, amount);
      this.data[place] = Number.NaN;
    } else this.data[place] = amount;
  }

  quanta(place: number): Quanta {
    const amount = this.data[place]!;
    return Number.isNaN(amount) ? this.#large.get(place)! : amount;
  }
}
