import { malformed } from './api-error.js';
import { edgeOf } from './order-queries.js';
import type { FakeFill } from './order-updates.js';

/**
 * `GET /v2/account/activities[/FILL]`: newest first, by id. Ids begin with the millisecond, so fills of one millisecond come in no
 * order, as they do at Alpaca.
 * @throws ApiError 422 for a parameter that cannot be.
 */
export function listActivities(fills: readonly FakeFill[], types: string | null, query: URLSearchParams): Record<string, unknown>[] {
  if (types !== null && !types.split(',').includes('FILL')) return [];
  const size = Number(query.get('page_size') ?? 100);
  if (!(Number.isInteger(size) && size >= 1 && size <= 100)) throw malformed('page_size must be between 1 and 100');
  const [after, until, date] = ['after', 'until', 'date'].map((name) => edgeOf(query, name));
  if (date !== undefined && (after ?? until) !== undefined) throw malformed('date cannot be used with after or until');
  const day = date?.slice(0, 10);
  const rows = fills
    .filter(({ transactionTime: time }) => (after === undefined || time > after) && (until === undefined || time < until))
    .filter(({ transactionTime: time }) => day === undefined || time.startsWith(day))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (query.get('direction') !== 'asc') rows.reverse();
  const token = query.get('page_token');
  const at = token === null || token === '' ? 0 : rows.findIndex(({ id }) => id === token) + 1;
  if (at === 0 && token) throw malformed('invalid page_token');
  return rows.slice(at, at + size).map(fillJson);
}

function fillJson(fill: FakeFill): Record<string, unknown> {
  return {
    id: fill.id,
    activity_type: 'FILL',
    transaction_time: fill.transactionTime,
    type: fill.type,
    price: fill.price,
    qty: fill.qty,
    side: fill.side,
    symbol: fill.symbol,
    leaves_qty: fill.leavesQty,
    cum_qty: fill.cumQty,
    order_id: fill.orderId,
    order_status: fill.type === 'fill' ? 'filled' : 'partially_filled',
  };
}
