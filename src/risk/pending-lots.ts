import type { Instrument } from '../core/instrument.js';
import type { Order, Side } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { lotWorth, worthOf } from './order-size.js';

/** An order that works, and what is left of it. */
export interface PendingOrder {
  /** As it works: cut where it was cut. */
  readonly order: Order;
  /** Lots still to fill; of no meaning for an order sized by its value. */
  readonly remaining: number;
  /** True once its cancel has been asked for. */
  readonly cancelAsked: boolean;
}

/** What working orders may still do to positions: rules of exposure count it as if it had been filled. */
export interface PendingLots {
  /** Number of instruments. */
  readonly instruments: number;
  /** Value of one lot of an instrument at the last mark. */
  lotWorth(instrumentIndex: number): number;
  /** Lots that working orders may fill on a side of an instrument, without `besides` and what it replaces. */
  of(instrumentIndex: number, side: Side, besides: Order): number;
}

/** Where nobody works. */
export const NOTHING_PENDING: PendingLots = { instruments: 0, lotWorth: () => Number.NaN, of: () => 0 };

/**
 * Reads what is pending from the open orders of a run. Of a pair one order counts, and of an order and its replacement the
 * replacement; what is to be canceled does not count.
 */
export function pendingLots(
  instruments: readonly Instrument[],
  workingOn: (instrumentIndex: number) => readonly PendingOrder[],
  account: AccountView,
): PendingLots {
  return {
    instruments: instruments.length,
    lotWorth: (index) => instruments[index]!.unitSize * account.mark(index),
    of(instrumentIndex, side, besides) {
      const orders = workingOn(instrumentIndex);
      let lots = 0;
      for (const pending of orders) {
        if (pending.order.side === side && counts(pending, orders, besides)) lots += lotsOf(pending, account);
      }
      return lots;
    },
  };
}

function counts({ order, cancelAsked }: PendingOrder, orders: readonly PendingOrder[], besides: Order): boolean {
  if (cancelAsked || order.id === besides.id || order.id === besides.extras?.replaces) return false;
  const sibling = order.extras?.sibling;
  return !orders.some(
    (other) => other.order.extras?.replaces === order.id || (sibling !== undefined && other.order.id === sibling && sibling < order.id),
  );
}

function lotsOf({ order, remaining }: PendingOrder, account: AccountView): number {
  return order.notional === undefined ? remaining : Math.ceil(worthOf(order, account) / lotWorth(order, account));
}

/** The largest position, long or short, that working orders may lead to. */
export function worstLots(index: number, account: AccountView, pending: PendingLots, besides: Order): number {
  const held = account.netLots(index);
  return Math.max(Math.abs(held), held + pending.of(index, 'buy', besides), pending.of(index, 'sell', besides) - held);
}
