import type { ReduceReason, RejectReason } from '../../src/core/execution.js';
import type { Order } from '../../src/core/order.js';
import { isoInstant, type Millis } from '../../src/core/time.js';
import { quantaToNumber } from '../../src/core/money.js';
import { lotValue, type PowerDesk } from './buying-power.js';
import type { CostDesk } from './cost-desk.js';
import type { WorkingBook } from './working-book.js';

/** What the broker says of an order when it arrives. `lots` is less than the order's where a target was cut to fit. */
export type Verdict =
  | {
      readonly accepted: true;
      /** The order's own where `undefined`. */
      readonly lots: number | undefined;
      readonly impact: number;
      readonly message?: string;
      readonly reason?: ReduceReason;
    }
  | { readonly accepted: false; readonly reason: RejectReason; readonly message: string };

export interface AcceptanceParts {
  readonly powers: PowerDesk;
  readonly costs: CostDesk;
  readonly working: WorkingBook;
}

/** Signed lots of market orders already working on an order's instrument, of those that share its account. */
function pendingMarketLots({ instrumentIndex, strategyIndex }: Order, { powers, working }: AcceptanceParts): number {
  let lots = 0;
  for (const each of working.of(instrumentIndex)) {
    const { order } = each;
    if (!powers.areOne(order.strategyIndex, strategyIndex)) continue;
    if (order.type === 'market' && order.notional === undefined && each.cancelAt === Infinity) lots += order.sign * each.leftAt(0);
  }
  return lots;
}

/**
 * Checks an order at its arrival: prices, size, short sales, buying power at the last mark plus costs. An order that
 * does not fit is rejected with both figures; a target, which means "as near as possible", is cut to whole lots. Of a leg
 * that is held only prices and size are checked.
 */
