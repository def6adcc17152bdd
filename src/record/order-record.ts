import type { OrderStatus } from '../core/order-state.js';
import type { Order, OrderView } from '../core/order.js';
import type { Millis } from '../core/time.js';

/** A cut of an order's size, by a risk rule or for want of buying power. */
export interface OrderChange {
  readonly time: Millis;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly message: string;
}

/** What orders have that were never cut. */
export const NO_CHANGES: readonly OrderChange[] = [];

/** An order and what has become of it. */
export interface OrderRecord {
  /** As the broker got it: a risk rule may have lowered its lots. */
  readonly order: Order;
  readonly status: OrderStatus;
  /** Lots that the order asked for in the end, after cuts. */
  readonly lots: number;
  readonly filledLots: number;
  readonly endedAt: Millis | undefined;
  /** Why it ended without being filled, or why it was cut: a word of a closed list. */
  readonly reason: string | undefined;
  /** The same as a sentence with the figures. */
  readonly message: string | undefined;
  /** Every cut of its size, in time order, in lots. */
  readonly changes: readonly OrderChange[];
}

/** The same, of an order that is shown: see `Rows`. */
export type OrderRecordView = Omit<OrderRecord, 'order'> & { readonly order: OrderView };
