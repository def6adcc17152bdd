import type { BacktestResult } from '../engine/result.js';
import { MAX_DECISIONS } from '../record/decision-log.js';
import { fillsOfOrder } from './explain-trade.js';
import { plain } from './json.js';
import { orderFacts } from './order-facts.js';

/** Length from which on a block of text is handed on. */
const BLOCK = 1 << 14;

/**
 * Why each order was sent and what became of it, one JSON object a line: the first {@link MAX_DECISIONS} orders. Where
 * there are more, a last line says how many were left out.
 */
export function* provenanceBlocks(
  result: Pick<BacktestResult, 'table' | 'decisions' | 'settings' | 'orders' | 'fills'>,
  limit = MAX_DECISIONS,
): Generator<string, void, undefined> {
  const { orders } = result;
  const fills = fillsOfOrder(result.fills);
  let block = '';
  for (const record of orders.slice(0, limit)) {
    block += `${JSON.stringify(plain(orderFacts(result, record, fills.get(record.order.id) ?? [])))}\n`;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  if (orders.length > limit) block += `${JSON.stringify({ orders: orders.length, written: limit })}\n`;
  if (block !== '') yield block;
}