export function reviewOrder(order: Order, acceptedAt: Millis, parts: AcceptanceParts, held = false): Verdict {
  const power = parts.powers.of(order);
  const mark = power.account.mark(order.instrumentIndex);
  if (Number.isNaN(mark)) return rejected('no-price', `${order.symbol} has not had a bar yet: send orders from its first bar on`);
  const offTick = tickFault(order);
  if (offTick !== undefined) return rejected('price-off-tick', offTick);
  const expiresAt = order.extras?.expiresAt;
  if (expiresAt !== undefined && expiresAt <= acceptedAt) {
    return rejected('expired-already', `it ends at ${isoInstant(expiresAt)} and would be accepted at ${isoInstant(acceptedAt)}`);
  }
  if (order.notional !== undefined) return reviewNotional(order, parts);
  if (order.lots === 0) return rejected('quantity-below-lot', `the quantity is less than one lot of ${order.instrument.lotStep}`);

  if (held) return { accepted: true, lots: order.lots, impact: 0 };

  const price = order.limit ?? order.stop ?? mark;
  const pending = pendingMarketLots(order, parts);
  const reducing = power.reducing(order, order.lots, pending);
  const opening = order.lots - reducing;
  const counts = order.type === 'market' ? reducing * lotValue(order, mark) * power.rate : 0;
  if (opening === 0)
    return { accepted: true, lots: order.lots, impact: counts - (counts > 0 ? parts.costs.estimate(order, reducing, mark) : 0) };

  if (order.side === 'sell' && !power.shortSales) {
    const message = `selling ${order.lots} lots would go ${opening} short, and the account does not allow short sales`;
    if (order.purpose === 'plain' || reducing === 0) return rejected('shorting-not-allowed', message);
    return { accepted: true, lots: reducing, impact: counts, message, reason: 'shorting-not-allowed' };
  }
  const borrowable = order.side === 'sell' ? power.lotsToBorrow(order, acceptedAt) : Infinity;
  if (opening > borrowable) {
    return rejected('no-locate', `selling ${opening} lots short needs as many to borrow, and ${Math.max(0, borrowable)} can be had`);
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
  return lots * lotValue(order, price) * parts.powers.of(order).rate + parts.costs.estimate(order, lots + reducing, price);
}

/** Notional orders are sized at their fill; here only the amount is held against buying power. */
function reviewNotional(order: Order, parts: AcceptanceParts): Verdict {
  const power = parts.powers.of(order);
  const held = power.account.netLots(order.instrumentIndex) + pendingMarketLots(order, parts);
  if (order.side === 'sell' && held <= 0 && !power.shortSales) {
    return rejected('shorting-not-allowed', 'there is nothing to sell, and the account does not allow short sales');
  }
  if (order.notional === 'max' || order.notional === undefined) return { accepted: true, lots: 0, impact: 0 };
  const amount = quantaToNumber(order.notional) * power.rate;
  if (order.side === 'sell' && held > 0) return { accepted: true, lots: 0, impact: 0 };
  if (amount <= power.available) return { accepted: true, lots: 0, impact: -amount };
  return rejected('insufficient-buying-power', `needs ${amount.toFixed(2)}, buying power is ${power.available.toFixed(2)}`);
}

/**
 * The orders that stand and fall with an accepted one: prices of brackets and pairs, and for each order what is checked of
 * any. `first` is the verdict on the order itself.
 */
export function reviewGroup(order: Order, group: readonly Order[], acceptedAt: Millis, first: Verdict, parts: AcceptanceParts): Verdict {
  const fault = groupFault(order, group, parts.powers.of(order).account.mark(order.instrumentIndex));
  if (fault !== undefined) return rejected('bracket-prices', fault);
  for (const each of group) {
    const verdict = reviewOrder(each, acceptedAt, parts, each.extras?.parent !== undefined);
    if (!verdict.accepted) return verdict;
  }
  return first;
}

/** The rule of prices that a bracket or a pair breaks, with both prices. */
function groupFault(order: Order, group: readonly Order[], mark: number): string | undefined {
  const isLeg = group[0]?.extras?.parent !== undefined;
  const exits = isLeg ? group : [order, ...group];
  const takeProfit = exits.find((each) => each.type === 'limit')?.limit;
  const stopLoss = exits.find((each) => each.type !== 'limit')?.stop;
  // Above 0 where the trade earns when prices rise: the exits sell.
  const long = exits[0]!.side === 'sell' ? 1 : -1;
  const [above, below] = long > 0 ? ['above', 'below'] : ['below', 'above'];
  if (takeProfit !== undefined && stopLoss !== undefined && long * (takeProfit - stopLoss) <= 0) {
    return `take-profit ${takeProfit} must be ${above} the stop-loss ${stopLoss}`;
  }
  if (!isLeg) return undefined;
  const base = order.limit ?? order.stop ?? mark;
  const name = order.limit !== undefined ? 'limit' : order.stop !== undefined ? 'stop' : 'last price';
  if (takeProfit !== undefined && long * (takeProfit - base) <= 0)
    return `take-profit ${takeProfit} must be ${above} the entry's ${name} ${base}`;
  if (stopLoss !== undefined && long * (base - stopLoss) <= 0) return `stop-loss ${stopLoss} must be ${below} the entry's ${name} ${base}`;
  return undefined;
}

function tickFault(order: Order): string | undefined {
  if (order.limit === undefined && order.stop === undefined && order.extras === undefined) return undefined;
  const { trail } = order.extras ?? {};
  return (
    offTick(order, 'limit', order.limit) ??
    offTick(order, 'stop', order.stop) ??
    offTick(order, 'trailing amount', trail !== undefined && 'amount' in trail ? trail.amount : undefined)
  );
}

function offTick({ instrument: { tick } }: Order, name: string, price: number | undefined): string | undefined {
  if (tick === undefined || price === undefined) return undefined;
  const ticks = price / tick;
  if (Math.abs(ticks - Math.round(ticks)) <= 1e-6) return undefined;
  return `${name} ${price} is no multiple of the tick ${tick}: the nearest prices are ${trim(Math.floor(ticks) * tick)} and ${trim(Math.ceil(ticks) * tick)}`;
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
