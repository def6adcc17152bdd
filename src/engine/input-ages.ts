import { lastKnown } from '../core/external.js';
import type { BarTable } from '../core/table.js';
import type { Rows } from '../core/rows.js';
import { HOUR } from '../core/time.js';
import type { OrderRecordView } from '../record/order-record.js';

/** How old an external series was at the decisions of a run's orders. */
export interface InputAge {
  readonly name: string;
  readonly symbol: string | undefined;
  readonly decisions: number;
  /** Decisions before the series had its first value. */
  readonly withoutValue: number;
  readonly meanHours: number | undefined;
  readonly maxHours: number | undefined;
}

/** Age of each external series (decision time less known-at time), over all orders. */
export function inputAges(table: BarTable, orders: Rows<OrderRecordView>): InputAge[] {
  return table.externals.map((series) => {
    let count = 0;
    let missing = 0;
    let sum = 0;
    let max = 0;
    let hint = -1;
    for (let at = 0; at < orders.length; at++) {
      const { order } = orders.at(at)!;
      if (series.symbol !== undefined && series.symbol !== order.symbol) continue;
      count++;
      hint = lastKnown(series, order.decidedAt, hint);
      if (hint < 0) {
        missing++;
        continue;
      }
      const age = (order.decidedAt - series.knownAt[hint]!) / HOUR;
      sum += age;
      max = Math.max(max, age);
    }
    const dated = count - missing;
    return {
      name: series.name,
      symbol: series.symbol,
      decisions: count,
      withoutValue: missing,
      meanHours: dated === 0 ? undefined : sum / dated,
      maxHours: dated === 0 ? undefined : max,
    };
  });
}
