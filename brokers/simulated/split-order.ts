import { Order, type ApprovedOrder, type Trail } from '../../src/core/order.js';
import { ceilTo, floorTo } from './prices.js';

/** Lots after a split, rounded toward zero. */
export function splitLots(lots: number, numerator: number, denominator: number): number {
  return Math.floor((lots * numerator) / denominator);
}

/** An order for the units of after a split: `lots` in all, prices divided and rounded away from the market. */
export function splitOrder(order: ApprovedOrder, lots: number, numerator: number, denominator: number): ApprovedOrder {
  const { side, limit, stop, extras, instrument } = order;
  const divided = (price: number, down: boolean): number => {
    const exact = (price * denominator) / numerator;
    const step = instrument.tick ?? 1e-8;
    return Math.max(step, down ? floorTo(exact, step) : ceilTo(exact, step));
  };
  const buys = side === 'buy';
  const trail = extras?.trail;
  return new Order({
    ...order,
    lots,
    limit: limit === undefined ? undefined : divided(limit, buys),
    stop: stop === undefined ? undefined : divided(stop, !buys),
    extras:
      trail === undefined
        ? extras
        : { ...extras, trail: 'amount' in trail ? ({ amount: divided(trail.amount, false) } satisfies Trail) : trail },
  }) as ApprovedOrder;
}
