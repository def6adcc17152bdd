import type { AccountSnapshot, Broker, BrokerContext, BrokerFactory, SimulatedVenue, VenueSlice } from '../../src/broker/broker.js';
import { Channel } from '../../src/bus/channel.js';
import type { CancelReason, Execution, ExpireReason } from '../../src/core/execution.js';
import type { ApprovedOrder, Order } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import { reviewOrder, type AcceptanceParts } from './acceptance.js';
import { BuyingPower } from './buying-power.js';
import { CostDesk } from './cost-desk.js';
import { Matcher } from './matcher.js';
import { resolveOptions, type ResolvedOptions, type SimulatedBrokerOptions } from './options.js';
import { WorkingOrder } from './working-order.js';

/** A venue simulated from bars: fills by the rules of `docs/concepts.md`, costs by its cost models. */
export function simulated(options: SimulatedBrokerOptions = {}): BrokerFactory {
  const resolved = resolveOptions(options);
  return (context) => new SimulatedBroker(resolved, context);
}

class SimulatedBroker implements Broker, SimulatedVenue {
  readonly name = 'simulated';
  readonly executions = new Channel<Execution>();
  readonly venue: SimulatedVenue = this;
  readonly #options: ResolvedOptions;
  readonly #context: BrokerContext;
  readonly #power: BuyingPower;
  readonly #costs: CostDesk;
  readonly #matcher: Matcher;
  /** Working orders by instrument, in the order of acceptance. */
  readonly #working: WorkingOrder[][];
  #count = 0;
  /** Orders accepted during the slice in hand. */
  readonly #arrivals: WorkingOrder[] = [];
  readonly #acceptance: AcceptanceParts;
  #sequence = 0;
  #nextExpiry: Millis = Infinity;
  #inSlice = false;

  constructor(options: ResolvedOptions, context: BrokerContext) {
    this.#options = options;
    this.#context = context;
    this.#working = context.table.instruments.map(() => []);
    this.#power = new BuyingPower(context.account, context.settings);
    this.#costs = new CostDesk(options.costs, context);
    this.#matcher = new Matcher({
      working: this.#working,
      anyWorking: () => this.#count > 0,
      arrivals: this.#arrivals,
      power: this.#power,
      costs: this.#costs,
      volumeLimit: options.volumeLimit,
      emit: (execution) => this.executions.emit(execution),
      afterFill: (working, lots, remaining) => this.#afterFill(working, lots, remaining),
      end: (working, time, reason, message) => this.#cancel(working, time, reason, message),
    });
    this.#acceptance = {
      account: context.account,
      power: this.#power,
      estimateCost: (order, lots, price) => this.#costs.estimate(order, lots, price),
      pendingMarketLots: (index) => this.#pendingMarketLots(index),
    };
  }

  connect(): Promise<AccountSnapshot> {
    const { currency, cash } = this.#context.settings;
    return Promise.resolve({ currency, cash, positions: [] });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  describe(): Readonly<Record<string, unknown>> {
    const { volumeLimit, latency, path, costs } = this.#options;
    return {
      broker: this.name,
      volumeLimit: volumeLimit === Infinity ? 'none' : volumeLimit,
      latency,
      path,
      costs: costs.map((model) => ({ kind: model.kind, model: model.describe(), source: model.source })),
    };
  }

  submit(order: ApprovedOrder, at: Millis): void {
    const verdict = reviewOrder(order, this.#acceptance);
    if (!verdict.accepted) {
      this.executions.emit({ kind: 'rejected', order, time: at, reason: verdict.reason, message: verdict.message });
      return;
    }
    const acceptedAt = at + this.#options.latency;
    const expiresAt = order.timeInForce === 'day' ? order.instrument.calendar.nextClosing(acceptedAt).close : Infinity;
    const working = new WorkingOrder(order, ++this.#sequence, acceptedAt, expiresAt, this.#inSlice);
    if (verdict.lots !== order.lots) working.cutTo(verdict.lots);
    this.#power.reserve(working, verdict.impact);
    this.#working[order.instrumentIndex]!.push(working);
    this.#count++;
    if (working.arrival) this.#arrivals.push(working);
    if (expiresAt < this.#nextExpiry) this.#nextExpiry = expiresAt;
    this.executions.emit({ kind: 'accepted', order, time: at });
    if (verdict.reason !== undefined) {
      this.executions.emit({
        kind: 'reduced',
        order,
        time: at,
        from: order.lots,
        to: verdict.lots,
        reason: verdict.reason,
        message: verdict.message ?? '',
      });
    }
  }

  cancel(order: Order, at: Millis, reason: CancelReason): void {
    const working = this.#working[order.instrumentIndex]!.find((each) => each.order.id === order.id);
    if (working !== undefined) this.#cancel(working, at, reason);
  }

  // Venue

  get active(): boolean {
    return this.#count > 0;
  }

  match(slice: VenueSlice, settle: () => void): void {
    // Sessions that ended without a bar: their orders end before this slice's bars are looked at.
    if (this.#nextExpiry < slice.time) this.#expireWhere((working) => working.expiresAt < slice.time, 'session-ended');
    settle();
    this.#inSlice = true;
    this.#matcher.match(slice, settle);
  }

  expire(slice: VenueSlice): void {
    if (this.#nextExpiry <= slice.time) this.#expireWhere((working) => working.expiresAt <= slice.time, 'session-ended');
    for (const working of this.#arrivals) working.arrival = false;
    this.#arrivals.length = 0;
    this.#inSlice = false;
  }

  finish(): void {
    this.#expireWhere(() => true, 'end-of-data');
  }

  #afterFill(working: WorkingOrder, lots: number, remaining: number): void {
    if (remaining === 0) this.#remove(working);
    else this.#power.reserve(working, remaining === Infinity ? 0 : (working.impact * remaining) / (remaining + lots));
  }

  #expireWhere(due: (working: WorkingOrder) => boolean, reason: ExpireReason): void {
    const all = this.#working.flat().sort((a, b) => a.sequence - b.sequence);
    this.#nextExpiry = Infinity;
    for (const working of all) if (!due(working) && working.expiresAt < this.#nextExpiry) this.#nextExpiry = working.expiresAt;
    for (const working of all) {
      if (working.ended || !due(working)) continue;
      this.#remove(working);
      // The end of a session without a bar is noticed late, but before the next open.
      const now = this.#context.clock.now();
      const time = reason === 'session-ended' ? Math.max(working.expiresAt, now) : now;
      this.executions.emit({ kind: 'expired', order: working.order, time, reason });
    }
  }

  #cancel(working: WorkingOrder, time: Millis, reason: CancelReason, message?: string): void {
    this.#remove(working);
    this.executions.emit({ kind: 'canceled', order: working.order, time, reason, ...(message === undefined ? {} : { message }) });
  }

  #remove(working: WorkingOrder): void {
    working.ended = true;
    const orders = this.#working[working.order.instrumentIndex]!;
    const at = orders.indexOf(working);
    if (at === orders.length - 1) orders.pop();
    else orders.splice(at, 1);
    this.#count--;
    this.#power.reserve(working, 0);
    if (this.#count === 0) this.#power.clear();
  }

  #pendingMarketLots(instrumentIndex: number): number {
    let lots = 0;
    for (const working of this.#working[instrumentIndex]!) {
      const { order } = working;
      if (order.type === 'market' && order.notional === undefined) lots += order.sign * working.leftAt(0);
    }
    return lots;
  }
}
