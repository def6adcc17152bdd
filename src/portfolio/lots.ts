import type { Fill } from '../core/fill.js';
import { addQuanta, proRata, subtractQuanta, type Quanta } from '../core/quanta.js';

/** A piece of a position that one fill opened. Value and cost are sums of what is still open, never quotients. */
interface OpenLot {
  readonly fill: Fill;
  lots: number;
  value: Quanta;
  cost: Quanta;
}

/** A matched pair: `lots` of `entry` closed by a later fill. */
export interface ClosedPiece {
  readonly entry: Fill;
  readonly lots: number;
  /** What the lots were worth at entry. */
  readonly entryValue: Quanta;
  readonly entryCost: Quanta;
}

/** The open lots of one position, first in first out. All lots have the same direction. */
export class LotQueue {
  #queue: OpenLot[] = [];
  #head = 0;
  #signedLots = 0;
  #value: Quanta = 0;
  #cost: Quanta = 0;

  /** Open lots with their direction: below 0 for a short position. */
  get signedLots(): number {
    return this.#signedLots;
  }
  /** Value at entry of what is open, always at least 0. */
  get value(): Quanta {
    return this.#value;
  }
  /** Entry costs of what is open. */
  get cost(): Quanta {
    return this.#cost;
  }
  /** The fill that opened the oldest open lot. */
  get first(): Fill | undefined {
    return this.#queue[this.#head]?.fill;
  }

  /** Opens a lot in the queue's direction. */
  open(fill: Fill, signedLots: number, value: Quanta, cost: Quanta): void {
    this.#queue.push({ fill, lots: Math.abs(signedLots), value, cost });
    this.#signedLots += signedLots;
    this.#value = addQuanta(this.#value, value);
    this.#cost = addQuanta(this.#cost, cost);
  }

  /** Closes up to `most` lots of the oldest open lot. The remainder of a divided lot keeps what rounding left. */
  closeOldest(most: number): ClosedPiece {
    const lot = this.#queue[this.#head]!;
    const lots = Math.min(most, lot.lots);
    const entryValue = proRata(lot.value, lots, lot.lots);
    const entryCost = proRata(lot.cost, lots, lot.lots);
    this.#value = subtractQuanta(this.#value, entryValue);
    this.#cost = subtractQuanta(this.#cost, entryCost);
    this.#signedLots += this.#signedLots > 0 ? -lots : lots;
    if (lots === lot.lots) this.#drop();
    else {
      lot.lots -= lots;
      lot.value = subtractQuanta(lot.value, entryValue);
      lot.cost = subtractQuanta(lot.cost, entryCost);
    }
    return { entry: lot.fill, lots, entryValue, entryCost };
  }

  /**
   * Divides the lots by a split of `numerator` for `denominator`. The queue keeps whole lots; what is beyond them, a fraction of
   * one lot, leaves with its part of the value. Returns that part and the fraction's `remainder` (of `denominator`).
   */
  split(numerator: number, denominator: number): { readonly value: Quanta; readonly remainder: number } {
    const open = this.#queue.slice(this.#head);
    const before = Math.abs(this.#signedLots);
    const remainder = (before * numerator) % denominator;
    const value = proRata(this.#value, remainder, before * numerator);
    let taken: Quanta = value;
    let seen = 0;
    const kept: OpenLot[] = [];
    let carried: { value: Quanta; cost: Quanta } = { value: 0, cost: 0 };
    for (const lot of open) {
      const lots = Math.floor(((seen + lot.lots) * numerator) / denominator) - Math.floor((seen * numerator) / denominator);
      seen += lot.lots;
      const total = { value: addQuanta(lot.value, carried.value), cost: addQuanta(lot.cost, carried.cost) };
      // A lot too small for the new units goes into the next one.
      if (lots === 0) carried = total;
      else {
        kept.push({ fill: lot.fill, lots, ...total });
        carried = { value: 0, cost: 0 };
      }
    }
    const last = kept.at(-1);
    if (last === undefined) taken = this.#value;
    else {
      last.value = subtractQuanta(addQuanta(last.value, carried.value), taken);
      last.cost = addQuanta(last.cost, carried.cost);
    }
    this.#queue = kept;
    this.#head = 0;
    this.#signedLots = Math.sign(this.#signedLots) * Math.floor((before * numerator) / denominator) + 0;
    this.#value = subtractQuanta(this.#value, taken);
    if (last === undefined) this.#cost = 0;
    return { value: taken, remainder };
  }

  /** Empties the queue and returns the value that was open. */
  clear(): Quanta {
    const value = this.#value;
    this.#queue = [];
    this.#head = 0;
    this.#signedLots = 0;
    this.#value = 0;
    this.#cost = 0;
    return value;
  }

  /** Takes over the lots of another queue; this one must be empty. */
  takeOver(other: LotQueue): void {
    this.#queue = other.#queue;
    this.#head = other.#head;
    this.#signedLots = other.#signedLots;
    this.#value = other.#value;
    this.#cost = other.#cost;
    other.#queue = [];
    other.clear();
  }

  #drop(): void {
    this.#head++;
    if (this.#head < 64 && this.#head < this.#queue.length) return;
    if (this.#head === 1) this.#queue.pop();
    else this.#queue = this.#queue.slice(this.#head);
    this.#head = 0;
  }
}
