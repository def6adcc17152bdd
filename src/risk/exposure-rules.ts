import type { Order } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { lotWorth, openingLots, requirePositive } from './order-size.js';
import { NOTHING_PENDING, worstLots, type PendingLots } from './pending-lots.js';
import { PASS, type RememberingRule, type RiskRule, type RiskVerdict } from './risk-rule.js';

/**
 * Keeps the sum of |position values| at or below `fraction` of equity, at the marks: orders are cut to what fits. Orders that
 * reduce pass. Of each instrument counts the largest position that what works on it may lead to.
 */
export function maxGrossExposure(fraction: number): RiskRule {
  requirePositive('maxGrossExposure', fraction);
  return {
    name: `maxGrossExposure(${fraction})`,
    review: (order, account, pending = NOTHING_PENDING) => {
      let others = account.grossExposure - Math.abs(account.netLots(order.instrumentIndex) * lotWorth(order, account));
      for (let index = 0; index < pending.instruments; index++) {
        if (index !== order.instrumentIndex) others += addedWorth(index, order, account, pending);
      }
      const room = fraction * account.equity - others;
      return within(order, account, largest(order, account, pending, room), `gross exposure would exceed ${fraction} of equity`);
    },
  };
}

/**
 * Keeps |sum of position values| (shorts below zero) at or below `fraction` of equity, likewise. Orders toward zero pass. What works
 * on the order's side counts, of all instruments.
 */
export function maxNetExposure(fraction: number): RiskRule {
  requirePositive('maxNetExposure', fraction);
  return {
    name: `maxNetExposure(${fraction})`,
    review: (order, account, pending = NOTHING_PENDING) => {
      let room = fraction * account.equity - order.sign * account.netExposure;
      for (let index = 0; index < pending.instruments; index++) {
        const lots = pending.of(index, order.side, order);
        if (lots > 0) room -= lots * pending.lotWorth(index);
      }
      const most = Math.floor(room / lotWorth(order, account) + 1e-9);
      return within(order, account, most, `net exposure would exceed ${fraction} of equity`);
    },
  };
}

/**
 * Keeps the sum of |position values| of each sector at or below `fraction` of equity, as {@link maxGrossExposure} does for all.
 * `sectors` names each symbol's sector; a symbol without one is refused.
 */
export function maxSectorExposure(sectors: Readonly<Record<string, string>>, fraction: number): RememberingRule {
  requirePositive('maxSectorExposure', fraction);
  return {
    name: `maxSectorExposure(${fraction})`,
    start: ({ instruments }) => ({
      review: (order, account, pending = NOTHING_PENDING) => {
        const sector = sectors[order.symbol];
        if (sector === undefined) return { verdict: 'refuse', message: `${order.symbol} has no sector` };
        let others = 0;
        instruments.forEach(({ symbol, unitSize }, index) => {
          if (sectors[symbol] !== sector || index === order.instrumentIndex) return;
          const lots = worstLots(index, account, pending, order);
          if (lots !== 0) others += lots * unitSize * account.mark(index);
        });
        const room = fraction * account.equity - others;
        return within(order, account, largest(order, account, pending, room), `exposure to ${sector} would exceed ${fraction} of equity`);
      },
    }),
  };
}

/** What working orders may add to the value of an instrument's position. */
function addedWorth(index: number, order: Order, account: AccountView, pending: PendingLots): number {
  const added = worstLots(index, account, pending, order) - Math.abs(account.netLots(index));
  return added === 0 ? 0 : added * pending.lotWorth(index);
}

/** Lots that an order may have so that its position, with what works on its side, is worth no more than `room`. */
function largest(order: Order, account: AccountView, pending: PendingLots, room: number): number {
  const { instrumentIndex, sign, side } = order;
  const before = sign * account.netLots(instrumentIndex) + pending.of(instrumentIndex, side, order);
  return Math.floor(room / lotWorth(order, account) + 1e-9) - before;
}

/** Cuts an order to `most` lots, but never what it reduces. */
function within(order: Order, account: AccountView, most: number, message: string): RiskVerdict {
  const opening = openingLots(order, account);
  if (opening === 0 || Number.isNaN(most)) return PASS;
  const fitting = Math.max(0, most - Math.max(0, -order.sign * account.netLots(order.instrumentIndex)));
  if (opening <= fitting) return PASS;
  const detail = `${message}: ${opening} lots would open, ${fitting} fit`;
  if (order.notional !== undefined) return { verdict: 'refuse', message: detail };
  return { verdict: 'reduce', lots: order.lots - opening + fitting, message: detail };
}
