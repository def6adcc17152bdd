import type { Fill } from './fill.js';
import type { Order } from './order.js';
import type { Millis } from './time.js';

/** Why the broker or the risk gate refused an order. */
export type RejectReason =
  | 'risk'
  | 'not-trading'
  | 'halted'
  | 'insufficient-buying-power'
  | 'shorting-not-allowed'
  | 'price-off-tick'
  | 'quantity-below-lot'
  | 'no-price'
  | 'expired-already'
  | 'bracket-prices'
  | 'order-ended'
  | 'nothing-left'
  | 'no-locate'
  // From here on: what networked venues say.
  | 'not-supported-by-venue'
  | 'not-tradable'
  | 'shares-not-available'
  | 'wash-trade'
  | 'not-sent-in-time'
  | 'refused-by-venue';

/** Why a working order was canceled. */
export type CancelReason =
  | 'requested'
  | 'replaced-by-target'
  | 'closing-position'
  | 'insufficient-buying-power'
  | 'shorting-not-allowed'
  | 'quantity-below-lot'
  | 'replaced'
  | 'not-filled-at-once'
  | 'entry-not-filled'
  | 'sibling-ended'
  | 'margin-call'
  | 'split'
  | 'delisted'
  | 'symbol-changed'
  | 'order-ended'
  // From here on: what networked venues say.
  | 'overtaken-by-fill'
  | 'canceled-by-venue';

/** Why an order came to its end without a decision of anybody. */
export type ExpireReason = 'session-ended' | 'date-reached' | 'auction-over' | 'end-of-data';

/** Why an order was cut. */
export type ReduceReason =
  | 'insufficient-buying-power'
  | 'shorting-not-allowed'
  | 'risk'
  | 'entry-partial'
  | 'sibling-filled'
  | 'filled-before-replacement';

/** What became of an order. Every order ends in exactly one of: filled (complete), rejected, canceled, expired. */
export type Execution =
  /** A leg that waits for the end of its entry. */
  | { readonly kind: 'held'; readonly order: Order; readonly time: Millis }
  | { readonly kind: 'accepted'; readonly order: Order; readonly time: Millis }
  | {
      readonly kind: 'filled';
      readonly order: Order;
      readonly time: Millis;
      readonly fill: Fill;
      /** Lots still working; 0 where buying power will say how many. */ readonly remaining: number;
      readonly complete: boolean;
    }
  | {
      readonly kind: 'reduced';
      readonly order: Order;
      readonly time: Millis;
      readonly from: number;
      readonly to: number;
      readonly reason: ReduceReason;
      readonly message: string;
    }
  /** A corporate action has changed size and prices: `order` is the order as it is from now on. */
  | {
      readonly kind: 'adjusted';
      readonly order: Order;
      readonly time: Millis;
      readonly reason: 'split';
      readonly message: string;
      /** Lots filled so far, counted in the new lots. */ readonly filledLots: number;
    }
  | { readonly kind: 'rejected'; readonly order: Order; readonly time: Millis; readonly reason: RejectReason; readonly message: string }
  | { readonly kind: 'canceled'; readonly order: Order; readonly time: Millis; readonly reason: CancelReason; readonly message?: string }
  | { readonly kind: 'expired'; readonly order: Order; readonly time: Millis; readonly reason: ExpireReason };

/** True when the execution is the order's last. */
export function isTerminal(execution: Execution): boolean {
  switch (execution.kind) {
    case 'held':
    case 'accepted':
    case 'reduced':
    case 'adjusted':
      return false;
    case 'filled':
      return execution.complete;
    case 'rejected':
    case 'canceled':
    case 'expired':
      return true;
  }
}
