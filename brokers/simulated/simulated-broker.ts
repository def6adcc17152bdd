import type {
  AccountSnapshot,
  Broker,
  BrokerContext,
  BrokerFactory,
  PathPolicies,
  SimulatedVenue,
  VenueSlice,
} from '../../src/broker/broker.js';
import { Channel } from '../../src/bus/channel.js';
import type { CancelReason, Execution, ExpireReason } from '../../src/core/execution.js';
import type { Fill } from '../../src/core/fill.js';
import type { ApprovedOrder, Order, ParentFill } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import { reviewGroup, reviewOrder, type AcceptanceParts, type Verdict } from './acceptance.js';
import { BarOffer } from './bar-offer.js';
import { PowerDesk } from './buying-power.js';
import { CostDesk } from './cost-desk.js';
import { Filler, LEGS } from './filler.js';
import { lifetimeOf } from './lifetime.js';
import { Matcher } from './matcher.js';
import {
  describeOptions,
  PATH_POLICIES,
  type PathPolicy,
  resolveOptions,
  type ResolvedOptions,
  type SimulatedBrokerOptions,
} from './options.js';
import { OrderClasses } from './order-classes.js';
import { PriceDesk } from './price-desk.js';
import { Replacements } from './replacements.js';
import { splitLots, splitOrder } from './split-order.js';
import { WorkingBook } from './working-book.js';
import { WorkingOrder } from './working-order.js';

/** A venue simulated from bars: fills by the rules of `docs/execution.md`, costs by its cost models. */
export function simulated(options: SimulatedBrokerOptions = {}): BrokerFactory {
  const resolved = resolveOptions(options);
  return (context) => {
    const { pathPolicy } = context;
    const own = pathPolicy === undefined ? resolved : resolveOptions({ ...options, pathPolicy: pathPolicy as PathPolicy });
    return new SimulatedBroker(own, context);
  };
}

class SimulatedBroker implements Broker, SimulatedVenue {
  readonly name = 'simulated';
  readonly executions = new Channel<Execution>();
  readonly venue: SimulatedVenue = this;
  readonly #options: ResolvedOptions;
  readonly #context: BrokerContext;
  readonly #powers: PowerDesk;
  readonly #costs: CostDesk;
  readonly #matcher: Matcher;
  readonly #filler: Filler;
  readonly #classes: OrderClasses;
  readonly #replacements: Replacements;
  readonly #working: WorkingBook;
  readonly #acceptance: AcceptanceParts;
  #sequence = 0;
  #nextExpiry: Millis = Infinity;
  #inSlice = false;
  #sliceTime: Millis = Number.NaN;

