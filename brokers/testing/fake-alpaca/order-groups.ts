import type { FakeOrder } from './order.js';

/** The other exit of a bracket or an OCO pair, where this order is one: when one ends, so does the other. */
export function rivalsOf(order: FakeOrder): readonly FakeOrder[] {
  const { parent } = order;
  if (order.terms.orderClass === 'oco') return parent === undefined ? order.legs : [parent];
  return parent === undefined ? [] : parent.legs.filter((leg) => leg !== order);
}

/** Orders that end when this one is canceled or expires: its rivals, and legs that wait for it. */
export function companionsOf(order: FakeOrder): readonly FakeOrder[] {
  return [...rivalsOf(order), ...order.legs.filter((leg) => leg.status === 'held')];
}
