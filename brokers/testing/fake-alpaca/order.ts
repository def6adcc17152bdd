import { Decimal } from '../../../src/core/money.js';
import type { Side } from '../../../src/core/order.js';

/** Order types of Alpaca. */
export type OrderType = 'market' | 'limit' | 'stop' | 'stop_limit' | 'trailing_stop';
/** Times in force of Alpaca. */
export type OrderTif = 'day' | 'gtc' | 'opg' | 'cls' | 'ioc' | 'fok';
/** Order classes of Alpaca. */
export type OrderClass = 'simple' | 'bracket' | 'oco' | 'oto';
/** States of an order at the fake. */
export type OrderStatus =
  | 'pending_new'
  | 'accepted'
  | 'new'
  | 'held'
  | 'partially_filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'rejected'
  | 'replaced'
  | 'pending_cancel'
  | 'pending_replace';

/** What a client asks for, once it has been read. */
export interface OrderTerms {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: OrderTif;
  readonly orderClass: OrderClass;
  readonly qty: Decimal | undefined;
  readonly notional: Decimal | undefined;
  readonly limitPrice: Decimal | undefined;
  readonly stopPrice: Decimal | undefined;
  readonly trailPrice: Decimal | undefined;
  readonly trailPercent: Decimal | undefined;
  readonly extendedHours: boolean;
}

/** An order of the book. It changes as it lives. */
export interface FakeOrder {
  readonly id: string;
  readonly terms: OrderTerms;
  /** Order of acceptance. */
  readonly sequence: number;
  /** Number of the last session in which a day order works. */
  readonly lastSession: number;
  readonly submittedAt: string;
  /** Shares in all; of a notional order known with its first fill. */
  qty: Decimal | undefined;
  status: OrderStatus;
  filledQty: Decimal;
  filledValue: Decimal;
  updatedAt: string;
  filledAt: string | undefined;
  canceledAt: string | undefined;
  expiredAt: string | undefined;
  failedAt: string | undefined;
  replacedAt: string | undefined;
  replacedBy: string | undefined;
  readonly replaces: string | undefined;
  /** The order whose leg this is. */
  parent: FakeOrder | undefined;
  legs: FakeOrder[];
  /** Price that a trailing stop has seen at best, and where it stands then. */
  hwm: Decimal | undefined;
  /** Set once a stop has been touched: a market order from then on, or a limit order. */
  triggered: boolean;
  /** Look-ups that still do not know it. */
  hiddenReads: number;
  /** A cancellation or replacement that the market may come before. */
  pending: (() => void) | undefined;
}

const FINAL: readonly OrderStatus[] = ['filled', 'canceled', 'expired', 'rejected', 'replaced'];
const WORKING: readonly OrderStatus[] = ['new', 'partially_filled', 'pending_cancel', 'pending_replace'];

/** Whether the order has ended. */
export const isFinal = (order: FakeOrder): boolean => FINAL.includes(order.status);
/** Whether the order can fill. */
export const isWorking = (order: FakeOrder): boolean => WORKING.includes(order.status);

/** What is left to fill; `undefined` for a notional order before its first fill. */
export function leavesOf(order: FakeOrder): Decimal | undefined {
  return order.qty?.minus(order.filledQty);
}

/** Where a stop stands: its stop price, or what a trailing stop has trailed to. */
export function stopOf(order: FakeOrder): Decimal | undefined {
  const { terms, hwm } = order;
  if (terms.type !== 'trailing_stop') return terms.stopPrice;
  if (hwm === undefined) return undefined;
  const trail = terms.trailPrice ?? hwm.times(terms.trailPercent!).div(100);
  const stop = terms.side === 'sell' ? hwm.minus(trail) : hwm.plus(trail);
  return stop.toDecimalPlaces(stop.lt(1) ? 4 : 2, Decimal.ROUND_HALF_UP);
}

/** Average price of what has filled. */
export function averageOf(order: FakeOrder): Decimal | undefined {
  return order.filledQty.isZero() ? undefined : order.filledValue.div(order.filledQty).toDecimalPlaces(9);
}

const text = (value: Decimal | undefined): string | null => value?.toString() ?? null;

/** The order as Alpaca writes it. Legs stand under it only where `nested` says so. */
export function orderJson(order: FakeOrder, assetId: string, { nested = false } = {}): Record<string, unknown> {
  const { terms } = order;
  return {
    id: order.id,
    client_order_id: terms.clientOrderId,
    created_at: order.submittedAt,
    updated_at: order.updatedAt,
    submitted_at: order.submittedAt,
    filled_at: order.filledAt ?? null,
    expired_at: order.expiredAt ?? null,
    canceled_at: order.canceledAt ?? null,
    failed_at: order.failedAt ?? null,
    replaced_at: order.replacedAt ?? null,
    replaced_by: order.replacedBy ?? null,
    replaces: order.replaces ?? null,
    asset_id: assetId,
    symbol: terms.symbol,
    asset_class: 'us_equity',
    notional: text(terms.notional),
    qty: terms.notional === undefined ? text(order.qty) : null,
    filled_qty: order.filledQty.toString(),
    filled_avg_price: text(averageOf(order)),
    order_class: terms.orderClass === 'simple' ? '' : terms.orderClass,
    order_type: terms.type,
    type: terms.type,
    side: terms.side,
    position_intent: null,
    time_in_force: terms.timeInForce,
    limit_price: text(terms.limitPrice),
    stop_price: text(stopOf(order)),
    status: order.status,
    extended_hours: terms.extendedHours,
    legs: nested && order.legs.length > 0 ? order.legs.map((leg) => orderJson(leg, assetId)) : null,
    trail_percent: text(terms.trailPercent),
    trail_price: text(terms.trailPrice),
    hwm: text(order.hwm),
    subtag: null,
    source: null,
  };
}
