import type { Observable } from 'rxjs';

import type { Channel } from '../bus/channel.js';
import type { CancelReason, ExpireReason, ReduceReason, RejectReason } from '../core/execution.js';
import type { Decimal } from '../core/money.js';
import type { Side } from '../core/order.js';
import type { Millis } from '../core/time.js';
import type { AccountSnapshot, Broker } from './broker.js';

/** What every event of an order says. */
export interface OfOrder {
  /** Name under which the venue knows the order: {@link Order.clientOrderId}. */
  readonly clientOrderId: string;
  /** When it happened by the venue's clock. */
  readonly time: Millis;
}

/**
 * What a networked venue has said of one of our orders, as plain JSON, so that a journal can hold it and play it again. Quantities
 * and prices are decimal strings. An adapter says each thing once, whatever the network lost, repeated or mixed up: for every order
 * `held` or `accepted` or `rejected`, then fills with a growing `cumulative` and no gap, then one end. An order that was canceled before
 * it was sent has only its end.
 */
export type VenueEvent =
  | (OfOrder & { readonly kind: 'held'; readonly venueOrderId: string })
  | (OfOrder & { readonly kind: 'accepted'; readonly venueOrderId: string })
  | (OfOrder & { readonly kind: 'rejected'; readonly reason: RejectReason; readonly message: string })
  | (OfOrder & {
      readonly kind: 'filled';
      readonly venueOrderId: string;
      /** Of this execution. */
      readonly quantity: string;
      readonly price: string;
      /** Filled so far, this execution included. Order and `cumulative` name an execution, whoever reports it. */
      readonly cumulative: string;
      readonly executionId?: string;
      /** True where the venue told only totals: price and quantity are the difference of two of them. */
      readonly inferred?: boolean;
      /** True on the last fill of an order that was sized by its value: nobody else can know that it is filled. */
      readonly complete?: boolean;
    })
  /** The venue has fewer left to fill than was asked, for example the second leg of a pair after a part of the first. */
  | (OfOrder & { readonly kind: 'reduced'; readonly to: string; readonly reason: ReduceReason; readonly message: string })
  | (OfOrder & { readonly kind: 'canceled'; readonly reason: CancelReason; readonly message?: string })
  | (OfOrder & { readonly kind: 'expired'; readonly reason: ExpireReason });

/** An order at the venue that this run did not send. */
export interface ForeignOrder {
  readonly venueOrderId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: string | undefined;
  readonly status: string;
  readonly submittedAt: Millis;
}

/** The account as the venue states it. */
export interface VenueAccount extends AccountSnapshot {
  readonly equity: Decimal;
  readonly buyingPower: Decimal;
  /** Why the venue lets nothing be traded; `undefined` where it does. */
  readonly blocked: string | undefined;
  /** Open orders that are not of this run. */
  readonly foreignOrders: readonly ForeignOrder[];
  /** The venue's clock when it answered, and ours then. */
  readonly venueTime: Millis;
  readonly localTime: Millis;
}

/** State of the connection to the venue. Orders wait while it is not `ready`. `closed` is final. */
export type BrokerConnection = 'connecting' | 'ready' | 'interrupted' | 'closed';

/** Something that an operator may want to read: a retry, an answer that made no sense, an order whose fate is unknown. */
export interface BrokerNotice {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Stable name, for example `order/unknown`. */
  readonly code: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * A broker behind a network, driven by the live engine. Nothing that arrives changes the run by itself:
 *
 * 1. `events` delivers what the venue has said; the engine writes it into its journal and then hands it to `apply`, which emits the
 *    executions. `apply` is a function of the events alone: played again from a journal, it emits the same.
 * 2. `submit`, `replace` and `cancel` only note what is to be sent. The engine commits its step, then calls `release`.
 *
 * Commands and events that come before `connect` were journalled by an earlier process. What of them has no answer yet may or may
 * not have reached the venue: it is looked up by its client id, and sent only when the venue does not know it.
 */
export interface LiveBroker extends Broker {
  readonly events: Channel<VenueEvent>;
  readonly connection: Observable<BrokerConnection>;
  readonly notices: Channel<BrokerNotice>;
  /** Applies a journalled event: emits the executions that it means, stamped with the engine's clock. */
  apply(event: VenueEvent): void;
  /** Sends what has been handed over since the last call. Does nothing before `connect`. */
  release(): void;
  /**
   * Asks the venue for everything: emits the events that were missed and returns the account. Called at the start, at the open and
   * close of sessions; the adapter does it by itself after each reconnect and then says so on `reconciled`.
   */
  reconcile(signal?: AbortSignal): Promise<VenueAccount>;
  /** The account after each reconciliation that the adapter made by itself. */
  readonly reconciled: Channel<VenueAccount>;
  /** True where commands wait to be sent or have no answer yet. */
  readonly busy: boolean;
}

/** Whether a broker is one behind a network. */
export function isLiveBroker(broker: Broker): broker is LiveBroker {
  return 'release' in broker;
}
