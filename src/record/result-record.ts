import type { Fill } from '../core/fill.js';
import { forwarded } from '../core/forwarded.js';
import type { Trade } from '../core/trade.js';
import { columnsOfFills, type FillColumns } from './fill-columns.js';
import { columnsOfOrders, type OrderColumns } from './order-columns.js';
import type { OrderRecord } from './order-record.js';
import type { RunRecord } from './run-record.js';
import { columnsOfTrades, type TradeColumns } from './trade-columns.js';

/** What a result says of its run's orders, fills and trades. */
export interface RecordedLists {
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
}

const lists = forwarded<RecordedLists, RunRecord>(['orders', 'fills', 'trades']);

/** Gives a result the lists of its record. They are made when they are read. */
export const withRecord = lists.onto;

/**
 * The record that a result's lists come from; `undefined` for a copy of a result (`{ ...result }`), whose lists are its own and
 * may be others.
 */
export function recordOf(result: object): RunRecord | undefined {
  return lists.sourceOf(result);
}

/** Orders of a result as columns: those of its record, for which no objects are made; of a copy, made from its list. */
export function orderColumnsOf(result: Pick<RecordedLists, 'orders'>): OrderColumns {
  return recordOf(result)?.orderColumns ?? once(result.orders, columnsOfOrders);
}

/** Fills of a result, likewise. */
export function fillColumnsOf(result: Pick<RecordedLists, 'fills'>): FillColumns {
  return recordOf(result)?.fillColumns ?? once(result.fills, columnsOfFills);
}

/** Trades of a result, likewise. */
export function tradeColumnsOf(result: Pick<RecordedLists, 'trades'>): TradeColumns {
  return recordOf(result)?.tradeColumns ?? once(result.trades, columnsOfTrades);
}

const made = new WeakMap<object, unknown>();

/** The columns of a list are made once: several files of a result are written from them. */
function once<List extends object, Columns>(list: List, make: (list: List) => Columns): Columns {
  let columns = made.get(list) as Columns | undefined;
  if (columns === undefined) made.set(list, (columns = make(list)));
  return columns;
}
