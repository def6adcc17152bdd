import type { BorrowTerms, MarginTerms } from './account-terms.js';
import type { Channel } from '../bus/channel.js';
import type { Clock } from '../clock/clock.js';
import type { CancelReason, Execution } from '../core/execution.js';
import type { Decimal } from '../core/money.js';
import type { ApprovedOrder, Order } from '../core/order.js';
import type { BarTable, TableSeries } from '../core/table.js';
import type { Millis } from '../core/time.js';
import type { AccountView } from '../portfolio/portfolio.js';

/** The account as its broker states it when a run connects. */
export interface AccountSnapshot {
  readonly currency: string;
  readonly cash: Decimal;
  readonly positions: readonly { readonly symbol: string; readonly quantity: Decimal; readonly entryValue: Decimal }[];
}

/**
 * Where orders go. One port for the simulated venue and for networked brokers, held by one contract suite.
 *
 * `submit` and `cancel` return nothing: what became of an order arrives on `executions`. For every order the broker
 * emits `accepted` or `rejected` (legs: `held`, and `accepted` once their entry has filled), then any number of `filled`,
 * `reduced` and `adjusted`, and exactly one terminal execution.
 * State is updated by the engine before anybody else sees an execution.
 */
export interface Broker {
  readonly name: string;
  readonly executions: Channel<Execution>;
  /** @throws BrokerError when the account cannot be reached, ConfigError when it is not what the run needs. */
  connect(): Promise<AccountSnapshot>;
  /**
   * Takes an order, accepted at the instant `at` unless it is refused. `group` are the orders of its class, which are
   * refused with it: the legs of a bracket (they have `extras.parent`), or the other order of a pair.
   */
  submit(order: ApprovedOrder, at: Millis, group?: readonly ApprovedOrder[]): void;
  /** Takes an order in the place of a working one, which is canceled as `replaced` when the new one arrives; or refuses it, and the old one works on. */
  replace(old: Order, order: ApprovedOrder, at: Millis): void;
  /** Asks for a working order's end. An order that is no longer working is left as it is. */
  cancel(order: Order, at: Millis, reason: CancelReason): void;
  /** Settings that the report prints, by name. */
  describe(): Readonly<Record<string, unknown>>;
  /** Ends the connection. */
  close(): Promise<void>;
  /** Present on venues that are simulated from bars. */
  readonly venue?: SimulatedVenue;
}

/** The bars of the slice in hand, as the venue sees them: before any strategy does. */
export interface VenueSlice {
  readonly time: Millis;
  readonly size: number;
  /** Series of the bar with this number within the slice. */
  seriesAt(entry: number): TableSeries;
  /** Its row in that series. */
  rowAt(entry: number): number;
}

/** Names of the assumptions that a venue can make about the way of prices within a bar. */
export interface PathPolicies {
  /** What this venue assumes. */
  readonly own: string;
  /** All that it knows, its own among them. */
  readonly all: readonly string[];
}

/** The side of a simulated broker that the engine drives with market data. */
export interface SimulatedVenue {
  /** True while any order is working: the engine skips the venue otherwise. */
  readonly active: boolean;
  /**
   * Phases 1 and 2: fills what this slice's bars fill. `settle` is called after each price point and executes the
   * commands that its handlers have sent: orders accepted then may use the rest of their bar, canceled ones no more.
   */
  match(slice: VenueSlice, settle: () => void): void;
  /** After phase 2: ends `day` orders whose session is over. */
  expire(slice: VenueSlice): void;
  /** Changes sizes and prices of an instrument's orders by a split of `numerator` new units for `denominator` old ones. */
  split(instrumentIndex: number, numerator: number, denominator: number, time: Millis): void;
  /** Cancels an instrument's orders, and all orders without one; of one strategy where it is given. */
  withdraw(instrumentIndex: number | undefined, time: Millis, reason: CancelReason, strategyIndex?: number): void;
  /** Fills all working orders of an instrument at the close of its last bar, without a limit of volume: for runs that end flat. */
  closeOut(instrumentIndex: number, row: number): void;
  /** Ends all orders when the data end. */
  finish(): void;
  /** Absent where the way of prices is not a matter of choice: then no run is made again under another. */
  readonly pathPolicies?: PathPolicies;
}

/** The account as the broker needs to know it. */
export interface AccountSettings {
  readonly currency: string;
  readonly cash: Decimal;
  /** True where sales may open short positions. */
  readonly shortSales: boolean;
  /** Present where positions may be bought on margin. */
  readonly margin?: MarginTerms | undefined;
  /** Present where shorts pay for what they borrow. */
  readonly borrow?: BorrowTerms | undefined;
}

/** What a broker gets from the run that it serves. */
export interface BrokerContext {
  readonly table: BarTable;
  readonly clock: Clock;
  readonly account: AccountView;
  /** By strategy, where each has cash of its own: its orders are measured against its own account. */
  readonly accounts?: readonly AccountView[];
  readonly settings: AccountSettings;
  /** Set where a run is made again under another policy of {@link SimulatedVenue.pathPolicies}: to be assumed in place of its own. */
  readonly pathPolicy?: string | undefined;
  /** Puts a sentence into the run's warnings (once for each text). */
  warn(text: string): void;
}

/** Makes a broker for one run. A configuration holds the factory, so that it can be run any number of times. */
export type BrokerFactory = (context: BrokerContext) => Broker;
