import type { Fill, FillView } from '../core/fill.js';
import { forwarded } from '../core/forwarded.js';
import type { Rows } from '../core/rows.js';
import type { Trade, TradeView } from '../core/trade.js';
import type { OrderRecord, OrderRecordView } from './order-record.js';
import type { RunRecord } from './run-record.js';

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
 * The orders of a result, to be looked at one after the other: those of its record, for which no objects are made. A copy of a result
 * (`{ ...result }`) has a list of its own, which may be another; then it is that.
 */
export function orderRowsOf(result: Pick<RecordedLists, 'orders'>): Rows<OrderRecordView> {
  return lists.sourceOf(result)?.orderRows() ?? result.orders;
}

/** Its fills, likewise. */
export function fillRowsOf(result: Pick<RecordedLists, 'fills'>): Rows<FillView> {
  return lists.sourceOf(result)?.fillRows() ?? result.fills;
}

/** Its trades, likewise. */
export function tradeRowsOf(result: Pick<RecordedLists, 'trades'>): Rows<TradeView> {
  return lists.sourceOf(result)?.tradeRows() ?? result.trades;
}
