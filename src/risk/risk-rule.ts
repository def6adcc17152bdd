import type { Calendar } from '../calendar/calendar.js';
import type { Instrument } from '../core/instrument.js';
import type { Order } from '../core/order.js';
import type { Millis } from '../core/time.js';
import type { AccountView } from '../portfolio/portfolio.js';
import type { PendingLots, PendingOrder } from './pending-lots.js';

/** What a rule says of an order. `reduce` names the whole lots that may go out. */
export type RiskVerdict =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'refuse'; readonly message: string }
  | { readonly verdict: 'reduce'; readonly lots: number; readonly message: string };

/** The verdict of a rule that has no objection. */
export const PASS: RiskVerdict = { verdict: 'pass' };

/** One check in front of the broker. Pure: the same order and account give the same verdict. */
export interface RiskRule {
  readonly name: string;
  /** What the rule says of an order, given the account as it stands, and what working orders may still do to it. */
  review(order: Order, account: AccountView, pending?: PendingLots): RiskVerdict;
}

/** What a rule with a memory may know of its run. */
export interface RiskRun {
  readonly account: AccountView;
  readonly instruments: readonly Instrument[];
  readonly calendar: Calendar;
  /** Orders of all strategies that work on an instrument, and what is left of each. */
  workingOrders(instrumentIndex: number): readonly PendingOrder[];
}

/** A rule with a memory at work in one run. */
export interface RiskMonitor {
  /** What the rule says of an order, given the account and what it remembers. */
  review(order: Order, account: AccountView, pending?: PendingLots): RiskVerdict;
  /** Told of each equity point, after the slice's orders. */
  onEquity?(time: Millis, equity: number): void;
}

/** A rule that remembers: what it knows lives in the monitor of each run. */
export interface RememberingRule {
  readonly name: string;
  /** Begins a run: what the rule remembers lives in the monitor. */
  start(run: RiskRun): RiskMonitor;
}

/** A risk rule, with or without memory. */
export type AnyRiskRule = RiskRule | RememberingRule;
