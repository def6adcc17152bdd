import { ConfigError, StrategyError } from '../core/errors.js';
import { Decimal, type DecimalInput } from '../core/money.js';
import type { Order } from '../core/order.js';
import type { OpenOrder } from '../engine/order-registry.js';

/** Whole lots of a quantity, all that are left by default. */
export function lotsOf({ order, remaining }: OpenOrder, quantity: DecimalInput | undefined): number {
  const sized = order.notional === undefined;
  if (quantity === undefined && !sized) throw fault(order, 'a fill of unknown size', 'give the quantity: the order was sized by its value');
  const lots = quantity === undefined ? remaining : new Decimal(quantity).div(order.instrument.lotStep).toNumber();
  if (Number.isInteger(lots) && lots > 0 && (!sized || lots <= remaining)) return lots;
  throw fault(order, `a fill of ${String(quantity)}`, `give whole lots of ${order.instrument.lotStep}, ${remaining} lots are left`);
}

/** An answer that an order cannot be given. */
export function fault(order: Order, what: string, hint: string): ConfigError {
  return new ConfigError(`order ${order.id} (${order.side} ${order.symbol}) was given ${what}`, {
    code: 'testing/answer',
    context: { order: order.id, symbol: order.symbol },
    hint,
  });
}

/** A strategy that answers its own orders for ever. */
export function endless(strategy: string, most: number): StrategyError {
  return new StrategyError(`${strategy} sent more than ${most} commands in one step`, {
    code: 'strategy/endless-commands',
    context: { strategy },
    hint: 'onExecution answers its own orders without end: let it look at the execution before it sends another',
  });
}
