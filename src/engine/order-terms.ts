import type { Calendar } from '../calendar/calendar.js';
import { quantaOf } from '../core/money.js';
import type { Notional, Order, OrderExtras, OrderType, TimeInForce, Trail } from '../core/order.js';
import type { IsoDate, Millis } from '../core/time.js';
import type { OrderChanges, OrderRequest, StopLoss } from '../strategy/requests.js';
import type { RequestReader } from './request-reader.js';

/** How an order is to be filled. */
export type OrderTerms = Pick<Order, 'notional' | 'type' | 'limit' | 'stop' | 'timeInForce' | 'extras'>;

export const MARKET: OrderTerms = {
  notional: undefined,
  type: 'market',
  limit: undefined,
  stop: undefined,
  timeInForce: 'gtc',
  extras: undefined,
};

/** Lives that market orders may have by default. */
export type MarketLife = Extract<TimeInForce, 'gtc' | 'day' | 'opg' | 'cls'>;

/** The life of an order that does not say it, where market orders have `life`. */
export function lifeOf(
  { limit, stop, trailAmount, trailPercent, takeProfit, stopLoss, notional }: OrderRequest,
  life: MarketLife,
): TimeInForce {
  const isPlainMarket = [limit, stop, trailAmount, trailPercent, takeProfit, stopLoss, notional].every((one) => one === undefined);
  return isPlainMarket ? life : 'gtc';
}

/** Lives of every type, and those of market and limit orders alone. */
const LONG_LIVES: readonly TimeInForce[] = ['gtc', 'day', 'gtd'];
const SHORT_LIVES: readonly TimeInForce[] = ['ioc', 'fok', 'opg', 'cls'];

/**
 * Reads type, prices and life of a request.
 * @throws OrderError for a combination that no venue takes.
 */
export function termsOf(request: OrderRequest, calendar: Calendar, read: RequestReader): OrderTerms {
  const { side, quantity, notional, limit, stop, timeInForce = 'gtc' } = request;
  if ((quantity === undefined) === (notional === undefined)) {
    throw read.fault('order/size', request, 'a quantity and a notional value are given together, or neither is', 'give one of them');
  }
  if (side !== 'buy' && side !== 'sell') throw read.fault('order/side', request, `side is ${String(side)}`, 'give "buy" or "sell"');
  if (quantity !== undefined) read.positive(request, 'quantity', quantity);
  if (notional !== undefined && notional !== 'max') read.positive(request, 'notional', notional);
  const trail = trailOf(request, read);
  const type = typeOf(request, trail, read);
  checkLife(request, type, timeInForce, read);
  checkLegs(request, timeInForce, read);
  const size: Notional | undefined = notional === undefined || notional === 'max' ? notional : quantaOf(notional);
  return {
    notional: size,
    type,
    limit: limit === undefined ? undefined : read.price(request, 'limit', limit),
    stop: stop === undefined ? undefined : read.price(request, 'stop', stop),
    timeInForce,
    extras: extrasOf(request, trail, calendar, read),
  };
}

/** The stop and the limit of a protective leg. */
export function stopLossOf(stopLoss: NonNullable<OrderRequest['stopLoss']>): StopLoss {
  return typeof stopLoss === 'object' && 'stop' in stopLoss ? stopLoss : { stop: stopLoss };
}

/** The terms of an order with some prices changed. A price that its type does not have cannot be changed. */
export function changedTerms(order: Order, changes: OrderChanges, read: RequestReader): OrderTerms {
  const { notional, type, timeInForce, limit, stop, symbol, side } = order;
  const subject = { symbol, side };
  const trail = trailOf({ ...subject, ...changes }, read) ?? order.extras?.trail;
  for (const name of ['limit', 'stop'] as const) {
    if (changes[name] === undefined || order[name] !== undefined) continue;
    throw read.fault('order/replace', subject, `a ${type} order has no ${name} to change`, 'cancel it and send another');
  }
  if (trail !== undefined && type !== 'trailing-stop') {
    throw read.fault('order/replace', subject, `a ${type} order has no trailing distance to change`, 'cancel it and send another');
  }
  return {
    notional,
    type,
    timeInForce,
    limit: changes.limit === undefined ? limit : read.price(subject, 'limit', changes.limit),
    stop: changes.stop === undefined ? stop : read.price(subject, 'stop', changes.stop),
    extras: { ...order.extras, ...(trail && { trail }) },
  };
}

