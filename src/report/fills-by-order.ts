import type { Fill } from '../core/fill.js';
import type { OrderId } from '../core/order.js';

const NONE = -1;

/** Finds the fills of an order. Two numbers a fill: the run has their objects already. */
export class FillsByOrder {
  readonly #fills: readonly Fill[];
  /** Place of the first fill of an order, by its id. */
  readonly #first: Int32Array;
  /** Place of the next fill of the same order, by the place of a fill. */
  readonly #next: Int32Array;

  /** Of a run with so many orders. */
  constructor(fills: readonly Fill[], orders: number) {
    this.#fills = fills;
    this.#first = new Int32Array(orders + 1).fill(NONE);
    this.#next = new Int32Array(fills.length);
    for (let at = fills.length - 1; at >= 0; at--) {
      const { id } = fills[at]!.order;
      this.#next[at] = this.#first[id]!;
      this.#first[id] = at;
    }
  }

  /** In the order in which they happened. */
  of(order: OrderId): readonly Fill[] {
    const found: Fill[] = [];
    for (let at = this.#first[order] ?? NONE; at !== NONE; at = this.#next[at]!) found.push(this.#fills[at]!);
    return found;
  }
}

const known = new WeakMap<readonly Fill[], FillsByOrder>();

/** The fills of a result by their orders; worked out once. */
export function fillsByOrder({ fills, orders }: { readonly fills: readonly Fill[]; readonly orders: readonly unknown[] }): FillsByOrder {
  let found = known.get(fills);
  if (found === undefined) known.set(fills, (found = new FillsByOrder(fills, orders.length)));
  return found;
}
