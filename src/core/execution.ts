import type { Fill } from './fill.js';
import type { Order } from './order.js';
import type { Millis } from './time.js';

/** Why the broker or the risk gate refused an order. */
export type RejectReason =
  | 'risk'
  | 'not-trading'
  | 'insufficient-buying-power'
  | 'shorting-not-allowed'
  | 'price-off-tick'
  | 'quantity-below-lot'
  | 'no-price';

/** Why a working order was canceled. */
export type CancelReason =
  | 'requested'
  | 'replaced-by-target'
  | 'closing-position'
  | 'insufficient-buying-power'
  | 'shorting-not-allowed'
  | 'quantity-below-lot';

/** Why an order came to its end without a decision of anybody. */
export type ExpireReason = 'session-ended' | 'end-of-data';

/** What became of an order. Every order ends in exactly one of: filled (complete), rejected, canceled, expired. */
export type Execution =
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
      readonly reason: 'insufficient-buying-power' | 'shorting-not-allowed' | 'risk';
      readonly message: string;
    }
  | { readonly kind: 'rejected'; readonly order: Order; readonly time: Millis; readonly reason: RejectReason; readonly message: string }
  | { readonly kind: 'canceled'; readonly order: Order; readonly time: Millis; readonly reason: CancelReason; readonly message?: string }
  | { readonly kind: 'expired'; readonly order: Order; readonly time: Millis; readonly reason: ExpireReason };

/** True when the execution is the order's last. */
export function isTerminal(execution: Execution): boolean {
  switch (execution.kind) {
    case 'accepted':
    case 'reduced':
      return false;
    case 'filled':
      return execution.complete;
    case 'rejected':
    case 'canceled':
    case 'expired':
      return true;
  }
}
