import type { RejectReason } from '../../src/core/execution.js';
import type { Order } from '../../src/core/order.js';
import type { AccountView } from '../../src/portfolio/portfolio.js';
import { quantaToNumber } from '../../src/core/money.js';
import { lotValue, type BuyingPower } from './buying-power.js';

/** What the broker says of an order when it arrives. `lots` is less than the order's where a target was cut to fit. */
export type Verdict =
  | {
      readonly accepted: true;
      readonly lots: number;
      readonly impact: number;
      readonly message?: string;
      readonly reason?: 'insufficient-buying-power' | 'shorting-not-allowed';
    }
  | { readonly accepted: false; readonly reason: RejectReason; readonly message: string };

export interface AcceptanceParts {
  readonly account: AccountView;
  readonly power: BuyingPower;
  /** Estimated costs of filling `lots` at `price`, account currency. */
  estimateCost(order: Order, lots: number, price: number): number;
  /** Signed lots of market orders already working on the instrument. */
  pendingMarketLots(instrumentIndex: number): number;
}

/**
 * Checks an order at its arrival: prices, size, short sales, buying power at the last mark plus costs. An order that
 * does not fit is rejected with both figures; a target, which means "as near as possible", is cut to whole lots.
 */
export function reviewOrder(order: Order, parts: AcceptanceParts): Verdict {
  const mark = parts.account.mark(order.instrumentIndex);
  if (Number.isNaN(mark)) return rejected('no-price', `${order.symbol} has not had a bar yet: send orders from its first bar on`);
  const offTick = tickFault(order);
  if (offTick !== undefined) return rejected('price-off-tick', offTick);
  if (order.notional !== undefined) return reviewNotional(order, parts);
  if (order.lots === 0) return rejected('quantity-below-lot', `the quantity is less than one lot of ${order.instrument.lotStep}`);

  const { power } = parts;
  const price = order.limit ?? order.stop ?? mark;
  const pending = parts.pendingMarketLots(order.instrumentIndex);
  const reducing = power.reducing(order, order.lots, pending);
  const opening = order.lots - reducing;
  const counts = order.type === 'market' ? reducing * lotValue(order, mark) : 0;
  if (opening === 0)
    return { accepted: true, lots: order.lots, impact: counts - (counts > 0 ? parts.estimateCost(order, reducing, mark) : 0) };

  if (order.side === 'sell' && !power.shortSales) {
    const message = `selling ${order.lots} lots would go ${opening} short, and the account does not allow short sales`;
    if (order.purpose === 'plain' || reducing === 0) return rejected('shorting-not-allowed', message);
    return { accepted: true, lots: reducing, impact: counts, message, reason: 'shorting-not-allowed' };
  }
  const available = power.available + counts;
  const needed = needOf(order, opening, reducing, price, parts);
  if (needed <= available) return { accepted: true, lots: order.lots, impact: counts - needed };
  const message = `needs ${needed.toFixed(2)} with costs, buying power is ${available.toFixed(2)}`;
  if (order.purpose === 'plain') return rejected('insufficient-buying-power', message);
  const fitting = largestFitting(opening, (lots) => needOf(order, lots, reducing, price, parts) <= available);
  if (fitting + reducing === 0) return rejected('insufficient-buying-power', message);
  return {
    accepted: true,
    lots: fitting + reducing,
    impact: counts - needOf(order, fitting, reducing, price, parts),
    message,
    reason: 'insufficient-buying-power',
  };
}

/** What opening `lots` takes, with the costs of the whole order. */
function needOf(order: Order, lots: number, reducing: number, price: number, parts: AcceptanceParts): number {
  return lots * lotValue(order, price) + parts.estimateCost(order, lots + reducing, price);
}

/** Notional orders are sized at their fill; here only the amount is held against buying power. */
function reviewNotional(order: Order, { power, account, pendingMarketLots }: AcceptanceParts): Verdict {
  const held = account.netLots(order.instrumentIndex) + pendingMarketLots(order.instrumentIndex);
  if (order.side === 'sell' && held <= 0 && !power.shortSales) {
    return rejected('shorting-not-allowed', 'there is nothing to sell, and the account does not allow short sales');
  }
  if (order.notional === 'max' || order.notional === undefined) return { accepted: true, lots: 0, impact: 0 };
  const amount = quantaToNumber(order.notional);
  if (order.side === 'sell' && held > 0) return { accepted: true, lots: 0, impact: 0 };
  if (amount <= power.available) return { accepted: true, lots: 0, impact: -amount };
  return rejected('insufficient-buying-power', `needs ${amount.toFixed(2)}, buying power is ${power.available.toFixed(2)}`);
}

function tickFault(order: Order): string | undefined {
  const { tick } = order.instrument;
  const price = order.limit ?? order.stop;
  if (tick === undefined || price === undefined) return undefined;
  const ticks = price / tick;
  if (Math.abs(ticks - Math.round(ticks)) <= 1e-6) return undefined;
  return `${order.type} ${price} is no multiple of the tick ${tick}: the nearest prices are ${trim(Math.floor(ticks) * tick)} and ${trim(Math.ceil(ticks) * tick)}`;
}

function trim(price: number): number {
  return Number(price.toPrecision(12));
}

function rejected(reason: RejectReason, message: string): Verdict {
  return { accepted: false, reason, message };
}

/** The largest whole number up to `most` for which `fits` holds; `fits` must not come back once it has failed. */
export function largestFitting(most: number, fits: (lots: number) => boolean): number {
  if (fits(most)) return most;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