function typeOf(request: OrderRequest, trail: Trail | undefined, read: RequestReader): OrderType {
  const { limit, stop } = request;
  if (trail !== undefined) {
    if (limit === undefined && stop === undefined) return 'trailing-stop';
    throw read.fault('order/type', request, 'a trailing distance together with a limit or a stop', 'give the trailing distance alone');
  }
  if (stop !== undefined) return limit === undefined ? 'stop' : 'stop-limit';
  return limit === undefined ? 'market' : 'limit';
}

function trailOf(request: OrderRequest, read: RequestReader): Trail | undefined {
  const { trailAmount, trailPercent } = request;
  if (trailAmount === undefined && trailPercent === undefined) return undefined;
  if (trailAmount !== undefined && trailPercent !== undefined) {
    throw read.fault('order/trail', request, 'a trailing distance in currency and in per cent', 'give one of them');
  }
  if (trailAmount !== undefined) return { amount: read.price(request, 'trailAmount', trailAmount) };
  const percent = read.price(request, 'trailPercent', trailPercent!);
  if (percent < 100) return { percent };
  throw read.fault('order/trail', request, `trailPercent is ${percent}`, 'give per cent above 0 and below 100: 5 follows 5 % behind');
}

function checkLife(request: OrderRequest, type: OrderType, life: TimeInForce, read: RequestReader): void {
  const short = SHORT_LIVES.includes(life);
  if (!short && !LONG_LIVES.includes(life)) {
    const known = [...LONG_LIVES, ...SHORT_LIVES].join(', ');
    throw read.fault('order/time-in-force', request, `timeInForce is ${String(life)}`, `give one of ${known}`);
  }
  if (short && type !== 'market' && type !== 'limit') {
    throw read.fault(
      'order/time-in-force',
      request,
      `a ${type} order with the life ${life}`,
      `only market and limit orders can be ${life}`,
    );
  }
  if ((life === 'gtd') !== (request.expiresAt !== undefined)) {
    throw read.fault('order/time-in-force', request, 'gtd without expiresAt, or expiresAt without gtd', 'give both or neither');
  }
  if (request.extendedHours === true && (type !== 'limit' || short)) {
    throw read.fault(
      'order/extended-hours',
      request,
      `a ${type} order (${life}) for extended hours`,
      'only limit orders with the life day, gtc or gtd can',
    );
  }
}

function checkLegs(request: OrderRequest, life: TimeInForce, read: RequestReader): void {
  if (request.takeProfit === undefined && request.stopLoss === undefined) return;
  if (request.quantity !== undefined && (life === 'gtc' || life === 'day') && request.extendedHours !== true) return;
  throw read.fault(
    'order/bracket',
    request,
    'takeProfit or stopLoss on an order without a quantity, with another life than gtc or day, or for extended hours',
    'give the entry a quantity and the life gtc or day',
  );
}

function extrasOf(request: OrderRequest, trail: Trail | undefined, calendar: Calendar, read: RequestReader): OrderExtras | undefined {
  const { expiresAt, extendedHours } = request;
  if (trail === undefined && expiresAt === undefined && extendedHours !== true) return undefined;
  return {
    ...(trail && { trail }),
    ...(expiresAt !== undefined && { expiresAt: instantOf(expiresAt, request, calendar, read) }),
    ...(extendedHours === true && { extendedHours }),
  };
}

function instantOf(expiresAt: Millis | IsoDate, request: OrderRequest, calendar: Calendar, read: RequestReader): Millis {
  if (typeof expiresAt === 'number') {
    if (Number.isFinite(expiresAt)) return expiresAt;
  } else {
    const session = calendar.session(expiresAt);
    if (session !== undefined) return session.close;
  }
  throw read.fault('order/expires-at', request, `expiresAt is ${String(expiresAt)}`, 'give an instant or the date of a session');
}
