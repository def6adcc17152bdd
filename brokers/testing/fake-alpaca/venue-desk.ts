import { ConfigError } from '../../../src/core/errors.js';
import { Decimal, type DecimalInput } from '../../../src/core/money.js';
import { isFinal, isWorking, type FakeOrder } from './order.js';
import type { OrderDesk } from './order-desk.js';

/** The venue's own hand on orders, named by the client's id or Alpaca's: things that happen to an order not of its owner's doing. */
export interface FakeVenue {
  /** Fills an order, or a part of it, whatever the market says. Default: all that is left, at the last price. */
  fill(order: string, more?: { readonly qty?: DecimalInput; readonly price?: DecimalInput }): void;
  /** Cancels an order, as before a corporate action. */
  cancel(order: string): void;
  /** Ends an order as `expired`. */
  expire(order: string): void;
  /** Has the exchange refuse an order that was taken. */
  reject(order: string): void;
}

/** See {@link FakeVenue}. */
export class VenueDesk implements FakeVenue {
  readonly #desk: OrderDesk;

  constructor(desk: OrderDesk) {
    this.#desk = desk;
  }

  fill(id: string, { qty, price }: { readonly qty?: DecimalInput; readonly price?: DecimalInput } = {}): void {
    const order = this.#open(id);
    if (order.status === 'accepted' || order.status === 'held') this.#desk.release(order);
    const at = price ?? this.#desk.parts.ledger.last(order.terms.symbol);
    if (at === undefined || !isWorking(order)) throw cannot(id, 'it has no price, or does not work yet');
    this.#desk.fill(order, qty === undefined ? undefined : new Decimal(qty), new Decimal(at));
  }

  cancel(id: string): void {
    this.#desk.cancelNow(this.#open(id));
  }

  expire(id: string): void {
    this.#desk.expire(this.#open(id));
  }

  reject(id: string): void {
    const order = this.#open(id);
    order.failedAt = this.#desk.parts.stamper.next();
    this.#desk.move(order, 'rejected', 'rejected');
  }

  #open(id: string): FakeOrder {
    const { book } = this.#desk.parts;
    const order = book.byClientId(id) ?? book.get(id);
    if (order === undefined) throw cannot(id, 'the server has no such order');
    if (isFinal(order)) throw cannot(id, `it is ${order.status}`);
    return order;
  }
}

function cannot(id: string, why: string): ConfigError {
  return new ConfigError(`order ${id}: ${why}`, {
    code: 'fake-alpaca/order',
    context: { order: id },
    hint: 'name an open order by its client id or its id; state() lists them',
  });
}
