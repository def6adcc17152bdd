import type { DecimalInput } from '../core/money.js';
import type { Side, Signals, TimeInForce } from '../core/order.js';

/** Why an order is sent: kept with it, and shown by the reports and by `barstream explain`. */
export interface WhyOptions {
  /** A word for the rule that sent it, for example `breakout`. */
  readonly tag?: string;
  /** A sentence for people. */
  readonly because?: string;
  /** Figures that the decision was made of, by name. They are copied when the order is sent. */
  readonly signals?: Signals;
}

/** Price and life of an order. Without a price it is a market order for the next eligible open. */
export interface OrderOptions extends WhyOptions {
  /** Fill at this price or better. */
  readonly limit?: DecimalInput;
  /** Wait until the market reaches this price, then fill at the market. */
  readonly stop?: DecimalInput;
  /** Default `gtc`. */
  readonly timeInForce?: TimeInForce;
}

/** Everything an order can say. `notional` sizes it at its fill price: an amount, or `max` for all buying power. */
export interface OrderRequest extends OrderOptions {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity?: DecimalInput;
  readonly notional?: DecimalInput | 'max';
}

/** Options of the target calls. */
export interface TargetOptions extends WhyOptions {}

export interface RebalanceOptions extends TargetOptions {
  /** Close positions that the weights do not name. Default true. */
  readonly closeOthers?: boolean;
}
