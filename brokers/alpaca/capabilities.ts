import type { RejectReason } from '../../src/core/execution.js';
import { Decimal, priceToDecimal } from '../../src/core/money.js';
import type { Order, OrderType, TimeInForce } from '../../src/core/order.js';

/** Why an order is refused before it is sent. */
export interface Refusal {
  readonly reason: RejectReason;
  readonly message: string;
}

/** Lives that the venue takes for each type, in whole shares. */
export const LIVES: Readonly<Record<OrderType, readonly TimeInForce[]>> = {
  market: ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok'],
  limit: ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok'],
  stop: ['day', 'gtc'],
  'stop-limit': ['day', 'gtc'],
  'trailing-stop': ['day', 'gtc'],
};

/** Types that the venue takes for fractions of a share. */
const FRACTIONAL_TYPES: readonly OrderType[] = ['market', 'limit', 'stop', 'stop-limit'];

/** Digits after the point that the venue keeps of a size. */
const SIZE_DIGITS = 9;

/** Least distance of a stop-loss from the entry's limit, in dollars. */
const STOP_DISTANCE = '0.01';

/**
 * What of an order the venue is known not to take, decided from the order alone. `undefined` where it may be sent: the venue has the
 * last word, since what an account may do is not said here.
 * @param group - the orders of its class.
 */
export function refusalOf(order: Order, group: readonly Order[] = []): Refusal | undefined {
  const own = refusalOfOne(order, group.length > 0);
  if (own !== undefined || group.length === 0) return own;
  for (const each of group) {
    const refusal = refusalOfOne(each, true);
    if (refusal !== undefined) return refusal;
  }
  return group[0]!.extras?.parent === undefined ? refusalOfPair(order, group) : refusalOfBracket(order, group);
}

/** Whether a quantity is not a whole number of shares. */
export function isFractional(order: Order): boolean {
  return order.notional !== undefined || !order.quantity!.isInteger();
}

/**
 * The life under which an order is sent. A target says none: the venue takes fractions for the day only, and a market order that is
 * good for the day and one that is good till canceled fill at the same opening.
 */
export function lifeOf(order: Order): TimeInForce {
  const says = order.purpose === 'plain';
  return !says && order.type === 'market' && order.timeInForce === 'gtc' && isFractional(order) ? 'day' : order.timeInForce;
}

function refusalOfOne(order: Order, inGroup: boolean): Refusal | undefined {
  const { instrument, type, extras } = order;
  const life = lifeOf(order);
  if (instrument.currency !== 'USD') return unsupported(`${order.symbol} is in ${instrument.currency}: the venue trades in USD`);
  if (life === 'gtd') return unsupported('time in force gtd: the venue has no orders with a date; cancel a gtc order at its time instead');
  if (!LIVES[type].includes(life))
    return unsupported(`a ${type} order with the time in force ${life}: it can be ${LIVES[type].join(', ')}`);
  if (extras?.extendedHours === true && (type !== 'limit' || (life !== 'day' && life !== 'gtc'))) {
    return unsupported(`a ${type} order (${life}) for extended hours: only limit orders with the time in force day or gtc can be`);
  }
  if (inGroup && extras?.extendedHours === true) return unsupported('an order of a class for extended hours: brackets and pairs cannot be');
  return refusalOfSize(order, life, inGroup) ?? refusalOfPrices(order);
}

function refusalOfSize(order: Order, life: TimeInForce, inGroup: boolean): Refusal | undefined {
  const { type, side, notional, instrument } = order;
  if (notional === 'max') return unsupported('a notional of "max": the venue takes an amount of dollars; give one, or a target');
  if (notional !== undefined) {
    const value = order.notionalValue!;
    if (instrument.lot.scale < SIZE_DIGITS) {
      return unsupported(
        `a notional of ${value} fills in fractions of 1e-${SIZE_DIGITS} shares, and the lot step of ${order.symbol} is ${instrument.lotStep}`,
      );
    }
    if (value.lt(1)) return unsupported(`a notional of ${value}: the least is 1 dollar`);
    if (value.decimalPlaces() > 2) return unsupported(`a notional of ${value}: the venue takes whole cents`);
  } else if (order.lots <= 0) {
    return { reason: 'quantity-below-lot', message: `the quantity is less than one lot of ${instrument.lotStep}` };
  } else if (order.quantity!.decimalPlaces() > SIZE_DIGITS) {
    return unsupported(`a quantity of ${order.quantity!.toString()}: the venue keeps ${SIZE_DIGITS} digits after the point`);
  }
  if (!isFractional(order)) return undefined;
  const size = notional === undefined ? `a fractional quantity of ${order.quantity!.toString()}` : `a notional of ${order.notionalValue}`;
  if (life !== 'day') return unsupported(`${size} with the time in force ${life}: fractions are for the day`);
  if (inGroup) return unsupported(`${size} in an order of a class: brackets and pairs take whole shares`);
  if (!FRACTIONAL_TYPES.includes(type)) return unsupported(`${size} in a ${side} ${type} order: it can be ${FRACTIONAL_TYPES.join(', ')}`);
  return undefined;
}

