import type { AccountSettings } from '../../src/broker/broker.js';
import { quantaToNumber } from '../../src/core/money.js';
import { addQuanta, subtractQuanta, type Quanta } from '../../src/core/quanta.js';
import type { Order } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import type { AccountView } from '../../src/portfolio/portfolio.js';
import type { WorkingOrder } from './working-order.js';

/**
 * What a cash account may still buy. Long positions are paid in full, so buying power is cash. Where short sales are
 * allowed, a short position is backed by its full value besides its proceeds: buying power is equity less gross
 * exposure, which without shorts is cash again.
 */
export class BuyingPower {
  readonly #settings: AccountSettings;
  readonly #shortLots: (instrumentIndex: number) => number;
  /** Sum of what accepted orders will need (below 0) or bring (above 0). */
  #reserved = 0;
  /** Working orders. */
  #orders = 0;

  /** @param shortLots - lots of an instrument that are borrowed already. Default: the account's. */
  constructor(
    readonly account: AccountView,
    settings: AccountSettings,
    shortLots: (instrumentIndex: number) => number = (index) => shortLotsOf(account, index),
  ) {
    this.#settings = settings;
    this.#shortLots = shortLots;
  }

  get shortSales(): boolean {
    return this.#settings.shortSales;
  }

  /** Buying power now, before what working orders have put aside. Float64. */
  get now(): number {
    const { account } = this;
    // Each of these is a sum over the positions: only what is needed is asked for.
    if (this.#settings.margin !== undefined) return account.equity - this.rate * account.grossExposure;
    return account.cashNumber - (account.grossExposure - account.netExposure);
  }

  /** Part of a position's value that opening it takes: all of it, or the margin. */
  get rate(): number {
    const { margin } = this.#settings;
    return margin === undefined ? 1 : (margin.intraday ?? margin.initial);
  }

  /** Lots that can still be sold short on a date, Infinity where borrowing has no limit. */
  lotsToBorrow({ symbol, instrumentIndex, instrument }: Order, time: Millis): number {
    const available = this.#settings.borrow?.available;
    if (available === undefined) return Infinity;
    const units = available(symbol, instrument.calendar.sessionOf(time).date);
    return Math.floor(units / instrument.lotStep + 1e-9) - this.#shortLots(instrumentIndex);
  }

  /** Buying power for a new order. */
  get available(): number {
    return this.now + this.#reserved;
  }

  /** Puts an order's impact aside, replacing what stood before. */
  reserve(working: WorkingOrder, impact: number): void {
    this.#reserved += impact - working.impact;
    working.impact = impact;
  }

  /** Begins to count an order, and puts its impact aside. */
  take(working: WorkingOrder, impact: number): void {
    this.#orders++;
    this.reserve(working, impact);
  }

  /** An order works no more. With the last one the rounding that has piled up is forgotten. */
  leave(working: WorkingOrder): void {
    this.reserve(working, 0);
    if (--this.#orders === 0) this.#reserved = 0;
  }

  /** Lots of an order that reduce the account's position as it is now (plus `pending` lots that are on their way). */
  reducing(order: Order, lots: number, pending = 0): number {
    const held = this.account.netLots(order.instrumentIndex) + pending;
    return held * order.sign < 0 ? Math.min(lots, Math.abs(held)) : 0;
  }

  /** True when an opening fill of this value and cost can be paid. Exact for accounts without short positions. */
  affords(order: Order, value: Quanta, cost: Quanta): boolean {
    if (this.#settings.margin !== undefined) return this.rate * quantaToNumber(value) + quantaToNumber(cost) <= this.now;
    const { cashQuanta, grossExposure, netExposure, unsettledQuanta } = this.account;
    const shorts = grossExposure - netExposure;
    const need = addQuanta(value, cost);
    if (order.side === 'buy' && need > subtractQuanta(cashQuanta, unsettledQuanta)) return false;
    if (order.side === 'buy' && shorts === 0) return true;
    return quantaToNumber(need) <= this.now - quantaToNumber(unsettledQuanta);
  }
}

/** The buying power that each order is measured against: one for all, or that of the strategy's own account. */
export class PowerDesk {
  readonly #all: readonly BuyingPower[];
  readonly #shared: BuyingPower | undefined;

  constructor(account: AccountView, accounts: readonly AccountView[] | undefined, settings: AccountSettings) {
    this.#shared = accounts === undefined ? new BuyingPower(account, settings) : undefined;
    // What one strategy has borrowed is not there for another.
    const shortLots = (index: number): number => accounts!.reduce((lots, each) => lots + shortLotsOf(each, index), 0);
    this.#all = this.#shared === undefined ? accounts!.map((each) => new BuyingPower(each, settings, shortLots)) : [this.#shared];
  }

  of({ strategyIndex }: Order): BuyingPower {
    return this.#shared ?? this.#all[strategyIndex]!;
  }

  /** True where orders of these two strategies are measured against one account. */
  areOne(strategy: number, other: number): boolean {
    return this.#shared !== undefined || strategy === other;
  }
}

function shortLotsOf(account: AccountView, instrumentIndex: number): number {
  return Math.max(0, -account.netLots(instrumentIndex));
}

/** Value of one lot at a price, float64. */
export function lotValue(order: Order, price: number): number {
  return price * order.instrument.unitSize;
}
