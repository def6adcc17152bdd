import type { FillView } from '../core/fill.js';
import type { OrderId } from '../core/order.js';
import type { Rows } from '../core/rows.js';
import { fillRowsOf, orderRowsOf, type RecordedLists } from '../record/rows-of.js';

const NONE = -1;

/** Finds the fills of an order: two numbers a fill. */
export class FillsByOrder {
  /** Place of the first fill of an order, by its id. */
  readonly #first: Int32Array;
  /** Place of the next fill of the same order, by the place of a fill. */
  readonly #next: Int32Array;

  /** Of a run with so many orders. */
  constructor(fills: Rows<FillView>, orders: number) {
    this.#first = new Int32Array(orders + 1).fill(NONE);
    this.#next = new Int32Array(fills.length);
    for (let at = fills.length - 1; at >= 0; at--) {
      const { id } = fills.at(at)!.order;
      this.#next[at] = this.#first[id]!;
      this.#first[id] = at;
    }
  }

  /** Place of the first fill of an order; below 0 where it has none. */
  first(order: OrderId): number {
    return this.#first[order] ?? NONE;
  }

  /** Place of the next fill of the same order; below 0 after the last. */
  next(place: number): number {
    return this.#next[place]!;
  }
}

const known = new WeakMap<object, FillsByOrder>();

/** The fills of a result by their orders, as places among `fillRowsOf(result)`; worked out once. */
export function fillsByOrder(result: Pick<RecordedLists, 'orders' | 'fills'>): FillsByOrder {
  let found = known.get(result);
  if (found === undefined) {
    known.set(result, (found = new FillsByOrder(fillRowsOf(result), orderRowsOf(result).length)));
  }
  return found;
}
