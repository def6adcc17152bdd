import type { FakeOrder } from './order.js';
import { isFinal } from './order.js';

/** All orders ever taken, by id and by the client's id. */
export class OrderBook {
  readonly #byId = new Map<string, FakeOrder>();
  readonly #byClientId = new Map<string, FakeOrder>();
  readonly #open = new Map<string, Set<FakeOrder>>();

  get all(): readonly FakeOrder[] {
    return [...this.#byId.values()];
  }

  get(id: string): FakeOrder | undefined {
    return this.#byId.get(id);
  }

  byClientId(clientId: string): FakeOrder | undefined {
    return this.#byClientId.get(clientId);
  }

  add(order: FakeOrder): void {
    this.#byId.set(order.id, order);
    this.#byClientId.set(order.terms.clientOrderId, order);
    const { symbol } = order.terms;
    const open = this.#open.get(symbol);
    if (open) open.add(order);
    else this.#open.set(symbol, new Set([order]));
  }

  /** Orders of a symbol that have not ended, by acceptance. */
  openOf(symbol: string): readonly FakeOrder[] {
    const open = this.#open.get(symbol);
    if (open === undefined) return [];
    for (const order of open) if (isFinal(order)) open.delete(order);
    return [...open];
  }

  open(): readonly FakeOrder[] {
    return [...this.#open.keys()].flatMap((symbol) => this.openOf(symbol)).sort((a, b) => a.sequence - b.sequence);
  }
}
