import type { BrokerNotice, VenueEvent } from '../../src/broker/live-broker.js';
import { BrokerError } from '../../src/core/errors.js';
import type { Execution } from '../../src/core/execution.js';
import type { Order } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import { executionOf } from './executions.js';
import { isKnownStatus } from './order-status.js';
import { TrackedOrder } from './tracked-order.js';
import type { WireFill, WireOrder, WireUpdate } from './wire.js';

/** Updates of orders that are not known (yet): legs whose ids are still on their way. The oldest go first. */
const MOST_STRAYS = 512;
/** Orders that have ended and are kept, so that late and repeated news of them is known for what it is. */
const MOST_ENDED = 1024;

export interface OrderTrackerParts {
  readonly say: (event: VenueEvent) => void;
  readonly notice: (notice: BrokerNotice) => void;
  /** Told of each order whose end has been said now, not of those that a journal has brought. */
  readonly onEnd?: (tracked: TrackedOrder) => void;
  /** The machine's time. */
  readonly now: () => Millis;
}

/** All orders of a run: finds the one that the venue speaks of, and says what is new of it. */
export class OrderTracker {
  readonly #parts: OrderTrackerParts;
  readonly #orders = new Map<string, TrackedOrder>();
  /** By the venue's id. */
  readonly #byVenueId = new Map<string, TrackedOrder>();
  readonly #strays = new Map<string, WireUpdate[]>();
  #strayCount = 0;
  readonly #ended: TrackedOrder[] = [];
  #fills = 0;
  #saidFills = 0;

  constructor(parts: OrderTrackerParts) {
    this.#parts = parts;
  }

  /** Number of fills that have been said. */
  get saidFills(): number {
    return this.#saidFills;
  }

