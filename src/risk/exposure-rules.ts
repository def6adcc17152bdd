import type { Order } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { lotWorth, openingLots, requirePositive } from './order-size.js';
import { PASS, type RememberingRule, type RiskRule, type RiskVerdict } from './risk-rule.js';

/**
 * Keeps the sum of |position values| at or below `fraction` of equity, at the marks: orders are cut to what fits. Orders that
 * reduce pass. Counted is what is held, not what orders that still work may add to it.
 */
export function maxGrossExposure(fraction: number): RiskRule {
  requirePositive('maxGrossExposure', fraction);
  return {
    name: `maxGrossExposure(${fraction})`,
    review: (order, account) => {
      // What the order reduces makes room for what it opens.
      const room = fraction * account.equity - account.grossExposure + reducedWorth(order, account);
      return within(order, account, room, `gross exposure would exceed ${fraction} of equity`);
    },
  };
}

/** Keeps |sum of position values| (shorts below zero) at or below `fraction` of equity, likewise. Orders toward zero pass. */
export function maxNetExposure(fraction: number): RiskRule {
  requirePositive('maxNetExposure', fraction);
  return {
    name: `maxNetExposure(${fraction})`,
    review: (order, account) => {
      const room = fraction * account.equity - order.sign * account.netExposure - reducedWorth(order, account);
      return within(order, account, room, `net exposure would exceed ${fraction} of equity`);
    },
  };
}

/**
 * Keeps the sum of |position values| of each sector at or below `fraction` of equity, likewise. `sectors` names each symbol's
 * sector; a symbol without one is refused.
 */
export function maxSectorExposure(sectors: Readonly<Record<string, string>>, fraction: number): RememberingRule {
  requirePositive('maxSectorExposure', fraction);
  return {
    name: `maxSectorExposure(${fraction})`,
    start: ({ instruments }) => ({
      review: (order, account) => {
        const sector = sectors[order.symbol];
        if (sector === undefined) return { verdict: 'refuse', message: `${order.symbol} has no sector` };
        let held = 0;
        instruments.forEach(({ symbol, unitSize }, index) => {
          const lots = sectors[symbol] === sector ? account.netLots(index) : 0;
          if (lots !== 0) held += Math.abs(lots * unitSize * account.mark(index));
        });
        const room = fraction * account.equity - held + reducedWorth(order, account);
        return within(order, account, room, `exposure to ${sector} would exceed ${fraction} of equity`);
      },
    }),
  };
}

/** Value of the part of a position that an order takes away. */
function reducedWorth(order: Order, account: AccountView): number {
  const held = account.netLots(order.instrumentIndex);
  if (held * order.sign >= 0) return 0;
  const lots = order.notional === undefined ? Math.min(order.lots, Math.abs(held)) : Math.abs(held);
  return lots * lotWorth(order, account);
}

/** Cuts what an order opens to a room of value. */
function within(order: Order, account: AccountView, room: number, message: string): RiskVerdict {
  const opening = openingLots(order, account);
  const worth = lotWorth(order, account);
  if (opening === 0 || Number.isNaN(worth)) return PASS;
  const fitting = Math.max(0, Math.floor(room / worth + 1e-9));
  if (opening <= fitting) return PASS;
  const detail = `${message}: ${opening} lots would open, ${fitting} fit`;
  if (order.notional !== undefined) return { verdict: 'refuse', message: detail };
  return { verdict: 'reduce', lots: order.lots - opening + fitting, message: detail };
}
