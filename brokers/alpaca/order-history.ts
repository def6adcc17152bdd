import type { VenueEvent } from '../../src/broker/live-broker.js';
import { Decimal } from '../../src/core/money.js';
import type { Order } from '../../src/core/order.js';

/** Where an order stands after the events of it that have been taken. */
export type HistoryState = 'pending' | 'held' | 'working' | 'ended';

/**
 * What the events of one order amount to. There are two of these for an order: what has been said of it, and what of that has been
 * applied. Both are made of the same events in the same order, hence a restart finds them as they were.
 */
export class OrderHistory {
  state: HistoryState = 'pending';
  venueOrderId: string | undefined;
  /** Why it has ended, where an event said so. */
  endReason: string | undefined;
  /** Units filled, and what they cost or brought at their prices. */
  filled: Decimal = new Decimal(0);
  value: Decimal = new Decimal(0);
  /** Units in all; `undefined` for an order that was sized by its value. */
  quantity: Decimal | undefined;

  constructor(order: Order) {
    this.quantity = order.quantity;
  }

  /** Whether an event would say something new. */
  isNew(event: VenueEvent): boolean {
    switch (event.kind) {
      case 'held':
      case 'rejected':
        return this.state === 'pending';
      case 'accepted':
        return this.state === 'pending' || this.state === 'held';
      case 'filled':
        return this.state === 'working' && this.filled.lt(event.cumulative);
      case 'reduced':
        return this.state !== 'ended' && this.quantity !== undefined && this.quantity.gt(event.to);
      case 'canceled':
      case 'expired':
        return this.state !== 'ended';
    }
  }

  take(event: VenueEvent): void {
    if ('venueOrderId' in event) this.venueOrderId = event.venueOrderId;
    switch (event.kind) {
      case 'held':
        this.state = 'held';
        break;
      case 'accepted':
        this.state = 'working';
        break;
      case 'filled':
        this.filled = new Decimal(event.cumulative);
        this.value = this.value.plus(new Decimal(event.quantity).times(event.price));
        if (event.complete === true || (this.quantity !== undefined && this.filled.gte(this.quantity))) this.state = 'ended';
        break;
      case 'reduced':
        this.quantity = new Decimal(event.to);
        break;
      case 'rejected':
      case 'canceled':
      case 'expired':
        this.state = 'ended';
        this.endReason = event.reason;
        break;
    }
  }
}
