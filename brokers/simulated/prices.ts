import type { Order, Side } from '../../src/core/order.js';

/** True when a price is the limit or better. */
export function priceWithin(side: Side, price: number, limit: number): boolean {
  return side === 'buy' ? price <= limit : price >= limit;
}

/** True when prices between `low` and `high` reach a limit. */
export function limitTouched(side: Side, limit: number, low: number, high: number): boolean {
  return side === 'buy' ? low <= limit : high >= limit;
}

/** True when prices between `low` and `high` reach a stop. */
export function stopTouched(side: Side, stop: number, low: number, high: number): boolean {
  return side === 'buy' ? high >= stop : low <= stop;
}

/** A stop that the market has passed when it arrives fills where the market stands; NaN for a market that stands nowhere. */
export function stopFrom(side: Side, stop: number, market: number): number {
  if (Number.isNaN(market)) return stop;
  return side === 'sell' ? Math.min(stop, market) : Math.max(stop, market);
}

/** The same for a limit. */
export function limitFrom(side: Side, limit: number, market: number): number {
  if (Number.isNaN(market)) return limit;
  return side === 'buy' ? Math.min(limit, market) : Math.max(limit, market);
}

/** The better of two prices for a trailing stop to follow. */
export function better(side: Side, a: number, b: number): number {
  return side === 'sell' ? Math.max(a, b) : Math.min(a, b);
}

/** Where a trailing stop stands when the best price was `extreme`: on the tick, further from the market in doubt. */
export function trailingStop({ side, instrument: { tick }, extras }: Order, extreme: number): number {
  const trail = extras!.trail!;
  const sign = side === 'sell' ? -1 : 1;
  const stop = 'amount' in trail ? extreme + sign * trail.amount : extreme * (1 + (sign * trail.percent) / 100);
  if (tick === undefined) return Math.max(stop, Number.MIN_VALUE);
  return Math.max(tick, side === 'sell' ? floorTo(stop, tick) : ceilTo(stop, tick));
}

/** The tick at or below a price; a price within a millionth of a tick counts as on it. */
export function floorTo(price: number, tick: number): number {
  return onTick(Math.floor(price / tick + 1e-6), tick);
}

/** The tick at or above a price, likewise. */
export function ceilTo(price: number, tick: number): number {
  return onTick(Math.ceil(price / tick - 1e-6), tick);
}

/** A number of ticks as the float64 that prints as that price. */
function onTick(ticks: number, tick: number): number {
  const perUnit = Math.round(1 / tick);
  return perUnit >= 1 && perUnit * tick === 1 ? ticks / perUnit : Number((ticks * tick).toPrecision(12));
}
