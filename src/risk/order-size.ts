import { ConfigError } from '../core/errors.js';
import { quantaToNumber } from '../core/money.js';
import type { Order } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';

/** Value of one lot at the last mark, NaN before the first. */
export function lotWorth({ instrument, instrumentIndex }: Order, account: AccountView): number {
  return account.mark(instrumentIndex) * instrument.lotStep * instrument.multiplier;
}

/** Value at the last mark; of an order for all buying power, the most that it can be. */
export function worthOf(order: Order, account: AccountView): number {
  const { notional, lots } = order;
  if (notional === 'max') return account.equity;
  return notional === undefined ? lots * lotWorth(order, account) : quantaToNumber(notional);
}

/** Lots of an order that open a position or make it larger, at the last mark. */
export function openingLots(order: Order, account: AccountView): number {
  const held = account.netLots(order.instrumentIndex);
  const lots = order.notional === undefined ? order.lots : Math.ceil(worthOf(order, account) / lotWorth(order, account));
  return held * order.sign < 0 ? Math.max(0, lots - Math.abs(held)) : lots;
}

/** @throws ConfigError unless a limit is above 0. */
export function requirePositive(rule: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new ConfigError(`${rule}: the limit must be above 0, not ${value}`, {
    code: 'risk/limit',
    context: { rule, value },
    hint: 'give a positive number',
  });
}
