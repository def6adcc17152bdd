import { addQuanta, sumQuanta, type Quanta } from './quanta.js';

/**
 * Amounts by kind (`trade`, `commission` ...), in the order in which the kinds first appeared. There are few kinds and many
 * bookings: a look along the list is faster than a look into a map.
 */
export class Tally {
  readonly #kinds: string[] = [];
  readonly #amounts: Quanta[] = [];

  add(kind: string, amount: Quanta): void {
    const kinds = this.#kinds;
    let at = 0;
    while (at < kinds.length && kinds[at] !== kind) at++;
    if (at === kinds.length) {
      kinds.push(kind);
      this.#amounts.push(amount);
    } else this.#amounts[at] = addQuanta(this.#amounts[at]!, amount);
  }

  /** Sum of a kind, 0 for one that never appeared. */
  of(kind: string): Quanta {
    return this.#amounts[this.#kinds.indexOf(kind)] ?? 0;
  }

  /** Sum of all kinds. */
  get total(): Quanta {
    return sumQuanta(this.#amounts);
  }

  /** All sums as they are now. */
  toMap(): Map<string, Quanta> {
    const sums = new Map<string, Quanta>();
    for (let at = 0; at < this.#kinds.length; at++) sums.set(this.#kinds[at]!, this.#amounts[at]!);
    return sums;
  }
}
