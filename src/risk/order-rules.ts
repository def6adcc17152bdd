import type { Order } from '../core/order.js';
import type { IsoDate, Millis } from '../core/time.js';
import { openingLots, requirePositive } from './order-size.js';
import { PASS, type RememberingRule, type RiskRule, type RiskVerdict } from './risk-rule.js';

/** Refuses more than `orders` orders within `per` milliseconds of the run's time: a strategy that sends without end. */
export function maxOrderRate(orders: number, per: Millis): RememberingRule {
  requirePositive('maxOrderRate', orders);
  requirePositive('maxOrderRate', per);
  return {
    name: `maxOrderRate(${orders} in ${per} ms)`,
    start: () => {
      const sent: Millis[] = [];
      return {
        review: ({ decidedAt }) => {
          while (sent.length > 0 && sent[0]! <= decidedAt - per) sent.shift();
          if (sent.length >= orders) return { verdict: 'refuse', message: `${sent.length} orders were sent in the last ${per} ms` };
          sent.push(decidedAt);
          return PASS;
        },
      };
    },
  };
}

/** Refuses limits and stops further than `fraction` from the last mark: a price that was mistyped. */
export function priceBand(fraction: number): RiskRule {
  requirePositive('priceBand', fraction);
  return {
    name: `priceBand(${fraction})`,
    review: ({ limit, stop, instrumentIndex }, account) => {
      const mark = account.mark(instrumentIndex);
      for (const price of [limit, stop]) {
        if (price === undefined || !(Math.abs(price / mark - 1) > fraction + 1e-12)) continue;
        return { verdict: 'refuse', message: `the price ${price} is more than ${fraction} away from the last price ${mark}` };
      }
      return PASS;
    },
  };
}

/** Refuses sales that open more than what can be borrowed, whatever the broker would say. */
export function shortAvailability(available: (symbol: string, date: IsoDate) => number): RiskRule {
  return {
    name: 'shortAvailability',
    review: (order, account) => {
      if (order.side === 'buy') return PASS;
      const opening = openingLots(order, account);
      if (opening === 0) return PASS;
      const { instrument, symbol, decidedAt } = order;
      const date = instrument.calendar.sessionOf(decidedAt).date;
      const lots = Math.floor(available(symbol, date) / instrument.lotStep + 1e-9) - Math.max(0, -account.netLots(order.instrumentIndex));
      if (opening <= lots) return PASS;
      return { verdict: 'refuse', message: `${opening} lots would be sold short, ${Math.max(0, lots)} can be borrowed on ${date}` };
    },
  };
}

/**
 * Refuses an order that could trade with a working order of the same account on the other side: a market order against any, a limit
 * against one that it crosses. Siblings and legs are told apart by the broker and never meet.
 */
export function washTradeGuard(): RememberingRule {
  return {
    name: 'washTradeGuard',
    start: (run) => ({
      review: (order): RiskVerdict => {
        const other = run.workingOrders(order.instrumentIndex).find((working) => couldMeet(order, working.order))?.order;
        return other === undefined
          ? PASS
          : { verdict: 'refuse', message: `it could trade with order ${other.id} (${other.side} ${other.type}${priceText(other)})` };
      },
    }),
  };
}

function couldMeet(order: Order, other: Order): boolean {
  if (order.side === other.side || order.id === other.id) return false;
  // A stop that waits is no price in the book.
  if (other.type === 'stop' || other.type === 'stop-limit' || other.type === 'trailing-stop') return false;
  if (order.type === 'stop' || order.type === 'stop-limit' || order.type === 'trailing-stop') return false;
  if (order.limit === undefined || other.limit === undefined) return true;
  return order.side === 'buy' ? order.limit >= other.limit : order.limit <= other.limit;
}

function priceText({ limit }: Order): string {
  return limit === undefined ? '' : ` ${limit}`;
}
