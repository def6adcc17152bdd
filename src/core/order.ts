import { base36 } from './base36.js';
import type { Instrument } from './instrument.js';
import { lotsToDecimal, priceToDecimal, quantaToDecimal, type Decimal } from './money.js';
import type { Quanta } from './quanta.js';
import type { Millis } from './time.js';

/** Direction of an order. */
export type Side = 'buy' | 'sell';
/** How an order finds its price. */
export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit' | 'trailing-stop';

/**
 * How long an order works.
 * - `gtc`: until it is filled or canceled; `day`: the first session that can fill it; `gtd`: until its `expiresAt`.
 * - `ioc`: at the first open that it may use, what is left over is canceled; `fok`: the same, whole or not at all.
 * - `opg`, `cls`: in the open or close auction only, as market-on-open, limit-on-open, market-on-close, limit-on-close.
 */
export type TimeInForce = 'day' | 'gtc' | 'gtd' | 'ioc' | 'fok' | 'opg' | 'cls';

/** Distance of a trailing stop: currency, or per cent of the best price. */
export type Trail = { readonly amount: number } | { readonly percent: number };

/** What few orders say. Absent on plain ones, which costs them nothing. */
export interface OrderExtras {
  readonly trail?: Trail;
  /** End of a `gtd` order. */
  readonly expiresAt?: Millis;
  /** True where bars outside the regular session may fill it. */
  readonly extendedHours?: boolean;
  /** The entry that releases this leg. */
  readonly parent?: OrderId;
  /** The other order of the pair: when one ends, the other is canceled. */
  readonly sibling?: OrderId;
  /** The order whose place it takes. */
  readonly replaces?: OrderId;
}

/** Characters of a strategy's name that its orders carry to the venue. */
export const CLIENT_ID_NAME_LENGTH = 24;

declare const orderId: unique symbol;
/** Number of an order within its run, counted from 1 in the order of creation. */
export type OrderId = number & { readonly [orderId]: true };

/** What a strategy meant by an order; decides which later calls replace or cancel it. */
export type OrderPurpose = 'plain' | 'target' | 'close';

/** All available buying power, known only at the fill. */
export type Notional = Quanta | 'max';

/** Where on its bar an order filled. `path` is an unknown time between the open and the close. */
export type PricePoint = 'open' | 'path' | 'close';

/** The fill in whose handler an order was decided: says which part of the bar is left for it. */
export interface ParentFill {
  readonly id: number;
  readonly time: Millis;
  readonly point: PricePoint;
  readonly instrumentIndex: number;
  readonly priceNumber: number;
}

/** Figures and words that a strategy gives for a decision, by name. */
export type Signals = Readonly<Record<string, number | string | boolean>>;

/** Why a strategy sent an order, in its own words and figures. */
export interface OrderWhy {
  readonly because: string | undefined;
  readonly signals: Signals | undefined;
}

/** What an order is made of. */
export interface OrderFields {
  readonly id: OrderId;
  readonly strategy: string;
  readonly strategyIndex: number;
  readonly instrument: Instrument;
  readonly instrumentIndex: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly lots: number;
  readonly notional: Notional | undefined;
  readonly limit: number | undefined;
  readonly stop: number | undefined;
  readonly timeInForce: TimeInForce;
  readonly purpose: OrderPurpose;
  readonly tag: string | undefined;
  readonly why?: OrderWhy | undefined;
  readonly decidedAt: Millis;
  readonly sequence: number;
  readonly afterFill: ParentFill | undefined;
  readonly extras?: OrderExtras | undefined;
}

/** See {@link Order.clientOrderId}. */
export function clientOrderIdOf({ strategy, decidedAt, sequence }: Pick<OrderFields, 'strategy' | 'decidedAt' | 'sequence'>): string {
  return `${strategy.slice(0, CLIENT_ID_NAME_LENGTH)}-${base36(decidedAt)}-${sequence}`;
}

/** What was asked of the broker. Immutable: what becomes of it is told by executions. */
export class Order implements OrderFields {
  readonly id: OrderId;
  /** Name of the strategy in this run. */
  readonly strategy: string;
  readonly strategyIndex: number;
  readonly instrument: Instrument;
  readonly instrumentIndex: number;
  readonly side: Side;
  readonly type: OrderType;
  /** Whole lots of the instrument's lot step; 0 where `notional` sizes the order at its fill. */
  readonly lots: number;
  readonly notional: Notional | undefined;
  /** Limit price as given (float64; its exact value is its shortest decimal). */
  readonly limit: number | undefined;
  /** Stop price, likewise. */
  readonly stop: number | undefined;
  readonly timeInForce: TimeInForce;
  readonly purpose: OrderPurpose;
  /** The strategy's own word for why, kept with the order. */
  readonly tag: string | undefined;
  /** Sentence and figures that the strategy gave with it. */
  readonly why: OrderWhy | undefined;
  /** The instant of the decision: everything known by then may have gone into it, nothing later. */
  readonly decidedAt: Millis;
  /** Number of the order within the step that decided it, from 1. */
  readonly sequence: number;
  /** The fill in whose `onExecution` the order was decided, if it was. */
  readonly afterFill: ParentFill | undefined;
  /** Trailing distance, end date, class: what few orders have. */
  readonly extras: OrderExtras | undefined;

  constructor(fields: OrderFields) {
    this.id = fields.id;
    this.strategy = fields.strategy;
    this.strategyIndex = fields.strategyIndex;
    this.instrument = fields.instrument;
    this.instrumentIndex = fields.instrumentIndex;
    this.side = fields.side;
    this.type = fields.type;
    this.lots = fields.lots;
    this.notional = fields.notional;
    this.limit = fields.limit;
    this.stop = fields.stop;
    this.timeInForce = fields.timeInForce;
    this.purpose = fields.purpose;
    this.tag = fields.tag;
    this.why = fields.why;
    this.decidedAt = fields.decidedAt;
    this.sequence = fields.sequence;
    this.afterFill = fields.afterFill;
    this.extras = fields.extras;
  }

  get symbol(): string {
    return this.instrument.symbol;
  }
  /** Quantity in units of the instrument, or `undefined` for an order sized at its fill. */
  get quantity(): Decimal | undefined {
    return this.notional === undefined ? lotsToDecimal(this.lots, this.instrument.lot) : undefined;
  }
  get limitPrice(): Decimal | undefined {
    return this.limit === undefined ? undefined : priceToDecimal(this.limit);
  }
  get stopPrice(): Decimal | undefined {
    return this.stop === undefined ? undefined : priceToDecimal(this.stop);
  }
  get notionalValue(): Decimal | undefined {
    return this.notional !== undefined && this.notional !== 'max' ? quantaToDecimal(this.notional) : undefined;
  }
  /** Name under which a networked venue knows the order: strategy, decision time, sequence. Never used twice. */
  get clientOrderId(): string {
    return clientOrderIdOf(this);
  }

  /** The same order for fewer (or more) lots. */
  withLots(lots: number): Order {
    return new Order({ ...this, lots });
  }

  /** +1 for a buy, -1 for a sell. */
  get sign(): 1 | -1 {
    return this.side === 'buy' ? 1 : -1;
  }
}

/** What is told of an order by whoever shows one after the other: see `Rows`. */
export type OrderView = OrderFields & Pick<Order, 'symbol' | 'clientOrderId'>;

declare const approved: unique symbol;
/** An order that has passed the risk gate. Only the gate makes them, so an unchecked order cannot be sent. */
export type ApprovedOrder = Order & { readonly [approved]: true };
