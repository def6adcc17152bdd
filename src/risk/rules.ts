import type { Order } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { requirePositive, worthOf } from './order-size.js';
import { NOTHING_PENDING } from './pending-lots.js';
import { PASS, type RiskRule, type RiskVerdict } from './risk-rule.js';

/**
 * Keeps every position at or below `fraction` of equity at the last mark, also when everything fills that works on its side: an
 * order that would exceed it is cut to whole lots, or refused when nothing is left. Orders that reduce a position pass.
 */
export function maxPosition(fraction: number): RiskRule {
  requirePositive('maxPosition', fraction);
  return {
    name: `maxPosition(${fraction})`,
    review(order, account, pending = NOTHING_PENDING): RiskVerdict {
      const { instrumentIndex, sign, side, notional, instrument } = order;
      const mark = account.mark(instrumentIndex);
      if (Number.isNaN(mark)) return PASS;
      const perLot = mark * instrument.lotStep * instrument.multiplier;
      const asked = notional === undefined ? order.lots : Math.floor(worthOf(order, account) / perLot);
      const reducible = Math.max(0, -sign * account.netLots(instrumentIndex));
      if (asked <= reducible) return PASS;
      const working = pending.of(instrumentIndex, side, order);
      // In the order's direction: below 0 for a position on the other side.
      const before = sign * account.netLots(instrumentIndex) + working;
      const limit = Math.max(0, Math.floor((account.equity * fraction) / perLot + 1e-9));
      if (before + asked <= limit) return PASS;
      const own = working === 0 ? '' : `, ${working} of them still working,`;
      const message = `${before + asked} lots${own} would exceed ${limit}, ${fraction} of equity at ${mark}`;
      if (notional !== undefined) return { verdict: 'refuse', message: `about ${message}` };
      return { verdict: 'reduce', lots: Math.max(reducible, limit - before), message };
    },
  };
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
