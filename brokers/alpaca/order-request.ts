import type { trading } from '@alpacahq/alpaca-trade-api';

import { priceToDecimal } from '../../src/core/money.js';
import type { Order, OrderType } from '../../src/core/order.js';
import { exitsOf, lifeOf } from './capabilities.js';

/** The venue's word for a type. */
const TYPES: Readonly<Record<OrderType, string>> = {
  market: 'market',
  limit: 'limit',
  stop: 'stop',
  'stop-limit': 'stop_limit',
  'trailing-stop': 'trailing_stop',
};

/**
 * What is sent for an order: numbers as decimal texts, made from exact figures.
 * @param group - the orders of its class, which travel in the same request.
 */
export function orderRequestOf(order: Order, group: readonly Order[], symbol: string): trading.PostOrderRequest {
  const isPair = group.length > 0 && group[0]!.extras?.parent === undefined;
  const { takeProfit, stopLoss } = exitsOf(isPair ? [order, ...group] : group);
  const { trail, extendedHours } = order.extras ?? {};
  const request = {
    symbol,
    side: order.side,
    type: TYPES[order.type],
    timeInForce: lifeOf(order),
    clientOrderId: order.clientOrderId,
    ...(order.notional === undefined ? { qty: order.quantity!.toString() } : { notional: order.notionalValue!.toString() }),
    ...(order.limit !== undefined && !isPair && { limitPrice: priceText(order.limit) }),
    ...(order.stop !== undefined && { stopPrice: priceText(order.stop) }),
    ...(trail !== undefined && trailFields(trail)),
    ...(extendedHours === true && { extendedHours }),
    ...(group.length > 0 && {
      orderClass: isPair ? 'oco' : group.length === 2 ? 'bracket' : 'oto',
      ...(takeProfit && { takeProfit: { limitPrice: priceText(takeProfit.limit!) } }),
      ...(stopLoss && {
        stopLoss: { stopPrice: priceText(stopLoss.stop!), ...(stopLoss.limit !== undefined && { limitPrice: priceText(stopLoss.limit) }) },
      }),
    }),
  };
  // The words are the venue's own; the SDK's enumerations of them are of the generated client.
  return request as unknown as trading.PostOrderRequest;
}

/** What is sent to put `order` in the place of one that has filled nothing. */
export function replaceRequestOf(order: Order): trading.PatchOrderRequest {
  const { trail } = order.extras ?? {};
  const request = {
    qty: order.quantity!.toString(),
    timeInForce: lifeOf(order),
    clientOrderId: order.clientOrderId,
    ...(order.limit !== undefined && { limitPrice: priceText(order.limit) }),
    ...(order.stop !== undefined && { stopPrice: priceText(order.stop) }),
    ...(trail !== undefined && { trail: priceText('amount' in trail ? trail.amount : trail.percent) }),
  };
  return request as unknown as trading.PatchOrderRequest;
}

/** The shortest decimal of a price, never in exponent form. */
function priceText(price: number): string {
  return priceToDecimal(price).toString();
}

function trailFields(
  trail: NonNullable<NonNullable<Order['extras']>['trail']>,
): { readonly trailPrice: string } | { readonly trailPercent: string } {
  return 'amount' in trail ? { trailPrice: priceText(trail.amount) } : { trailPercent: priceText(trail.percent) };
}