  constructor(options: ResolvedOptions, context: BrokerContext) {
    this.#options = options;
    this.#context = context;
    this.#working = new WorkingBook(context.table.instruments.length);
    this.#powers = new PowerDesk(context.account, context.accounts, context.settings);
    this.#costs = new CostDesk(options.costs, context);
    const prices = new PriceDesk(options.slippage, context);
    this.#classes = new OrderClasses({
      emit: (execution) => this.executions.emit(execution),
      accept: (leg, at, lots, after) => this.#release(leg, at, lots, after),
      find: (id) => this.#working.find(id),
      cancel: (working, time, reason) => this.#cancel(working, time, reason),
      less: (working, lots, time) => this.#replacements.less(working, lots, time),
    });
    this.#replacements = new Replacements({
      emit: (execution) => this.executions.emit(execution),
      cancel: (working, time, reason, message) => this.#cancel(working, time, reason, message),
      pass: (from, to) => this.#classes.pass(from, to),
    });
    this.#matcher = new Matcher({
      working: this.#working,
      powers: this.#powers,
      filler: (this.#filler = new Filler({
        powers: this.#powers,
        costs: this.#costs,
        prices,
        emit: (execution) => this.executions.emit(execution),
        filled: (working, fill, remaining) => this.#filled(working, fill, remaining),
        end: (working, time, reason, message) => this.#cancel(working, time, reason, message),
      })),
      volumeLimit: options.volumeLimit,
      pathPolicy: options.pathPolicy,
      pricesMove: prices.moves,
      cancel: (working, time, reason, message) => this.#cancel(working, time, reason, message),
      expire: (working, time, reason) => this.#expire(working, time, reason),
    });
    this.#acceptance = { powers: this.#powers, costs: this.#costs, working: this.#working };
  }

  connect(): Promise<AccountSnapshot> {
    const { currency, cash } = this.#context.settings;
    return Promise.resolve({ currency, cash, positions: [] });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  describe(): Readonly<Record<string, unknown>> {
    return { broker: this.name, ...describeOptions(this.#options) };
  }

  submit(order: ApprovedOrder, at: Millis, group?: readonly ApprovedOrder[]): void {
    const acceptedAt = at + this.#options.latency;
    let verdict = reviewOrder(order, acceptedAt, this.#acceptance);
    if (verdict.accepted && group !== undefined) verdict = reviewGroup(order, group, acceptedAt, verdict, this.#acceptance);
    if (!verdict.accepted) {
      this.#reject(order, at, verdict);
      for (const each of group ?? []) this.#reject(each, at, verdict);
      return;
    }
    this.#accept(order, at, acceptedAt, verdict, order.afterFill);
    if (group === undefined) return;
    this.#classes.take([order, ...group], at);
    for (const each of group) if (each.extras?.parent === undefined) this.#accept(each, at, acceptedAt, NOTHING_NEEDED, each.afterFill);
  }

  replace(old: Order, order: ApprovedOrder, at: Millis): void {
    const acceptedAt = at + this.#options.latency;
    const held = this.#classes.heldLeg(old.id);
    const working = held === undefined ? this.#working.find(old.id) : undefined;
    if (held === undefined && (working === undefined || working.cancelAt < Infinity)) {
      this.#reject(order, at, { reason: 'order-ended', message: `order ${old.id} has ended: there is nothing to replace` });
      return;
    }
    // The old order is gone while the new one is looked at: its money is free, and it is not on its way any more.
    const impact = working?.impact ?? 0;
    const power = this.#powers.of(old);
    if (working !== undefined) {
      power.reserve(working, 0);
      working.cancelAt = at;
    }
    const verdict = reviewOrder(order, acceptedAt, this.#acceptance, held !== undefined);
    if (working !== undefined) working.cancelAt = Infinity;
    if (!verdict.accepted) {
      if (working !== undefined) power.reserve(working, impact);
      this.#reject(order, at, verdict);
    } else if (held !== undefined) this.#classes.replaceHeld(held, order, at);
    else if (acceptedAt === at) {
      this.#classes.pass(old.id, order.id);
      this.#cancel(working!, at, 'replaced');
      this.#accept(order, at, acceptedAt, verdict, order.afterFill);
    } else {
      const replacement = this.#accept(order, at, acceptedAt, verdict, order.afterFill);
      // A handler of its acceptance may have ended either of them.
      if (replacement.ended || working!.ended) return;
      this.#replacements.begin(working!, replacement, acceptedAt);
      this.#nextExpiry = Math.min(this.#nextExpiry, acceptedAt);
    }
  }

  cancel(order: Order, at: Millis, reason: CancelReason): void {
    const working = this.#working.find(order.id, order.instrumentIndex);
    if (working === undefined) {
      const leg = this.#classes.any ? this.#classes.heldLeg(order.id) : undefined;
      if (leg !== undefined) this.#classes.endHeld(leg, { kind: 'canceled', order: leg, time: at, reason });
      return;
    }
    if (this.#options.latency === 0) {
      this.#cancel(working, at, reason);
      return;
    }
    if (working.cancelAt < Infinity) return;
    working.cancelAt = at + this.#options.latency;
    working.cancelReason = reason;
    working.plain = false;
    if (working.cancelAt < this.#nextExpiry) this.#nextExpiry = working.cancelAt;
  }

  // Venue

  get pathPolicies(): PathPolicies {
    return { own: this.#options.pathPolicy, all: PATH_POLICIES };
  }

  get active(): boolean {
    return this.#working.count > 0;
  }

  match(slice: VenueSlice, settle: () => void): void {
    // Sessions that ended without a bar: their orders end before this slice's bars are looked at.
    if (this.#nextExpiry < slice.time) this.#endWhere((working) => working.order.timeInForce !== 'gtd' && working.expiresAt < slice.time);
    if (this.#replacements.any) this.#replacements.arriveBefore(slice, this.#working, this.#context.clock.now());
    settle();
    this.#inSlice = true;
    this.#sliceTime = slice.time;
    this.#matcher.match(slice, settle);
  }

  expire(slice: VenueSlice): void {
    if (this.#nextExpiry <= slice.time) this.#endWhere((working) => Math.min(working.expiresAt, working.cancelAt) <= slice.time);
    this.#inSlice = false;
    this.#working.endSlice();
  }

  split(instrumentIndex: number, numerator: number, denominator: number, time: Millis): void {
    const message = `${numerator} for ${denominator}`;
    this.#replacements.arriveBy(time, this.#working.of(instrumentIndex), time);
    const all = this.#working.of(instrumentIndex).slice();
    // Legs first: an entry of which nothing is left hands them on as they are.
    this.#classes.split(instrumentIndex, numerator, denominator, time);
    for (const working of all) {
      if (working.ended) continue;
      const { order, filledLots } = working;
      const filled = splitLots(filledLots, numerator, denominator);
      const left = order.notional === undefined ? splitLots(working.lots - filledLots, numerator, denominator) : 0;
      if (order.notional === undefined && left === 0) {
        working.filledLots = filled;
        this.#cancel(working, time, 'split', `of ${working.lots - filledLots} lots nothing is left after ${message}`);
        continue;
      }
      const adjusted = splitOrder(order, order.notional === undefined ? filled + left : order.lots, numerator, denominator);
      working.adjust(adjusted, filled, (working.extreme * denominator) / numerator);
      this.executions.emit({ kind: 'adjusted', order: adjusted, time, reason: 'split', message, filledLots: filled });
    }
  }

  closeOut(instrumentIndex: number, row: number): void {
    const offer = new BarOffer(this.#context.table.venueSeries(instrumentIndex), row, Infinity);
    offer.volumeLeft = Infinity;
    for (const leg of LEGS) {
      for (const working of this.#working.of(instrumentIndex).slice()) this.#filler.fill(working, offer, offer.close, 'close', false, leg);
    }
  }

  withdraw(instrumentIndex: number | undefined, time: Millis, reason: CancelReason, strategyIndex?: number): void {
    const all = instrumentIndex === undefined ? this.#working.all() : this.#working.of(instrumentIndex).slice();
    for (const working of all) {
      if (working.ended || (strategyIndex !== undefined && working.order.strategyIndex !== strategyIndex)) continue;
      this.#cancel(working, time, reason);
    }
  }

  finish(): void {
    // The end of an entry may put its legs to work.
    while (this.#working.count > 0) {
      for (const working of this.#working.all()) if (!working.ended) this.#expire(working, this.#context.clock.now(), 'end-of-data');
    }
    for (const leg of this.#classes.heldLegs) {
      this.#classes.endHeld(leg, { kind: 'expired', order: leg, time: this.#context.clock.now(), reason: 'end-of-data' });
    }
  }

  #reject(order: ApprovedOrder, time: Millis, { reason, message }: Omit<Extract<Verdict, { accepted: false }>, 'accepted'>): void {
    this.executions.emit({ kind: 'rejected', order, time, reason, message });
  }

  /** Puts an order to work and says so. */
  #accept(
    order: ApprovedOrder,
    at: Millis,
    acceptedAt: Millis,
    verdict: Extract<Verdict, { accepted: true }>,
    after: ParentFill | undefined,
  ): WorkingOrder {
    const lots = verdict.lots ?? order.lots;
    const working = new WorkingOrder(
      order,
      ++this.#sequence,
      acceptedAt,
      lifetimeOf(order, acceptedAt, this.#options),
      this.#inSlice,
      after,
    );
    if (lots !== order.lots) working.cutTo(lots);
    if (order.type === 'trailing-stop') {
      const answers = after !== undefined && after.instrumentIndex === order.instrumentIndex;
      working.extreme = answers ? after.priceNumber : this.#context.account.mark(order.instrumentIndex);
    }
    this.#powers.of(order).take(working, verdict.impact);
    this.#working.add(working);
    if (working.expiresAt < this.#nextExpiry) this.#nextExpiry = working.expiresAt;
    this.executions.emit({ kind: 'accepted', order, time: at });
    const { reason, message = '' } = verdict;
    if (reason !== undefined) this.executions.emit({ kind: 'reduced', order, time: at, from: order.lots, to: lots, reason, message });
    return working;
  }

  /** Puts a leg to work for what its entry has filled. It stands at the venue already, so there is no latency. */
  #release(leg: ApprovedOrder, at: Millis, lots: number, after: ParentFill | undefined): void {
    const partial = lots < leg.lots;
    const cut = partial ? { reason: 'entry-partial' as const, message: `the entry has filled ${lots} lots` } : {};
    this.#accept(leg, at, at, { accepted: true, lots, impact: 0, ...cut }, after);
  }

  #filled(working: WorkingOrder, fill: Fill, remaining: number): void {
    const complete = remaining === 0;
    const { order } = working;
    if (complete) this.#remove(working);
    else this.#powers.of(order).reserve(working, remaining === Infinity ? 0 : (working.impact * remaining) / (remaining + fill.lots));
    this.executions.emit({ kind: 'filled', order, time: fill.time, fill, remaining: remaining === Infinity ? 0 : remaining, complete });
    if (working.replacement !== undefined) {
      if (complete) this.#replacements.ended(working, fill.time);
      else this.#replacements.less(working, fill.lots, fill.time);
    }
    if (!this.#classes.any) return;
    working.lastFill = fill;
    this.#classes.filled(working, fill);
    if (complete) this.#classes.ended(working, fill.time, fill);
  }

  #endWhere(due: (working: WorkingOrder) => boolean): void {
    const all = this.#working.all();
    this.#nextExpiry = Infinity;
    for (const working of all) {
      if (!due(working)) this.#nextExpiry = Math.min(this.#nextExpiry, working.expiresAt, working.cancelAt);
    }
    for (const working of all) {
      if (working.ended || !due(working)) continue;
      // The end of a session without a bar is noticed late, but before the next open.
      const now = this.#context.clock.now();
      const reason = working.order.timeInForce === 'gtd' ? 'date-reached' : 'session-ended';
      if (working.cancelAt > working.expiresAt) this.#expire(working, Math.max(working.expiresAt, now), reason);
      else if (working.cancelReason !== 'replaced' || this.#replacements.arrive(working)) {
        this.#cancel(working, Math.max(working.cancelAt, now), working.cancelReason);
      } else this.#nextExpiry = Math.min(this.#nextExpiry, working.expiresAt);
    }
  }

  #cancel(working: WorkingOrder, time: Millis, reason: CancelReason, message?: string): void {
    this.#remove(working);
    this.executions.emit({ kind: 'canceled', order: working.order, time, reason, ...(message === undefined ? {} : { message }) });
    this.#replacements.ended(working, time);
    if (this.#classes.any) this.#classes.ended(working, time, this.#fillInHand(working));
  }

  #expire(working: WorkingOrder, time: Millis, reason: ExpireReason): void {
    this.#remove(working);
    this.executions.emit({ kind: 'expired', order: working.order, time, reason });
    this.#replacements.ended(working, time);
    if (this.#classes.any) this.#classes.ended(working, time, this.#fillInHand(working));
  }

  #remove(working: WorkingOrder): void {
    working.ended = true;
    this.#working.remove(working);
    this.#powers.of(working.order).leave(working);
  }

  /** The last fill of an order, if it belongs to the slice in hand. */
  #fillInHand({ lastFill }: WorkingOrder): Fill | undefined {
    return this.#inSlice && lastFill?.knownAt === this.#sliceTime ? lastFill : undefined;
  }
}

const NOTHING_NEEDED: Extract<Verdict, { accepted: true }> = { accepted: true, lots: undefined, impact: 0 };
