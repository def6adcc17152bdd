import type { Decimal } from '../../../src/core/money.js';
import { stopOf, type FakeOrder } from './order.js';

/** Prices at one moment: what a buy pays and what a sale gets. */
export interface PricePoint {
  readonly ask: Decimal;
  readonly bid: Decimal;
}

/** What the market would do with an order on the way from one price to another. */
export interface Touch {
  readonly order: FakeOrder;
  readonly price: Decimal;
  /** A stop is only touched, and then works as what it has become. */
  readonly does: 'fill' | 'trigger';
}

/**
 * Where an order acts while the price moves on from `at` to `to`: at `at` itself where it is marketable there, which after a gap is
 * better than its limit or worse than its stop; otherwise at its own price, where the way passes it. `undefined` where it does not.
 */
export function touchOf(order: FakeOrder, at: PricePoint, to: PricePoint): Touch | undefined {
  const { side, limitPrice } = order.terms;
  const buy = side === 'buy';
  const [here, there] = buy ? [at.ask, to.ask] : [at.bid, to.bid];
  const stop = order.triggered ? undefined : stopOf(order);
  if (stop !== undefined) {
    const price = reached(stop, here, there, buy);
    return price && { order, price, does: 'trigger' };
  }
  if (limitPrice === undefined) return { order, price: here, does: 'fill' };
  const price = reached(limitPrice, here, there, !buy);
  return price && { order, price, does: 'fill' };
}

/** `here` where the level has been reached already, the level where the way passes it; `upwards` levels are reached from below. */
function reached(level: Decimal, here: Decimal, there: Decimal, upwards: boolean): Decimal | undefined {
  if (upwards ? here.gte(level) : here.lte(level)) return here;
  if (upwards ? there.gte(level) : there.lte(level)) return level;
  return undefined;
}
