import type { GrowingRows } from '../core/growing-rows.js';
import type { Quanta } from '../core/quanta.js';

/** A record of a log in hand, read in place. What is made of it is good until it goes to another one. */
export abstract class RowCursor {
  readonly #rows: GrowingRows;
  #data: Float64Array;
  #row = 0;
  #place = 0;

  constructor(rows: GrowingRows) {
    this.#rows = rows;
    this.#data = rows.data;
  }

  /** Records of the log. */
  get length(): number {
    return this.#rows.length;
  }

  /** Goes to the record with this place, counted from 0. False where there is none. */
  protected goTo(place: number): boolean {
    if (!(place >= 0 && place < this.#rows.length)) return false;
    this.#row = this.#rows.placeOf(place);
    this.#data = this.#rows.blockOf(place);
    this.#place = place;
    return true;
  }

  protected get place(): number {
    return this.#place;
  }

  protected number(field: number): number {
    return this.#data[this.#row + field]!;
  }

  /** A number that is a place or a code: an integer for the machine too, for what has held an integer and a float64 is slow for good. */
  protected integer(field: number): number {
    return this.#data[this.#row + field]! | 0;
  }

  protected quanta(field: number): Quanta {
    const amount = this.#data[this.#row + field]!;
    // Amounts of 2^53 quanta and more lie beside the rows.
    return Number.isNaN(amount) ? this.#rows.quanta(this.#rows.open(this.#place) + field) : amount;
  }
}
