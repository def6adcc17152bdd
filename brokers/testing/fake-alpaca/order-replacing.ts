import { impossible, forbidden, malformed } from './api-error.js';
import { isFinal, type FakeOrder, type OrderTerms } from './order.js';
import type { OrderDesk, Taken } from './order-desk.js';
import { decimalOf, oneOf, readClientId, type JsonBody } from './order-request.js';
import { checkTerms } from './order-rules.js';

const REPLACEABLE: readonly string[] = ['new', 'partially_filled', 'held'];

/**
 * `PATCH /v2/orders/{id}`: a new order takes the place of the old one. It is for the quantity asked for, or for the old order's whole
 * quantity, whatever of that has filled. When the old one fills first, the new one is rejected.
 * @throws ApiError where it is refused.
 */
export function replaceOrder(desk: OrderDesk, id: string, body: JsonBody, newClientId: () => string): Taken {
  const { assets, rules, ledger, book } = desk.parts;
  const old = desk.find(id);
  if (isFinal(old)) throw impossible(`order is already in "${old.status}" state`);
  if (!REPLACEABLE.includes(old.status)) throw impossible("unable to replace order, order isn't sent to exchange yet");
  if (old.terms.notional) throw impossible('notional orders cannot be replaced');
  const terms = newTerms(old, body, newClientId);
  if (unchanged(old, terms)) throw forbidden('order parameters are not changed');
  if (book.byClientId(terms.clientOrderId)) throw malformed('client_order_id must be unique');
  const asset = assets.tradable(terms.symbol);
  const alone: OrderTerms = { ...terms, orderClass: 'simple' };
  checkTerms({ terms: alone, takeProfit: undefined, stopLoss: undefined }, asset, ledger.last(terms.symbol));
  if (old.status !== 'held') rules.check(alone, asset, old);
  const held = old.status === 'held';
  const order = desk.make(terms, {
    replaces: old,
    status: held ? 'held' : 'pending_new',
    ...(old.parent && { parent: old.parent }),
  });
  const proceed = (): void => putInPlace(desk, old, order, held);
  return { order, proceed, defer: () => desk.postpone(old, 'pending_replace', proceed) };
}

function newTerms(old: FakeOrder, body: JsonBody, newClientId: () => string): OrderTerms {
  const { terms } = old;
  const trail = decimalOf(body, 'trail');
  return {
    ...terms,
    clientOrderId: readClientId(body) ?? newClientId(),
    qty: decimalOf(body, 'qty') ?? old.qty,
    timeInForce: oneOf(body, 'time_in_force', ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok'], terms.timeInForce),
    limitPrice: decimalOf(body, 'limit_price') ?? terms.limitPrice,
    stopPrice: decimalOf(body, 'stop_price') ?? terms.stopPrice,
    trailPrice: terms.trailPrice && (trail ?? terms.trailPrice),
    trailPercent: terms.trailPercent && (trail ?? terms.trailPercent),
  };
}

function unchanged(old: FakeOrder, terms: OrderTerms): boolean {
  const sizes = ['limitPrice', 'stopPrice', 'trailPrice', 'trailPercent'] as const;
  const same = sizes.every((name) => terms[name]?.toString() === old.terms[name]?.toString());
  return same && terms.qty?.toString() === old.qty?.toString() && terms.timeInForce === old.terms.timeInForce;
}

function putInPlace(desk: OrderDesk, old: FakeOrder, order: FakeOrder, held: boolean): void {
  const { stamper } = desk.parts;
  if (isFinal(old) || isFinal(order)) {
    if (!isFinal(order)) {
      order.failedAt = stamper.next();
      desk.move(order, 'rejected', 'rejected');
    }
    // It goes on as it was before.
    if (old.status === 'pending_replace') old.status = old.filledQty.isZero() ? 'new' : 'partially_filled';
    desk.emit('order_replace_rejected', old);
    return;
  }
  order.legs = old.legs;
  for (const leg of order.legs) leg.parent = order;
  old.legs = [];
  const { parent } = old;
  if (parent) parent.legs = parent.legs.map((leg) => (leg === old ? order : leg));
  old.replacedBy = order.id;
  old.replacedAt = stamper.next();
  desk.move(old, 'replaced', 'replaced');
  if (held) return;
  desk.release(order);
  desk.match(order);
}
