import type { VenueEvent } from '../../src/broker/live-broker.js';
import type { CancelReason, RejectReason } from '../../src/core/execution.js';
import { Decimal } from '../../src/core/money.js';
import type { Order } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import { endOf, type EndingOrder, type VenueEnd, type VenueRefusal } from './order-end.js';
import { OrderHistory } from './order-history.js';
import { isFinal, phaseOf, type VenuePhase } from './order-status.js';
import type { WireFill, WireOrder } from './wire.js';

/** Digits after the point of a price that is worked out from totals. */
const INFERRED_DIGITS = 9;

interface KnownFill {
  readonly from: Decimal;
  readonly to: Decimal;
  readonly price: Decimal;
  readonly time: Millis;
  readonly executionId: string | undefined;
  readonly isLast: boolean;
}

/**
 * One order: what the venue is known to have done with it, in whatever order and however often that came in, and what has been said
 * of it. `next` says what is to be said: once, in order, without a gap.
 */
export class TrackedOrder implements EndingOrder {
  readonly order: Order;
  readonly clientOrderId: string;
  /** What has been said on the channel of events, and what of that has been applied. */
  readonly said: OrderHistory;
  readonly applied: OrderHistory;
  /** The other orders of its class, and the order whose place it takes. */
  group: readonly TrackedOrder[] = [];
  replaces: TrackedOrder | undefined;
  /** The order that takes its place. */
  replacement: TrackedOrder | undefined;
  /** Units of the order before it that had filled when it was made. */
  readonly filledBefore: Decimal;
  /** Why its end was asked for, if it was. */
  cancelAsked: CancelReason | undefined;
  /** Likewise, where another order is about to take its place: it counts when that one ends and this one does not. */
  cancelIfKept: CancelReason | undefined;

  /** The venue's status of it, as it came last. */
  status = '';
  venueOrderId: string | undefined;
  /** Filled under earlier ids of the venue, and the value of that. */
  #base = new Decimal(0);
  #baseValue = new Decimal(0);
  #phase: VenuePhase | undefined;
  #knownSince: Millis = 0;
  #filled = new Decimal(0);
  #average: Decimal | undefined;
  #venueQuantity: Decimal | undefined;
  #end: VenueEnd | undefined;
  #refusal: VenueRefusal | undefined;
  #reduceTo: Decimal | undefined;
  #successor: string | undefined;
  #canInfer = false;
  /** Executions that have not been said yet. */
  #fills: KnownFill[] = [];

  constructor(order: Order, replaces?: TrackedOrder) {
    this.order = order;
    this.clientOrderId = order.clientOrderId;
    this.said = new OrderHistory(order);
    this.applied = new OrderHistory(order);
    this.replaces = replaces;
    this.filledBefore = replaces?.applied.filled ?? new Decimal(0);
  }

  get isOpen(): boolean {
    return this.said.state !== 'ended';
  }
  /** Whether the venue is known to have it, or to have had it. */
  get isKnown(): boolean {
    return this.#phase !== undefined || this.said.venueOrderId !== undefined;
  }
  get hasEnded(): boolean {
    return this.#end !== undefined;
  }
  get isLeg(): boolean {
    return this.order.extras?.parent !== undefined;
  }
  /** Units filled as far as is known, said or not. */
  get filled(): Decimal {
    return Decimal.max(this.#filled, this.said.filled);
  }
  get cancelReason(): CancelReason | undefined {
    return this.cancelAsked ?? (this.hasReplacement ? 'replaced' : undefined);
  }
  get hasReplacement(): boolean {
    return this.replacement !== undefined;
  }
  /** True while another order may still take its place. Once that one has ended, this one has either gone before it or is kept. */
  get isBeingReplaced(): boolean {
    return this.replacement?.isOpen === true;
  }
  get hasEndedEntry(): boolean {
    return this.isLeg && this.group.some((each) => !each.isLeg && !each.isOpen);
  }
  /**
   * The id under which the venue goes on with it, when that is not one of our own replacements: it changes orders by itself, for
   * example the second leg of a pair. It is followed once all fills under the id before are said.
   */
  get successor(): string | undefined {
    return this.isOpen && !this.hasReplacement && this.#filled.lte(this.said.filled) ? this.#successor : undefined;
  }

  /** Takes an event of the journal. */
  recall(event: VenueEvent): void {
    if (!('venueOrderId' in event) || event.venueOrderId === this.venueOrderId) return;
    if (this.venueOrderId !== undefined) this.#restartAt(this.said);
    this.venueOrderId = event.venueOrderId;
  }

  #restartAt({ filled, value }: OrderHistory): void {
    this.#base = filled;
    this.#baseValue = value;
    this.#filled = filled;
    this.#average = undefined;
  }

