import type { DecimalInput } from '../core/money.js';
import type { Side, TimeInForce } from '../core/order.js';

/** Price and life of an order. Without a price it is a market order for the next eligible open. */
export interface OrderOptions {
  /** Fill at this price or better. */
  readonly limit?: DecimalInput;
  /** Wait until the market reaches this price, then fill at the market. */
  readonly stop?: DecimalInput;
  /** Default `gtc`. */
  readonly timeInForce?: TimeInForce;
  /** Why: kept with the order and shown in the reports. */
  readonly tag?: string;
}

/** Everything an order can say. `notional` sizes it at its fill price: an amount, or `max` for all buying power. */
export interface OrderRequest extends OrderOptions {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity?: DecimalInput;
  readonly notional?: DecimalInput | 'max';
}

/** Options of the target calls. */
export interface TargetOptions {
  readonly tag?: string;
}

export interface RebalanceOptions extends TargetOptions {
  /** Close positions that the weights do not name. Default true. */
  readonly closeOthers?: boolean;
}
