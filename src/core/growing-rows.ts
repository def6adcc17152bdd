import type { Quanta } from './quanta.js';
import { zeros } from './zeros.js';

/** Records of a full block: a block of some tens of kilobytes is memory that the allocator hands out again and again. */
const BLOCK_BITS = 9;
const BLOCK = 1 << BLOCK_BITS;

/**
 * Records of a fixed number of float64 fields. The first block grows by doubling; when it is full, further ones follow
 * it, so that nothing is copied and a long run does not need the memory twice.
 *
 * One record is in hand at a time: `append` and `open` put its block into `data` and return the place of its first field.
 */
export class GrowingRows {
  /** Block of the record in hand. */
  data: Float64Array;
  readonly #stride: number;
  readonly #blocks: Float64Array[];
  #length = 0;
  /** Records that fit into the blocks. */
  #room: number;
  /** Number of the first field of `data` among all fields. */
  #base = 0;
  /** Amounts of 2^53 quanta and more, by the number of their field. */
  readonly #large = new Map<number, bigint>();

  constructor(stride: number, expected = 64) {
    this.#stride = stride;
    this.#room = Math.min(expected, BLOCK);
    this.data = zeros(this.#room * stride);
    this.#blocks = [this.data];
  }

  get length(): number {
    return this.#length;
  }

  /** Makes room for one more record, all fields 0, and takes it in hand. */
  append(): number {
    const record = this.#length++;
    if (record === this.#room) this.#grow();
    return this.open(record);
  }

  /** Takes the record with this number, counted from 0, in hand. */
  open(record: number): number {
    const block = record >> BLOCK_BITS;
    this.data = this.#blocks[block]!;
    this.#base = block * BLOCK * this.#stride;
    return (record & (BLOCK - 1)) * this.#stride;
  }

  /** Block of the record with this number. It is good until the next `append`. */
  blockOf(record: number): Float64Array {
    return this.#blocks[record >> BLOCK_BITS]!;
  }

  /** Place of its first field there. */
  placeOf(record: number): number {
    return (record & (BLOCK - 1)) * this.#stride;
  }

  /** Writes an amount into a field of the record in hand. */
  setQuanta(place: number, amount: Quanta): void {
    if (typeof amount === 'bigint') {
      this.#large.set(this.#base + place, amount);
      this.data[place] = Number.NaN;
    } else this.data[place] = amount;
  }

  /** Reads it. */
  quanta(place: number): Quanta {
    const amount = this.data[place]!;
    return Number.isNaN(amount) ? this.#large.get(this.#base + place)! : amount;
  }

  #grow(): void {
    if (this.#room >= BLOCK) {
      this.#blocks.push(new Float64Array(BLOCK * this.#stride));
      this.#room += BLOCK;
      return;
    }
    this.#room = Math.min(BLOCK, this.#room * 2);
    const grown = new Float64Array(this.#room * this.#stride);
    grown.set(this.data);
    this.#blocks[0] = grown;
  }
}
