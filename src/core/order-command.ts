import type { CancelReason } from './execution.js';
import type { Order, OrderId } from './order.js';

/** What a strategy sends. Commands are queued and drained in order, never executed inside a handler. */
export type OrderCommand =
  | {
      readonly kind: 'submit';
      readonly order: Order;
      /** Orders that stand and fall with it: the legs of a bracket, the other order of a pair. */
      readonly group?: readonly Order[];
    }
  /** Sends `order` in the place of the order `id`. Its lots are the total, filled ones included. */
  | { readonly kind: 'replace'; readonly id: OrderId; readonly order: Order }
  | { readonly kind: 'cancel'; readonly id: OrderId; readonly reason: CancelReason };

/** The orders that a command brings, in order. */
export function ordersOf(command: OrderCommand): readonly Order[] {
  switch (command.kind) {
    case 'submit':
      return command.group === undefined ? [command.order] : [command.order, ...command.group];
    case 'replace':
      return [command.order];
    case 'cancel':
      return [];
  }
}
