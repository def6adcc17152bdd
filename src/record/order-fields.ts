import type { GrowingRows } from '../core/growing-rows.js';
import type { Instrument } from '../core/instrument.js';
import type { Notional, OrderExtras, OrderPurpose, OrderType, OrderWhy, ParentFill, Side, TimeInForce } from '../core/order.js';
import type { OrderStatus } from '../core/order-state.js';
import type { OrderChange } from './order-record.js';

// What a number in a row of the log stands for.
export const TYPES: readonly OrderType[] = ['market', 'limit', 'stop', 'stop-limit', 'trailing-stop'];
export const TIMES_IN_FORCE: readonly TimeInForce[] = ['day', 'gtc', 'gtd', 'ioc', 'fok', 'opg', 'cls'];
export const PURPOSES: readonly OrderPurpose[] = ['plain', 'target', 'close'];
export const SIDES: readonly Side[] = ['buy', 'sell'];
export const STATUSES: readonly OrderStatus[] = ['pending', 'held', 'working', 'filled', 'rejected', 'canceled', 'expired'];

// Places in a row.
export const INSTRUMENT = 0;
export const STRATEGY = 1;
/** Side, type, time in force and purpose in one number. */
export const KIND = 2;
export const LOTS = 3;
/** Limit price, else stop price, NaN without one. */
export const PRICE = 4;
export const DECIDED_AT = 5;
export const SEQUENCE = 6;
export const STATUS = 7;
export const FINAL_LOTS = 8;
export const FILLED_LOTS = 9;
export const ENDED_AT = 10;
export const STRIDE = 11;

/** What a log of orders is made of. */
export interface OrderLogParts {
  readonly instruments: readonly Instrument[];
  readonly strategies: readonly string[];
  readonly rows: GrowingRows;
  readonly few: FewOrders;
}

/** What few orders have, by their places in the log. */
export interface FewOrders {
  readonly tags: Map<number, string>;
  readonly notionals: Map<number, Notional>;
  readonly parents: Map<number, ParentFill>;
  readonly extras: Map<number, OrderExtras>;
  /** Stop prices of orders that also have a limit. */
  readonly stops: Map<number, number>;
  readonly reasons: Map<number, string>;
  readonly messages: Map<number, string>;
  readonly whys: Map<number, OrderWhy>;
  readonly changes: Map<number, readonly OrderChange[]>;
}
