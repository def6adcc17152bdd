import type { DecimalInput } from '../core/money.js';
import type { OrderId, Side, Signals, TimeInForce } from '../core/order.js';
import type { IsoDate, Millis } from '../core/time.js';

/** Why an order is sent: kept with it, and shown by the reports and by `barstream explain`. */
export interface WhyOptions {
  /** A word for the rule that sent it, for example `breakout`. */
  readonly tag?: string;
  /** A sentence for people. */
  readonly because?: string;
  /** Figures that the decision was made of, by name. They are copied when the order is sent. */
  readonly signals?: Signals;
}

/** A protective leg: a stop, or a stop that becomes a limit. */
export interface StopLoss {
  readonly stop: DecimalInput;
  readonly limit?: DecimalInput;
}

/** Price and life of an order. Without a price it is a market order for the next eligible open. */
export interface OrderOptions extends WhyOptions {
  /** Fill at this price or better. With `stop` too: only once the stop has been reached. */
  readonly limit?: DecimalInput;
  /** Wait until the market reaches this price, then fill at the market. */
  readonly stop?: DecimalInput;
  /** A stop that follows the best price at this distance, in currency. */
  readonly trailAmount?: DecimalInput;
  /** A stop that follows the best price at this distance, in per cent. */
  readonly trailPercent?: DecimalInput;
  /** Default `gtc`. */
  readonly timeInForce?: TimeInForce;
  /** End of a `gtd` order: an instant, or a date and then the close of its session. */
  readonly expiresAt?: Millis | IsoDate;
  /** Let bars outside the regular session fill it too (limit orders). */
  readonly extendedHours?: boolean;
  /** Makes it the entry of a bracket: a limit that takes the profit once the entry has filled. */
  readonly takeProfit?: DecimalInput;
  /** The bracket's other leg: a stop price, or a stop and a limit. */
  readonly stopLoss?: DecimalInput | StopLoss;
}

/** Everything an order can say. `notional` sizes it at its fill price: an amount, or `max` for all buying power. */
export interface OrderRequest extends OrderOptions {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity?: DecimalInput;
  readonly notional?: DecimalInput | 'max';
}

/** Two orders on one side, of which one ends the other. */
export interface OcoRequest extends WhyOptions {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: DecimalInput;
  readonly takeProfit: DecimalInput;
  readonly stopLoss: DecimalInput | StopLoss;
  /** Default `gtc`. */
  readonly timeInForce?: 'gtc' | 'day';
}

/** The ids of a pair. */
export interface OcoIds {
  readonly takeProfit: OrderId;
  readonly stopLoss: OrderId;
}

/** What a replacement changes; everything else stays. `quantity` is the total, filled units included. */
export interface OrderChanges {
  readonly quantity?: DecimalInput;
  readonly limit?: DecimalInput;
  readonly stop?: DecimalInput;
  readonly trailAmount?: DecimalInput;
  readonly trailPercent?: DecimalInput;
}

/** Options of the target calls. */
export interface TargetOptions extends WhyOptions {}

export interface RebalanceOptions extends TargetOptions {
  /** Close positions that the weights do not name. Default true. */
  readonly closeOthers?: boolean;
}
