import type { ReferenceOrder } from './book.js';
import type { ScenarioBar } from './scenario.js';

/** What an order finds at a price point. */
export type Offer =
  /** Fills at this price. `taken` where the order takes what others offer, and slippage moves the price. */
  | { readonly kind: 'fill'; readonly price: number; readonly taken: boolean; readonly guessed: boolean }
  /** A stop-limit is reached, and does not fill. */
  | { readonly kind: 'reached' }
  | undefined;

const fills = (price: number, taken: boolean, guessed = false): Offer => ({ kind: 'fill', price, taken, guessed });

/** Level of a trailing stop for an extreme, in whole cents: rounded down for a sell, up for a buy. */
export function trailLevel({ side, trailAmount, trailPercent }: ReferenceOrder, extreme: number): number {
  if (trailAmount !== undefined)
    return side === 'sell' ? Math.floor(extreme - trailAmount + 1e-6) : Math.ceil(extreme + trailAmount - 1e-6);
  const hundredths = extreme * (side === 'sell' ? 100 - trailPercent! : 100 + trailPercent!);
  return side === 'sell' ? Math.floor(hundredths / 100 + 1e-6) : Math.ceil(hundredths / 100 - 1e-6);
}

/** True where a price stands on the order's stop or beyond. */
function reaches({ side }: ReferenceOrder, stop: number, price: number): boolean {
  return side === 'buy' ? price >= stop : price <= stop;
}

/** True where a price is the order's limit or better. */
export function within({ side }: ReferenceOrder, limit: number, price: number): boolean {
  return side === 'buy' ? price <= limit : price >= limit;
}

export function atOpen(order: ReferenceOrder, open: number, isFirstOpen: boolean): Offer {
  switch (order.type) {
    case 'market':
      return fills(open, true);
    case 'limit':
      return within(order, order.limit!, open) ? fills(open, isFirstOpen || order.life === 'opg') : undefined;
    case 'stop':
      return order.reached || reaches(order, order.stop!, open) ? fills(open, true) : undefined;
    case 'trailing-stop':
      return order.reached || reaches(order, trailLevel(order, order.extreme), open) ? fills(open, true) : undefined;
    case 'stop-limit': {
      if (order.reached) return within(order, order.limit!, open) ? fills(open, false) : undefined;
      if (!reaches(order, order.stop!, open)) return undefined;
      return within(order, order.limit!, open) ? fills(open, true) : { kind: 'reached' };
    }
  }
}

/**
 * The path of a bar for an order under the policies that do not walk it.
 * @param market - where the market stands for an order that was sent during the bar, else undefined.
 */
export function onGuessedPath(order: ReferenceOrder, bar: ScenarioBar, optimistic: boolean, market: number | undefined): Offer {
  const { side } = order;
  const far = side === 'buy' ? bar.high : bar.low;
  const near = side === 'buy' ? bar.low : bar.high;
  const passed = (price: number): number => {
    if (market === undefined) return price;
    return side === 'buy' ? Math.max(price, market) : Math.min(price, market);
  };
  const better = (price: number): number => {
    if (market === undefined) return price;
    return side === 'buy' ? Math.min(price, market) : Math.max(price, market);
  };
  const hits = (stop: number): boolean => reaches(order, stop, far) || (market !== undefined && reaches(order, stop, market));
  const gets = (limit: number): boolean => within(order, limit, near) || (market !== undefined && within(order, limit, market));
  switch (order.type) {
    case 'market':
      return undefined;
    case 'limit':
      return gets(order.limit!) ? fills(better(order.limit!), false) : undefined;
    case 'stop':
      return !order.reached && hits(order.stop!) ? fills(passed(order.stop!), true) : undefined;
    case 'stop-limit': {
      const { stop, limit } = order as { stop: number; limit: number };
      if (order.reached) return gets(limit) ? fills(better(limit), false) : undefined;
      if (!hits(stop)) return undefined;
      const at = passed(stop);
      if (within(order, limit, at)) return fills(at, true);
      const comesBack = optimistic ? gets(limit) : within(order, limit, bar.close);
      return comesBack ? fills(limit, false, true) : { kind: 'reached' };
    }
    case 'trailing-stop': {
      if (order.reached) return undefined;
      const before = trailLevel(order, order.extreme);
      const best = side === 'sell' ? Math.max(order.extreme, bar.high) : Math.min(order.extreme, bar.low);
      const after = trailLevel(order, best);
      if (optimistic) {
        return reaches(order, before, far) || reaches(order, after, bar.close) ? fills(after, true, after !== before) : undefined;
      }
      if (reaches(order, before, far)) return fills(before, true);
      return reaches(order, after, far) ? fills(after, true, true) : undefined;
    }
  }
}

/** The next price at which an order fills on one leg of a walked path, from `at` to `end`, or undefined. */
export function onLeg(order: ReferenceOrder, at: number, end: number): number | undefined {
  const rising = end >= at;
  const asLimit = order.type === 'limit' || (order.type === 'stop-limit' && order.reached);
  const between = (price: number): number | undefined => ((rising ? price <= end : price >= end) ? price : undefined);
  if (asLimit) {
    if (within(order, order.limit!, at)) return at;
    if (order.side === 'sell') return rising ? between(Math.max(at, order.limit!)) : undefined;
    return rising ? undefined : between(Math.min(at, order.limit!));
  }
  if (order.type === 'market' || order.reached) return undefined;
  const stop = order.type === 'trailing-stop' ? trailLevel(order, order.extreme) : order.stop!;
  if (reaches(order, stop, at)) return at;
  if (order.side === 'buy') return rising ? between(Math.max(at, stop)) : undefined;
  return rising ? undefined : between(Math.min(at, stop));
}
