import type { Fill } from '../core/fill.js';
import { forwarded } from '../core/forwarded.js';
import type { Trade } from '../core/trade.js';
import type { OrderRecord } from './order-record.js';
import type { RunRecord, RunRows } from './run-record.js';

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
 * Orders, fills and trades of a result, to be looked at one after the other: those of its record, for which no objects are made. A copy of
 * a result (`{ ...result }`) has lists of its own, which may be others; then it is those.
 */
export function rowsOf<Part extends Partial<RecordedLists>>(result: Part): Pick<RunRows, keyof Part & keyof RunRows> {
  return lists.sourceOf(result)?.rows() ?? (result as Pick<RecordedLists, keyof Part & keyof RunRows>);
}
