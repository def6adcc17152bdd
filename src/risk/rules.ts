import type { Order } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { requirePositive, worthOf } from './order-size.js';
import { PASS, type RiskRule, type RiskVerdict } from './risk-rule.js';

/**
 * Keeps every position at or below `fraction` of equity at the last mark: an order that would exceed it is cut to
 * whole lots, or refused when nothing is left. Orders that reduce a position pass. Counted is what is held, not what
 * orders that still work may add to it.
 */
export function maxPosition(fraction: number): RiskRule {
  requirePositive('maxPosition', fraction);
  return {
    name: `maxPosition(${fraction})`,
    review(order, account): RiskVerdict {
      const mark = account.mark(order.instrumentIndex);
      const held = account.netLots(order.instrumentIndex);
      if (Number.isNaN(mark)) return PASS;
      const perLot = mark * order.instrument.lotStep * order.instrument.multiplier;
      const asked = order.notional === undefined ? order.lots : Math.floor(worthOf(order, account) / perLot);
      const after = held + order.sign * asked;
      const limit = Math.max(0, Math.floor((account.equity * fraction) / perLot + 1e-9));
      if (Math.abs(after) <= Math.max(limit, reducedTo(held, order, asked))) return PASS;
      if (order.notional !== undefined)
        return { verdict: 'refuse', message: `about ${Math.abs(after)} lots would exceed ${limit}, ${fraction} of equity at ${mark}` };
      const lots = held * order.sign >= 0 ? limit - Math.abs(held) : limit + Math.abs(held);
      return {
        verdict: 'reduce',
        lots: Math.max(0, lots),
        message: `${Math.abs(after)} lots would exceed ${limit}, ${fraction} of equity at ${mark}`,
      };
    },
  };
}

/** An order toward zero may leave any position that is smaller than the one held. */
function reducedTo(held: number, order: Order, asked: number): number {
  return held * order.sign < 0 && asked <= Math.abs(held) ? Math.abs(held) : 0;
}

/** Refuses orders worth more than `value` (account currency) at the last mark. */
export function maxOrderValue(value: number): RiskRule {
  requirePositive('maxOrderValue', value);
  return {
    name: `maxOrderValue(${value})`,
    review(order: Order, account: AccountView): RiskVerdict {
      const worth = worthOf(order, account);
      return worth > value ? { verdict: 'refuse', message: `the order is worth ${worth.toFixed(2)}` } : PASS;
    },
  };
}
