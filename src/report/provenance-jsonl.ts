import type { BacktestResult } from '../engine/result.js';
import { MAX_DECISIONS } from '../record/decision-log.js';
import { fillsByOrder } from './fills-by-order.js';
import { writeOrder } from './order-json.js';
import { textBlocks } from './text-writer.js';

/**
 * Why each order was sent and what became of it, one JSON object a line: the first {@link MAX_DECISIONS} orders. Where
 * there are more, a last line says how many were left out. In blocks of bytes, each good until the next one is asked for.
 */
export function provenanceBlocks(
  result: Pick<BacktestResult, 'table' | 'decisions' | 'settings' | 'orders' | 'fills'>,
  limit = MAX_DECISIONS,
): Iterable<Uint8Array> {
  const { table, decisions, settings, orders } = result;
  const source = { table, decisions, settings };
  const fills = fillsByOrder(result);
  const written = Math.min(limit, orders.length);
  return textBlocks(orders.length > written ? written + 1 : written, (out, line) => {
    const record = orders[line]!;
    if (line < written) writeOrder(out, source, record, fills.of(record.order.id));
    else out.text(JSON.stringify({ orders: orders.length, written: limit }));
    out.text('\n');
  });
}
