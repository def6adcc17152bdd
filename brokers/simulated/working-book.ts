import type { OrderId } from '../../src/core/order.js';
import type { WorkingOrder } from './working-order.js';

/** The working orders of a venue, by instrument and in the order of acceptance. */
export class WorkingBook {
  /** Working orders. */
  count = 0;
  /** Those with a short life (ioc, fok, opg, cls) or a trailing stop: bars need a second look while there are any. */
  special = 0;
  /** Orders accepted during the slice in hand. */
  readonly arrivals: WorkingOrder[] = [];
  readonly #orders: WorkingOrder[][] = [];

  constructor(instruments: number) {
    for (let i = 0; i < instruments; i++) this.#orders.push([]);
  }

  /** Orders of an instrument. The array lives on: orders join and leave it while it is read. */
  of(instrumentIndex: number): readonly WorkingOrder[] {
    return this.#orders[instrumentIndex]!;
  }

  add(working: WorkingOrder): void {
    this.#orders[working.order.instrumentIndex]!.push(working);
    this.count++;
    if (working.isSpecial) this.special++;
    if (working.arrival) this.arrivals.push(working);
  }

  /** Takes out an order that has come to its end. */
  remove(working: WorkingOrder): void {
    const orders = this.#orders[working.order.instrumentIndex]!;
    const last = orders.length - 1;
    if (orders[last] === working) orders.pop();
    else orders.splice(orders.indexOf(working), 1);
    this.count--;
    if (working.isSpecial) this.special--;
  }

  /** The slice in hand is over: nothing has just arrived any more. */
  endSlice(): void {
    if (this.arrivals.length === 0) return;
    for (const working of this.arrivals) working.arrival = false;
    this.arrivals.length = 0;
  }

  find(id: OrderId, instrumentIndex?: number): WorkingOrder | undefined {
    if (instrumentIndex !== undefined) return this.#orders[instrumentIndex]!.find((each) => each.order.id === id);
    for (const orders of this.#orders) {
      const found = orders.find((each) => each.order.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** All working orders, in the order of acceptance. */
  all(): WorkingOrder[] {
    return this.#orders.flat().sort((a, b) => a.sequence - b.sequence);
  }
}
