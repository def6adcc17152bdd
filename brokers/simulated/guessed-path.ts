import type { BarOffer } from './bar-offer.js';
import { better, limitFrom, limitTouched, priceWithin, stopFrom, stopTouched, trailingStop } from './prices.js';
import type { WorkingOrder } from './working-order.js';

// The path policies that assume no path: `pessimistic` takes the worse of what may have happened to each order,
// `optimistic` the better.

/** Place of an order among those in reach: stops first where the worse is assumed, limits first where the better is. */
export function guessedRank(working: WorkingOrder, optimistic: boolean): number {
  // A stop-limit that this bar reaches counts as the stop it was at the open.
  return (working.isStop || working.reaching || working.pathTag) === optimistic ? 1 : 0;
}

/**
 * Price at which an order fills between the open and the close, or `undefined`. `market` is where the market stands when
 * the order arrives during the bar, NaN for an order that was there at the open.
 */
export function guessedPrice(working: WorkingOrder, offer: BarOffer, optimistic: boolean, market = Number.NaN): number | undefined {
  const { order } = working;
  const { low, high } = offer;
  working.pathTag = false;
  switch (order.type) {
    case 'market':
      return undefined;
    case 'limit':
      return limitTouched(order.side, order.limit!, low, high) ? limitFrom(order.side, order.limit!, market) : undefined;
    case 'stop':
      if (working.triggered || !stopTouched(order.side, order.stop!, low, high)) return undefined;
      return stopFrom(order.side, order.stop!, market);
    case 'stop-limit':
      return stopLimitPrice(working, offer, optimistic, market);
    case 'trailing-stop':
      return working.triggered ? undefined : trailingPrice(working, offer, optimistic, market);
  }
}

function stopLimitPrice(working: WorkingOrder, offer: BarOffer, optimistic: boolean, market: number): number | undefined {
  const { side, stop, limit } = working.order;
  const { low, high, close } = offer;
  working.reaching = false;
  if (working.triggered) return limitTouched(side, limit!, low, high) ? limitFrom(side, limit!, market) : undefined;
  if (!stopTouched(side, stop!, low, high)) return undefined;
  working.triggered = true;
  const reached = stopFrom(side, stop!, market);
  if (priceWithin(side, reached, limit!)) {
    working.reaching = true;
    return reached;
  }
  // The price must come back: certain where the bar closes there, else a matter of what came first.
  working.pathTag = true;
  return priceWithin(side, close, limit!) || (optimistic && limitTouched(side, limit!, low, high)) ? limit : undefined;
}

function trailingPrice(working: WorkingOrder, offer: BarOffer, optimistic: boolean, market: number): number | undefined {
  const { order, extreme } = working;
  const { side } = order;
  const { low, high, close } = offer;
  const before = stopFrom(side, trailingStop(order, extreme), market);
  const raised = trailingStop(order, offer.bestOf(working));
  const touchedBefore = stopTouched(side, before, low, high);
  if (touchedBefore && !optimistic) return before;
  if (touchedBefore || stopTouched(side, raised, optimistic ? close : low, optimistic ? close : high)) {
    working.pathTag = raised !== before;
    // Where the stop was passed at the order's arrival, a later high cannot have helped.
    return touchedBefore && before === market ? before : better(side, before, raised);
  }
  return undefined;
}

/** What an order that was sent during the bar finds in the rest of it, or `undefined`. */
export function guessedPriceOnRest(working: WorkingOrder, offer: BarOffer, optimistic: boolean): number | undefined {
  const { order, after } = working;
  if (after === undefined || order.type === 'market' || !offer.admitsOnPath(working)) return undefined;
  if (after.point === 'open') {
    // The whole path is still to come; the market stands at the open.
    return working.acceptedAt <= offer.openTime ? guessedPrice(working, offer, optimistic, offer.open) : undefined;
  }
  // Somewhere between open and close: stops find all prices and limits none where the worse is assumed.
  const sameBar = after.point === 'path' && after.instrumentIndex === offer.instrumentIndex && working.acceptedAt <= offer.time;
  if (!sameBar || working.isStop === optimistic) return undefined;
  return guessedPrice(working, offer, optimistic, after.priceNumber);
}
