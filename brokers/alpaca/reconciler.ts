import type { BrokerNotice, ForeignOrder, VenueAccount } from '../../src/broker/live-broker.js';
import type { Clock } from '../../src/clock/clock.js';
import { Decimal } from '../../src/core/money.js';
import { MINUTE, type Millis } from '../../src/core/time.js';
import type { Canceler } from './canceler.js';
import type { AlpacaClient } from './client.js';
import { wordsOf } from './answer.js';
import { isFinal, phaseOf } from './order-status.js';
import type { OrderTracker } from './order-tracker.js';
import type { Pauses } from './pauses.js';
import type { TrackedOrder } from './tracked-order.js';
import type { WireOrder } from './wire.js';
import type { Wakes } from './wakes.js';

/** Rounds until nothing has happened while everything was asked. */
const MOST_ROUNDS = 4;

export interface ReconcilerParts {
  readonly client: AlpacaClient;
  readonly tracker: OrderTracker;
  readonly canceler: Canceler;
  readonly pauses: Pauses;
  readonly wakes: Wakes;
  readonly clock: Clock;
  readonly fillPauses: readonly Millis[];
  readonly notice: (notice: BrokerNotice) => void;
}

/** Asks the venue for everything that its stream may not have told. */
export class Reconciler {
  readonly #parts: ReconcilerParts;
  /** One after the other: two at once would only ask the same. */
  #last: Promise<unknown> = Promise.resolve();
  #filling: Promise<void> | undefined;
  /** The venue's clock less ours. */
  #skew: Millis = 0;
  /** Latest event that a reconciliation has brought, by the venue's clock. */
  #isLooking = false;

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
  }

  /** The venue's time, as far as is known. */
  get venueNow(): Millis {
    return this.#parts.clock.now() + this.#skew;
  }
  /** True while a reconciliation takes orders in: what is said then was not told by the stream. */
  get isLooking(): boolean {
    return this.#isLooking;
  }

  /** @throws BrokerError where the venue cannot be asked. */
  run(signal?: AbortSignal): Promise<VenueAccount> {
    const own = this.#last.then(() => this.#reconcile(signal));
    this.#last = own.catch(() => undefined);
    return own;
  }

  /** Finds out single fills of orders of which only sums are known; after the last pause they are worked out from the sums. */
  fillGaps(): Promise<void> {
    return (this.#filling ??= this.#fillGaps().finally(() => (this.#filling = undefined)));
  }

  /** Finds the legs of an order that has got to the venue, where its answer did not name them. */
  async findLegs(entry: TrackedOrder): Promise<void> {
    const { client, tracker, pauses, wakes, fillPauses } = this.#parts;
    const areKnown = (): boolean => entry.group.every((each) => each === entry || each.isKnown || !each.isOpen);
    for (let attempt = 0; !areKnown() && !pauses.ended.aborted; attempt++) {
      const found = entry.venueOrderId === undefined ? undefined : await client.find(entry.venueOrderId);
      if (found?.kind === 'found') {
        tracker.see(found.order);
        if (isFinal(phaseOf(found.order.status)) && !areKnown() && attempt >= fillPauses.length) {
          for (const each of entry.group) if (!each.isKnown) this.#giveUp(each);
          return;
        }
      }
      await wakes.until(areKnown, fillPauses[Math.min(attempt, fillPauses.length - 1)]!);
    }
  }

  async #reconcile(signal: AbortSignal | undefined): Promise<VenueAccount> {
    const { client, tracker, clock, notice } = this.#parts;
    for (let round = 1; ; round++) {
      const fills = tracker.saidFills;
      const foreign = await this.#orders(signal);
      await this.#asked(this.fillGaps(), signal);
      const account = await client.account(signal);
      const positions = await client.positions(signal);
      const venueTime = await client.time(signal);
      const localTime = clock.now();
      if (venueTime !== undefined) this.#skew = venueTime - localTime;
      // A fill in between would be in one of the answers, and not in the other.
      if (tracker.saidFills !== fills && round < MOST_ROUNDS) continue;
      if (account.blocks.length > 0) {
        notice({ level: 'error', code: 'account/blocked', message: `the venue lets nothing be traded: ${account.blocks.join(', ')}` });
      }
      return {
        currency: account.currency,
        cash: new Decimal(account.cash),
        equity: new Decimal(account.equity),
        buyingPower: new Decimal(account.buyingPower),
        positions: positions.map(({ symbol, quantity, entryValue }) => ({
          symbol: client.ownSymbolOf(symbol),
          quantity: new Decimal(quantity),
          entryValue: new Decimal(entryValue),
        })),
        blocked: account.blocks.length === 0 ? undefined : account.blocks.join(', '),
        foreignOrders: foreign.map((order) => this.#foreign(order)),
        venueTime: venueTime ?? localTime,
        localTime,
      };
    }
  }

  /** Takes in the state of every order that is open here or there; returns those of others. */
  async #orders(signal: AbortSignal | undefined): Promise<readonly WireOrder[]> {
    const { client, tracker, canceler } = this.#parts;
    const open = await client.openOrders(signal);
    const foreign: WireOrder[] = [];
    const present = new Set<string>();
    for (const order of open) {
      for (const each of [order, ...order.legs]) present.add(each.id);
      const known = tracker.findAt(order);
      if (known === undefined) foreign.push(order);
      else if (!known.isOpen && !known.hasEnded) {
        this.#notice('error', 'order/risen', `the order ${order.clientOrderId} was given up, and the venue has it: it is canceled`);
        await canceler.endAt(order.id);
      } else this.#look(() => tracker.see(order));
    }
    for (const tracked of tracker.open) {
      const { venueOrderId } = tracked;
      if (venueOrderId === undefined || present.has(venueOrderId) || !tracked.isOpen) continue;
      signal?.throwIfAborted();
      const found = await client.find(venueOrderId);
      if (found.kind === 'found') this.#look(() => tracker.see(found.order));
      else if (found.kind === 'none')
        this.#notice('error', 'order/vanished', `the venue does not know the order ${tracked.clientOrderId} any more`);
    }
    for (const tracked of tracker.open) await this.#follow(tracked);
    return foreign;
  }

  /** Goes on to the id under which the venue goes on with an order. */
  async #follow(tracked: TrackedOrder): Promise<void> {
    const { client, tracker, clock } = this.#parts;
    for (let { successor } = tracked; successor !== undefined; successor = tracked.successor) {
      const found = await client.find(successor);
      if (found.kind !== 'found') return;
      const { order } = found;
      this.#notice('warn', 'order/changed-by-venue', `the venue goes on with ${tracked.clientOrderId} as ${successor}`);
      this.#look(() => {
        tracked.see(order, clock.now());
        tracker.adopt(tracked);
      });
    }
  }

  async #fillGaps(): Promise<void> {
    const { client, tracker, pauses, wakes, fillPauses } = this.#parts;
    const missing = (): readonly TrackedOrder[] => tracker.open.filter((tracked) => tracked.isMissingFills);
    for (let asked = 0; missing().length > 0 && !pauses.ended.aborted;) {
      const since = Math.min(...missing().map(({ order }) => order.decidedAt)) - MINUTE;
      try {
        const fills = await client.fillsSince(since);
        this.#look(() => {
          for (const fill of fills) tracker.seeFill(fill);
        });
        if (missing().length === 0) break;
        if (asked++ === fillPauses.length) {
          await this.#infer(missing());
          return;
        }
      } catch (fault) {
        this.#notice('warn', 'fills/unreachable', wordsOf(fault));
      }
      await wakes.until(() => missing().length === 0, fillPauses[Math.min(asked, fillPauses.length) - 1] ?? fillPauses[0]!);
    }
    for (const tracked of tracker.open) await this.#follow(tracked);
  }

  async #infer(missing: readonly TrackedOrder[]): Promise<void> {
    const { client, tracker } = this.#parts;
    for (const tracked of missing) {
      const found = await client.find(tracked.venueOrderId!);
      this.#look(() => {
        if (found.kind === 'found') tracker.see(found.order);
        tracker.infer(tracked);
      });
      this.#notice('warn', 'order/fills-inferred', `fills of ${tracked.clientOrderId} were worked out from its totals: no list tells them`);
    }
  }

  #giveUp(leg: TrackedOrder): void {
    const { tracker, pauses } = this.#parts;
    this.#notice('error', 'order/no-leg', `the venue has no leg for ${leg.clientOrderId}`);
    leg.withdraw('entry-not-filled', pauses.now());
    tracker.settle(leg);
  }

  #look(take: () => void): void {
    this.#isLooking = true;
    try {
      take();
    } finally {
      this.#isLooking = false;
    }
  }

  async #asked(task: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    await task;
    signal?.throwIfAborted();
  }

  #foreign({ id, clientOrderId, symbol, side, quantity, status, submittedAt }: WireOrder): ForeignOrder {
    const { client, clock } = this.#parts;
    return {
      venueOrderId: id,
      clientOrderId,
      symbol: client.ownSymbolOf(symbol),
      side,
      quantity,
      status,
      submittedAt: submittedAt ?? clock.now(),
    };
  }

  #notice(level: BrokerNotice['level'], code: string, message: string): void {
    this.#parts.notice({ level, code, message });
  }
}