function refusalOfPrices(order: Order): Refusal | undefined {
  const { trail } = order.extras ?? {};
  return (
    offTick('limit', order.limit, order.side === 'buy') ??
    offTick('stop', order.stop, order.side === 'buy') ??
    offTick('trailing amount', trail !== undefined && 'amount' in trail ? trail.amount : undefined, true)
  );
}

/** Digits after the point that a price may have: 2 from a dollar on, 4 below. */
function digitsOf(price: Decimal): number {
  return price.gte(1) ? 2 : 4;
}

function offTick(name: string, price: number | undefined, isBuy: boolean): Refusal | undefined {
  if (price === undefined) return undefined;
  const exact = priceToDecimal(price);
  const digits = digitsOf(exact);
  if (exact.decimalPlaces() <= digits) return undefined;
  // Away from trading: a buy lower, a sale higher.
  const nearest = exact.toDecimalPlaces(digits, isBuy ? Decimal.ROUND_DOWN : Decimal.ROUND_UP);
  const message = `${name} ${exact.toString()} has ${exact.decimalPlaces()} decimals, the venue takes ${digits} ${digits === 2 ? 'from 1 dollar on' : 'below 1 dollar'}: the nearest is ${nearest.toString()}`;
  return { reason: 'price-off-tick', message };
}

function refusalOfBracket(entry: Order, legs: readonly Order[]): Refusal | undefined {
  if (entry.type !== 'market' && entry.type !== 'limit')
    return unsupported(`a bracket with a ${entry.type} entry: it can be market or limit`);
  const lives = entry.timeInForce === 'day' || entry.timeInForce === 'gtc';
  if (!lives) return unsupported(`a bracket with the time in force ${entry.timeInForce}: it can be day or gtc`);
  const stray = legs.find((leg) => leg.side === entry.side || leg.lots !== entry.lots);
  if (stray !== undefined) return unsupported(`a leg that ${stray.side}s ${stray.lots} lots of an entry that ${entry.side}s ${entry.lots}`);
  const { takeProfit, stopLoss } = exitsOf(legs);
  const fault = exitFault(entry.side === 'buy', takeProfit, stopLoss);
  if (fault !== undefined) return { reason: 'bracket-prices', message: fault };
  if (entry.limit === undefined) return undefined;
  const base = priceToDecimal(entry.limit);
  const long = entry.side === 'buy' ? 1 : -1;
  if (stopLoss?.stop !== undefined && base.minus(priceToDecimal(stopLoss.stop)).times(long).lt(STOP_DISTANCE)) {
    const where = long > 0 ? 'below' : 'above';
    return {
      reason: 'bracket-prices',
      message: `stop-loss ${stopLoss.stop} must be at least ${STOP_DISTANCE} ${where} the entry's limit ${entry.limit}`,
    };
  }
  return undefined;
}

function refusalOfPair(first: Order, group: readonly Order[]): Refusal | undefined {
  const all = [first, ...group];
  const { takeProfit, stopLoss } = exitsOf(all);
  if (group.length !== 1 || takeProfit === undefined || stopLoss === undefined) {
    return unsupported(`a pair of ${all.map((order) => order.type).join(' and ')}: it is a limit order and a stop or stop-limit order`);
  }
  const differ = first.side !== group[0]!.side || first.lots !== group[0]!.lots || first.timeInForce !== group[0]!.timeInForce;
  if (differ) return unsupported('a pair whose orders differ in side, quantity or time in force');
  if (first.timeInForce !== 'day' && first.timeInForce !== 'gtc') {
    return unsupported(`a pair with the time in force ${first.timeInForce}: it can be day or gtc`);
  }
  const fault = exitFault(first.side === 'sell', takeProfit, stopLoss);
  return fault === undefined ? undefined : { reason: 'bracket-prices', message: fault };
}

/** The limit and the stop of the exits of a bracket or pair. */
export function exitsOf(orders: readonly Order[]): { readonly takeProfit: Order | undefined; readonly stopLoss: Order | undefined } {
  return {
    takeProfit: orders.find((order) => order.type === 'limit'),
    stopLoss: orders.find((order) => order.type === 'stop' || order.type === 'stop-limit'),
  };
}

/** @param long - whether the exits sell what was bought. */
function exitFault(long: boolean, takeProfit: Order | undefined, stopLoss: Order | undefined): string | undefined {
  if (takeProfit?.limit === undefined || stopLoss?.stop === undefined) return undefined;
  if (long ? takeProfit.limit > stopLoss.stop : takeProfit.limit < stopLoss.stop) return undefined;
  return `take-profit ${takeProfit.limit} must be ${long ? 'above' : 'below'} the stop-loss ${stopLoss.stop}`;
}

function unsupported(message: string): Refusal {
  return { reason: 'not-supported-by-venue', message };
}
