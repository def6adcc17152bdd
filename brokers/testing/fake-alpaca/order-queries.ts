import { malformed, notFound } from './api-error.js';
import { parseStamp } from './identifiers.js';
import { isFinal, type FakeOrder } from './order.js';
import type { OrderDesk } from './order-desk.js';

/** Whether a look-up shows the order: one that appears late is passed over a few times. */
function visible(order: FakeOrder): boolean {
  if (order.hiddenReads === 0) return true;
  order.hiddenReads--;
  return false;
}

/** `GET /v2/orders/{id}`. @throws ApiError 404. */
export function orderById(desk: OrderDesk, id: string, nested: boolean): Record<string, unknown> {
  const order = desk.find(id);
  if (!visible(order)) throw notFound(`order not found for ${id}`);
  return desk.json(order, nested);
}

/** `GET /v2/orders:by_client_order_id`. @throws ApiError 404. */
export function orderByClientId(desk: OrderDesk, clientId: string | null): Record<string, unknown> {
  if (clientId === null || clientId === '') throw malformed('client_order_id is missing');
  const order = desk.parts.book.byClientId(clientId);
  if (order === undefined || !visible(order)) throw notFound(`order not found for ${clientId}`);
  return desk.json(order);
}

/** `GET /v2/orders` with its filters. @throws ApiError 422 for one that cannot be. */
export function listOrders(desk: OrderDesk, query: URLSearchParams): Record<string, unknown>[] {
  const nested = query.get('nested') === 'true';
  const limit = Number(query.get('limit') ?? 50);
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 500)) throw malformed('invalid limit');
  const direction = query.get('direction') ?? 'desc';
  if (direction !== 'asc' && direction !== 'desc') throw malformed('invalid direction');
  const matches = filterOf(desk, query);
  const found = desk.parts.book.all
    .filter((order) => (nested ? order.parent === undefined && [order, ...order.legs].some(matches) : matches(order)))
    .filter(visible)
    .sort((a, b) => (a.submittedAt < b.submittedAt ? -1 : 1));
  if (direction === 'desc') found.reverse();
  return found.slice(0, limit).map((order) => desk.json(order, nested));
}

function filterOf(desk: OrderDesk, query: URLSearchParams): (order: FakeOrder) => boolean {
  const status = query.get('status') ?? 'open';
  if (!['open', 'closed', 'all'].includes(status)) throw malformed('invalid status');
  const after = edgeOf(query, 'after') ?? submittedAt(desk, query, 'after_order_id');
  const until = edgeOf(query, 'until') ?? submittedAt(desk, query, 'before_order_id');
  const symbols = query.get('symbols')?.split(',');
  const side = query.get('side');
  return (order) =>
    (status === 'all' || isFinal(order) === (status === 'closed')) &&
    (after === undefined || order.submittedAt > after) &&
    (until === undefined || order.submittedAt < until) &&
    (symbols === undefined || symbols.includes(order.terms.symbol)) &&
    (side === null || side === order.terms.side);
}

function submittedAt(desk: OrderDesk, query: URLSearchParams, name: string): string | undefined {
  const id = query.get(name);
  return id === null ? undefined : desk.find(id).submittedAt;
}

/** An instant of a query, in the form of stamps. @throws ApiError 422 where it is none. */
export function edgeOf(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const stamp = parseStamp(text);
  if (stamp === undefined) throw malformed(`invalid ${name}: ${text}`);
  return stamp;
}
