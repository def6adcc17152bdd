import type { Instrument } from '../core/instrument.js';
import type { Notional, OrderExtras, OrderPurpose, OrderType, OrderWhy, ParentFill, Side, TimeInForce } from '../core/order.js';
import type { OrderStatus } from '../core/order-state.js';
import type { OrderChange, OrderRecord } from './order-record.js';

/** Meaning of `OrderColumns.side`. */
export const SIDES: readonly Side[] = ['buy', 'sell'];
/** Meaning of `OrderColumns.type`. */
export const ORDER_TYPES: readonly OrderType[] = ['market', 'limit', 'stop', 'stop-limit', 'trailing-stop'];
/** Meaning of `OrderColumns.timeInForce`. */
export const TIMES_IN_FORCE: readonly TimeInForce[] = ['day', 'gtc', 'gtd', 'ioc', 'fok', 'opg', 'cls'];
/** Meaning of `OrderColumns.purpose`. */
export const PURPOSES: readonly OrderPurpose[] = ['plain', 'target', 'close'];
/** Meaning of `OrderColumns.status`. */
export const STATUSES: readonly OrderStatus[] = ['pending', 'held', 'working', 'filled', 'rejected', 'canceled', 'expired'];

/** What few orders have, by an order's place in the columns. */
export interface FewOrders {
  readonly tags: ReadonlyMap<number, string>;
  readonly whys: ReadonlyMap<number, OrderWhy>;
  readonly notionals: ReadonlyMap<number, Notional>;
  readonly parents: ReadonlyMap<number, ParentFill>;
  readonly extras: ReadonlyMap<number, OrderExtras>;
  readonly reasons: ReadonlyMap<number, string>;
  readonly messages: ReadonlyMap<number, string>;
  readonly changes: ReadonlyMap<number, readonly OrderChange[]>;
}

/**
 * Orders as parallel columns, in the order of their creation: the same as `OrderRecord` says, for loops over very many of them.
 * Get them with `orderColumnsOf(result)`, or as `orderColumns` of a `RunRecord`.
 */
export interface OrderColumns {
  readonly length: number;
  /** Id; of a whole run its place plus one. */
  readonly id: Float64Array;
  /** Place among the run's instruments. */
  readonly instrument: Int32Array;
  /** Place among the run's strategies. */
  readonly strategy: Int32Array;
  /** Place in {@link SIDES}. */
  readonly side: Uint8Array;
  /** Place in {@link ORDER_TYPES}. */
  readonly type: Uint8Array;
  /** Place in {@link TIMES_IN_FORCE}. */
  readonly timeInForce: Uint8Array;
  /** Place in {@link PURPOSES}. */
  readonly purpose: Uint8Array;
  /** Place in {@link STATUSES}. */
  readonly status: Uint8Array;
  /** As the broker got it. */
  readonly orderLots: Float64Array;
  /** Lots that it asked for in the end, after cuts: `OrderRecord.lots`. */
  readonly lots: Float64Array;
  readonly filledLots: Float64Array;
  /** NaN without one. */
  readonly limit: Float64Array;
  /** NaN without one. */
  readonly stop: Float64Array;
  readonly decidedAt: Float64Array;
  /** NaN while it works. */
  readonly endedAt: Float64Array;
  /** Number of the order within the step that decided it. */
  readonly sequence: Float64Array;
  readonly few: FewOrders;
  readonly instruments: readonly Instrument[];
  /** Names of the strategies. */
  readonly strategies: readonly string[];
}

/** Columns for so many orders, all 0. */
export function emptyOrderColumns(
  length: number,
  { few, instruments, strategies }: Pick<OrderColumns, 'few' | 'instruments' | 'strategies'>,
): OrderColumns {
  return {
    length,
    id: new Float64Array(length),
    instrument: new Int32Array(length),
    strategy: new Int32Array(length),
    side: new Uint8Array(length),
    type: new Uint8Array(length),
    timeInForce: new Uint8Array(length),
    purpose: new Uint8Array(length),
    status: new Uint8Array(length),
    orderLots: new Float64Array(length),
    lots: new Float64Array(length),
    filledLots: new Float64Array(length),
    limit: new Float64Array(length),
    stop: new Float64Array(length),
    decidedAt: new Float64Array(length),
    endedAt: new Float64Array(length),
    sequence: new Float64Array(length),
    few,
    instruments,
    strategies,
  };
}

/** Columns of orders that are there as objects: all from one run, or some of it. */
export function columnsOfOrders(orders: readonly OrderRecord[]): OrderColumns {
  const { length } = orders;
  const few = {
    tags: new Map<number, string>(),
    whys: new Map<number, OrderWhy>(),
    notionals: new Map<number, Notional>(),
    parents: new Map<number, ParentFill>(),
    extras: new Map<number, OrderExtras>(),
    reasons: new Map<number, string>(),
    messages: new Map<number, string>(),
    changes: new Map<number, readonly OrderChange[]>(),
  };
  const instruments: Instrument[] = [];
  const strategies: string[] = [];
  const columns = emptyOrderColumns(length, { few, instruments, strategies });
  for (let at = 0; at < length; at++) {
    const record = orders[at]!;
    const { order } = record;
    instruments[order.instrumentIndex] = order.instrument;
    strategies[order.strategyIndex] = order.strategy;
    columns.id[at] = order.id;
    columns.instrument[at] = order.instrumentIndex;
    columns.strategy[at] = order.strategyIndex;
    columns.side[at] = SIDES.indexOf(order.side);
    columns.type[at] = ORDER_TYPES.indexOf(order.type);
    columns.timeInForce[at] = TIMES_IN_FORCE.indexOf(order.timeInForce);
    columns.purpose[at] = PURPOSES.indexOf(order.purpose);
    columns.status[at] = STATUSES.indexOf(record.status);
    columns.orderLots[at] = order.lots;
    columns.lots[at] = record.lots;
    columns.filledLots[at] = record.filledLots;
    columns.limit[at] = order.limit ?? Number.NaN;
    columns.stop[at] = order.stop ?? Number.NaN;
    columns.decidedAt[at] = order.decidedAt;
    columns.endedAt[at] = record.endedAt ?? Number.NaN;
    columns.sequence[at] = order.sequence;
    if (order.tag !== undefined) few.tags.set(at, order.tag);
    if (order.why !== undefined) few.whys.set(at, order.why);
    if (order.notional !== undefined) few.notionals.set(at, order.notional);
    if (order.afterFill !== undefined) few.parents.set(at, order.afterFill);
    if (order.extras !== undefined) few.extras.set(at, order.extras);
    if (record.reason !== undefined) few.reasons.set(at, record.reason);
    if (record.message !== undefined) few.messages.set(at, record.message);
    if (record.changes.length > 0) few.changes.set(at, record.changes);
  }
  return columns;
}
