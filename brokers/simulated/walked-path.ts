import type { BarOffer } from './bar-offer.js';
import type { PathPolicy } from './options.js';
import { better, priceWithin, stopTouched, trailingStop } from './prices.js';
import type { WorkingOrder } from './working-order.js';

export interface WalkParts {
  /** Orders of the offer's instrument, in the order of acceptance. They change while fills are settled. */
  readonly orders: readonly WorkingOrder[];
  readonly isReducing: (working: WorkingOrder) => boolean;
  /** Fills an order at a price, both legs, and settles. */
  readonly fill: (working: WorkingOrder, price: number, pathDependent: boolean) => void;
}

/** Ends of the three legs of the path that a policy assumes. */
function turningPoints({ open, high, low, close }: BarOffer, policy: PathPolicy): readonly number[] {
  // Equal distances stay equal, however float64 rounds them.
  const highFirst = policy === 'ohlc' || (policy === 'nearest' && high - open < open - low - 1e-9 * open);
  return highFirst ? [high, low, close] : [low, high, close];
}

/** Walks one bar's path from price to price and fills what it reaches, in the order in which it does. */
export function walkPath(offer: BarOffer, policy: PathPolicy, { orders, isReducing, fill }: WalkParts): void {
  const tried = new Set<WorkingOrder>();
  const raised = new Set<WorkingOrder>();
  const inReach = orders.reduce((count, each) => count + (offer.isPathOpenTo(each) && offer.isInReach(each) ? 1 : 0), 0);
  let at = offer.open;
  // What the open has reached rests from here on.
  for (const working of orders) working.reaching = false;
  const follow = (): void => {
    for (const working of orders) {
      if (working.order.type !== 'trailing-stop' || !joins(working, offer)) continue;
      const best = better(working.order.side, working.extreme, at);
      if (best !== working.extreme) raised.add(working);
      working.extreme = best;
    }
  };
  for (const end of turningPoints(offer, policy)) {
    for (;;) {
      const next = nextOn(offer, at, end, orders, tried, isReducing);
      if (next === undefined) break;
      const { working, price } = next;
      at = price;
      follow();
      const { order } = working;
      const cameBack = working.pathTag;
      if (order.type === 'stop-limit' && !working.triggered) {
        working.triggered = true;
        working.reaching = priceWithin(order.side, price, order.limit!);
        if (!working.reaching) {
          working.pathTag = true;
          continue;
        }
      }
      tried.add(working);
      fill(working, price, inReach > 1 || working.arrival || raised.has(working) || cameBack);
      working.reaching = false;
    }
    at = end;
    follow();
  }
  for (const working of orders) working.pathTag = false;
}

/** True for an order that stands on this bar's path: there since the open, or sent in answer to a fill of the bar. */
function joins(working: WorkingOrder, offer: BarOffer): boolean {
  if (!working.arrival) return offer.isPathOpenTo(working);
  const { after, acceptedAt } = working;
  if (after === undefined || !offer.admitsOnPath(working)) return false;
  if (after.point === 'open') return acceptedAt <= offer.openTime;
  return after.point === 'path' && after.instrumentIndex === offer.instrumentIndex && acceptedAt <= offer.time;
}

interface Step {
  readonly working: WorkingOrder;
  readonly price: number;
}

/** The order whose price comes first between `at` and `end`; at one price reducing ones first, then by acceptance. */
function nextOn(
  offer: BarOffer,
  at: number,
  end: number,
  orders: readonly WorkingOrder[],
  tried: ReadonlySet<WorkingOrder>,
  isReducing: (working: WorkingOrder) => boolean,
): Step | undefined {
  let best: Step | undefined;
  for (const working of orders) {
    if (tried.has(working) || !joins(working, offer)) continue;
    const price = priceOnLeg(working, at, end);
    if (price === undefined) continue;
    if (best === undefined) best = { working, price };
    else {
      const difference = Math.abs(price - at) - Math.abs(best.price - at);
      if (difference < 0 || (difference === 0 && isReducing(working) && !isReducing(best.working))) best = { working, price };
    }
  }
  return best;
}

/** Where on the way from `at` to `end` an order's price comes, if it does. */
function priceOnLeg(working: WorkingOrder, at: number, end: number): number | undefined {
  const { order, triggered, extreme } = working;
  const { side } = order;
  switch (order.type) {
    case 'market':
      return undefined;
    case 'limit':
      return limitOnLeg(side, order.limit!, at, end);
    case 'stop':
      return triggered ? undefined : stopOnLeg(side, order.stop!, at, end);
    case 'stop-limit':
      return triggered ? limitOnLeg(side, order.limit!, at, end) : stopOnLeg(side, order.stop!, at, end);
    case 'trailing-stop':
      return triggered ? undefined : stopOnLeg(side, trailingStop(order, extreme), at, end);
  }
}

function limitOnLeg(side: 'buy' | 'sell', limit: number, at: number, end: number): number | undefined {
  if (priceWithin(side, at, limit)) return at;
  return priceWithin(side, end, limit) ? limit : undefined;
}

function stopOnLeg(side: 'buy' | 'sell', stop: number, at: number, end: number): number | undefined {
  if (stopTouched(side, stop, at, at)) return at;
  return stopTouched(side, stop, end, end) ? stop : undefined;
}
