import type { CancelReason } from './execution.js';
import type { Order, OrderId } from './order.js';

/** What a strategy sends. Commands are queued and drained in order, never executed inside a handler. */
export type OrderCommand =
  | { readonly kind: 'submit'; readonly order: Order }
  | { readonly kind: 'cancel'; readonly id: OrderId; readonly reason: CancelReason };