  /** Takes the state in which the venue has the order. Older ones than are known do no harm. */
  see(wire: WireOrder, now: Millis, message?: string): void {
    if (this.venueOrderId !== undefined && this.venueOrderId !== wire.id) {
      if (this.successor !== wire.id) return;
      this.#restartAt(this.said);
      this.#end = undefined;
      this.#successor = undefined;
      this.#phase = undefined;
    }
    this.venueOrderId = wire.id;
    const phase = phaseOf(wire.status);
    if (this.#phase === undefined) this.#knownSince = wire.submittedAt ?? wire.updatedAt ?? now;
    if (this.#end === undefined) {
      this.status = wire.status;
      this.#phase = phase === 'held' && this.#phase === 'working' ? 'working' : phase;
    }
    if (wire.quantity !== undefined) this.#venueQuantity = this.#base.plus(wire.quantity);
    const filled = this.#base.plus(wire.filled);
    if (filled.gte(this.#filled)) {
      this.#filled = filled;
      if (wire.averagePrice !== undefined) this.#average = new Decimal(wire.averagePrice);
    }
    if (!isFinal(phase) || this.#end !== undefined) return;
    if (phase === 'replaced') this.#successor = wire.replacedBy;
    this.#end = { phase, time: wire.endedAt ?? wire.updatedAt ?? now, message };
  }

  /** Takes one execution. */
  seeFill(fill: WireFill, now: Millis): void {
    if (this.venueOrderId !== undefined && this.venueOrderId !== fill.orderId) return;
    const to = this.#base.plus(fill.cumulative);
    const from = to.minus(fill.quantity);
    if (to.lte(this.said.filled) || from.isNegative() || this.#fills.some((known) => known.to.eq(to))) return;
    this.#phase ??= 'working';
    if (to.gt(this.#filled)) {
      this.#filled = to;
      this.#average = undefined;
    }
    const { price, time = now, executionId, isLast } = fill;
    this.#fills.push({ from, to, price: new Decimal(price), time, executionId, isLast });
    this.#fills.sort((a, b) => a.to.cmp(b.to));
  }

  /** Takes a refusal. */
  refuse(reason: RejectReason, message: string, time: Millis): void {
    this.#refusal ??= { reason, message, time };
  }

  /** Takes it back before it was sent. */
  withdraw(reason: CancelReason, time: Millis): void {
    this.cancelAsked ??= reason;
    this.#end ??= { phase: 'canceled', time, message: 'it had not been sent' };
  }

  /** Cuts it to fewer units than were asked. */
  cut(to: Decimal): void {
    this.#reduceTo = to;
  }

  /** Whether fills are known to have happened of which nothing else is known. */
  get isMissingFills(): boolean {
    return this.isOpen && this.#filled.gt(this.said.filled) && !(this.#fills[0]?.from.lte(this.said.filled) ?? false);
  }

  /** Whether what is missing may be worked out from totals, as nobody tells of single fills. */
  inferFills(may = true): void {
    this.#canInfer = may;
  }

  /** What is to be said next; `undefined` when everything that is known has been said. */
  next(now: Millis): VenueEvent | undefined {
    const { said } = this;
    if (said.state === 'ended') return undefined;
    if (this.#phase === undefined) return this.#nextOfUnknown();
    return this.#opening(now) ?? this.#reduction(now) ?? this.#fill() ?? this.#ending();
  }

  get #of(): { readonly clientOrderId: string } {
    return { clientOrderId: this.clientOrderId };
  }

  #nextOfUnknown(): VenueEvent | undefined {
    if (this.#refusal !== undefined) {
      // Only an order of which nothing was said can be rejected.
      if (this.said.state === 'pending') return { kind: 'rejected', ...this.#of, ...this.#refusal };
      const { time, message } = this.#refusal;
      return { kind: 'canceled', ...this.#of, time, reason: 'canceled-by-venue', message };
    }
    return this.#ending() ?? this.#reduction(0);
  }

  #opening(now: Millis): VenueEvent | undefined {
    const { state } = this.said;
    if (state === 'working') return undefined;
    const venueOrderId = this.venueOrderId ?? '';
    const time = this.#knownSince || now;
    const isUnfilled = this.#filled.isZero();
    if (this.#phase === 'rejected' && isUnfilled) return undefined;
    if (this.isLeg && state === 'pending') return { kind: 'held', ...this.#of, venueOrderId, time };
    const waits = this.isLeg && isUnfilled && this.#phase !== 'working' && this.#phase !== 'filled';
    return waits ? undefined : { kind: 'accepted', ...this.#of, venueOrderId, time };
  }

  #reduction(now: Millis): VenueEvent | undefined {
    const { quantity, filled } = this.said;
    if (quantity === undefined) return undefined;
    const isOurs = this.#reduceTo !== undefined && this.#reduceTo.lt(quantity);
    // The venue takes off a leg what the other leg has filled. One that has filled what was left must still have a fill to be complete with.
    const mayBeCut = this.#end === undefined || (this.#end.phase === 'filled' && this.#venueQuantity?.gt(filled) === true);
    const isVenues = this.group.length > 0 && this.#venueQuantity !== undefined && this.#venueQuantity.gt(0) && mayBeCut;
    const to = isOurs ? this.#reduceTo! : isVenues ? this.#venueQuantity! : quantity;
    if (to.gte(quantity) || to.lt(filled) || to.lte(0)) return undefined;
    return {
      kind: 'reduced',
      ...this.#of,
      time: now || this.#knownSince,
      to: to.toString(),
      reason: isOurs ? 'filled-before-replacement' : 'sibling-filled',
      message: isOurs
        ? `the order before it has filled ${this.replaces?.filled.minus(this.filledBefore).toString() ?? '0'} more`
        : `the other order of the pair has filled a part`,
    };
  }

  #fill(): VenueEvent | undefined {
    const { filled } = this.said;
    while (this.#fills[0]?.to.lte(filled)) this.#fills.shift();
    const first = this.#fills[0];
    if (first !== undefined && first.from.lte(filled)) {
      const { to, price, time, executionId } = first;
      return this.#filledEvent(to, to.minus(filled), price, time, { ...(executionId !== undefined && { executionId }) }, first.isLast);
    }
    if (!this.#canInfer || this.#filled.lte(filled)) return undefined;
    const price = this.#inferredPrice();
    if (price === undefined) return undefined;
    const to = first?.from ?? this.#filled;
    const time = this.#end?.time ?? first?.time ?? this.#knownSince;
    return this.#filledEvent(to, to.minus(filled), price, time, { inferred: true }, false);
  }

  #filledEvent(
    to: Decimal,
    quantity: Decimal,
    price: Decimal,
    time: Millis,
    extras: { readonly executionId?: string; readonly inferred?: boolean },
    isLast: boolean,
  ): VenueEvent {
    const isDone = this.said.quantity === undefined && (isLast || (this.#end?.phase === 'filled' && to.gte(this.#filled)));
    return {
      kind: 'filled',
      ...this.#of,
      time,
      venueOrderId: this.venueOrderId ?? '',
      quantity: quantity.toString(),
      price: price.toString(),
      cumulative: to.toString(),
      ...extras,
      ...(isDone && { complete: true }),
    };
  }

  /** Price of the fills of which only totals are known: what the known ones leave over of the whole. */
  #inferredPrice(): Decimal | undefined {
    if (this.#average === undefined) return undefined;
    const { filled, value } = this.said;
    let quantity = this.#filled.minus(filled);
    let left = this.#baseValue.plus(this.#filled.minus(this.#base).times(this.#average)).minus(value);
    for (const { from, to, price } of this.#fills) {
      quantity = quantity.minus(to.minus(from));
      left = left.minus(to.minus(from).times(price));
    }
    if (quantity.lte(0) || left.lte(0)) return undefined;
    const price = left.div(quantity).toDecimalPlaces(INFERRED_DIGITS);
    if (this.order.limit === undefined) return price;
    // An average is rounded, a limit is kept.
    const limit = this.order.limitPrice!;
    return this.order.side === 'buy' ? Decimal.min(price, limit) : Decimal.max(price, limit);
  }

  #ending(): VenueEvent | undefined {
    const end = this.#end;
    if (end === undefined || this.#filled.gt(this.said.filled)) return undefined;
    if (end.phase === 'replaced' && this.successor !== undefined) return undefined;
    return endOf(this, end, this.#refusal);
  }
}