  get open(): readonly TrackedOrder[] {
    return [...this.#orders.values()].filter((tracked) => tracked.isOpen);
  }

  add(order: Order, replaces?: TrackedOrder): TrackedOrder {
    const tracked = new TrackedOrder(order, replaces);
    if (this.#orders.has(tracked.clientOrderId)) {
      throw new BrokerError(`the client id ${tracked.clientOrderId} was given to two orders`, {
        code: 'alpaca/client-id',
        context: { clientOrderId: tracked.clientOrderId, order: order.id },
        hint: 'give every strategy of the account a name of its own',
      });
    }
    this.#orders.set(tracked.clientOrderId, tracked);
    if (replaces !== undefined) replaces.replacement = tracked;
    return tracked;
  }

  find(clientOrderId: string): TrackedOrder | undefined {
    return this.#orders.get(clientOrderId);
  }

  /** The order of ours that the venue has under this id or client id. */
  findAt({ id, clientOrderId }: Pick<WireOrder, 'id' | 'clientOrderId'>): TrackedOrder | undefined {
    return this.#byVenueId.get(id) ?? this.#orders.get(clientOrderId);
  }

  /** Takes an event of the journal, and returns what it means; `undefined` where it says nothing new. */
  apply(event: VenueEvent, now: Millis): Execution | undefined {
    const tracked = this.#orders.get(event.clientOrderId);
    if (tracked === undefined) {
      throw new BrokerError(`an event of the order ${event.clientOrderId}, which was not handed over`, {
        code: 'alpaca/unknown-order',
        context: { clientOrderId: event.clientOrderId, event: event.kind },
        hint: 'apply a journal in the order in which it was written, commands and events alike',
      });
    }
    if (tracked.said.isNew(event)) {
      tracked.recall(event);
      this.#index(tracked);
      this.#say(tracked, event);
    }
    if (!tracked.applied.isNew(event)) return undefined;
    if (event.kind === 'filled') this.#fills++;
    const execution = executionOf(tracked, event, this.#fills, now);
    tracked.applied.take(event);
    if (tracked.applied.state === 'ended') this.#retire(tracked);
    return execution;
  }

  /** Takes the state of an order and its legs. False where it is not one of ours. */
  see(wire: WireOrder, message?: string): boolean {
    const tracked = this.findAt(wire);
    if (tracked === undefined) return false;
    if (!isKnownStatus(wire.status) && tracked.status !== wire.status) {
      this.#notice(
        'info',
        'order/new-status',
        `the venue calls the order ${wire.clientOrderId} "${wire.status}", which is new: it counts as working`,
      );
    }
    tracked.see(wire, this.#parts.now(), message);
    this.#index(tracked);
    for (const leg of wire.legs) this.#seeLeg(tracked, leg);
    this.settle(tracked);
    return true;
  }

  /** Takes an update of the order stream. */
  update(update: WireUpdate): void {
    const tracked = this.findAt(update.order);
    if (tracked === undefined) {
      this.#keep(update);
      return;
    }
    // Both, before anything is said: the state tells how much has filled, the fill at what price.
    tracked.see(update.order, this.#parts.now());
    this.#index(tracked);
    if (update.fill !== undefined) tracked.seeFill(update.fill, this.#parts.now());
    for (const leg of update.order.legs) this.#seeLeg(tracked, leg);
    this.settle(tracked);
  }

  /** Takes an execution from the account's activities. */
  seeFill(fill: WireFill): void {
    const tracked = this.#byVenueId.get(fill.orderId);
    if (tracked === undefined) return;
    tracked.seeFill(fill, this.#parts.now());
    this.settle(tracked);
  }

  /** Says what is new of an order, and of those that go by its end. */
  settle(tracked: TrackedOrder): void {
    const wasOpen = tracked.isOpen;
    for (let event = tracked.next(this.#parts.now()); event !== undefined; event = tracked.next(this.#parts.now())) {
      this.#say(tracked, event);
      if (event.kind === 'filled') this.#saidFills++;
      this.#parts.say(event);
    }
    if (!wasOpen || tracked.isOpen) return;
    if (tracked.filled.gt(tracked.said.filled)) {
      const message = `the order ${tracked.clientOrderId} has filled ${tracked.filled.toString()} units, more than were asked`;
      this.#notice('error', 'order/overfilled', message);
    }
    for (const other of tracked.group) if (other.isOpen && other.isKnown) this.settle(other);
    this.#parts.onEnd?.(tracked);
  }

  /** Takes note of the id under which the venue goes on with an order, and says what is new of it. */
  adopt(tracked: TrackedOrder): void {
    this.#index(tracked);
    this.settle(tracked);
  }

  /** Works out from totals what nobody tells of an order's fills. */
  infer(tracked: TrackedOrder): void {
    tracked.inferFills();
    this.settle(tracked);
    tracked.inferFills(false);
  }

  #say(tracked: TrackedOrder, event: VenueEvent): void {
    tracked.said.take(event);
    if (tracked.isOpen) return;
    const { replaces, replacement } = tracked;
    // A replacement that was refused, or taken back unsent, leaves the old order as it was; one that has taken its place has its class too.
    const isKept = event.kind === 'rejected' || !tracked.isKnown;
    if (isKept && replaces?.replacement === tracked) replaces.replacement = undefined;
    else if (replacement !== undefined && tracked.said.endReason === 'replaced') passGroup(tracked, replacement);
  }

  #retire(tracked: TrackedOrder): void {
    this.#ended.push(tracked);
    if (this.#ended.length <= MOST_ENDED) return;
    const oldest = this.#ended.shift()!;
    this.#orders.delete(oldest.clientOrderId);
    if (oldest.venueOrderId !== undefined) this.#byVenueId.delete(oldest.venueOrderId);
    // Orders that replace one another would hold all that went before them.
    if (oldest.replacement !== undefined) oldest.replacement.replaces = undefined;
  }

  #seeLeg(parent: TrackedOrder, wire: WireOrder): void {
    const tracked = this.#byVenueId.get(wire.id) ?? legFor(parent, wire);
    if (tracked === undefined) return;
    tracked.see(wire, this.#parts.now());
    this.#index(tracked);
    this.settle(tracked);
  }

  #index(tracked: TrackedOrder): void {
    const { venueOrderId } = tracked;
    if (venueOrderId === undefined || this.#byVenueId.get(venueOrderId) === tracked) return;
    this.#byVenueId.set(venueOrderId, tracked);
    const strays = this.#strays.get(venueOrderId);
    if (strays === undefined) return;
    this.#strays.delete(venueOrderId);
    this.#strayCount -= strays.length;
    for (const stray of strays) this.update(stray);
  }

  #keep(update: WireUpdate): void {
    const { id } = update.order;
    const strays = this.#strays.get(id);
    if (strays === undefined) this.#strays.set(id, [update]);
    else strays.push(update);
    this.#strayCount++;
    while (this.#strayCount > MOST_STRAYS) {
      const [oldest, gone] = this.#strays.entries().next().value!;
      this.#strays.delete(oldest);
      this.#strayCount -= gone.length;
    }
  }

  #notice(level: BrokerNotice['level'], code: string, message: string): void {
    this.#parts.notice({ level, code, message });
  }
}

function passGroup(from: TrackedOrder, to: TrackedOrder): void {
  const group = from.group.map((each) => (each === from ? to : each));
  for (const each of group) each.group = group;
  from.group = [];
}

/** The leg of ours that the venue means: a limit takes profits, a stop limits losses. */
function legFor(parent: TrackedOrder, wire: WireOrder): TrackedOrder | undefined {
  const isStop = wire.type.startsWith('stop');
  return parent.group.find(
    (each) =>
      each !== parent &&
      each.venueOrderId === undefined &&
      each.said.venueOrderId === undefined &&
      (each.order.type !== 'limit') === isStop,
  );
}
