import type { Instrument } from '../core/instrument.js';
import { Order, type Notional, type OrderId, type OrderPurpose, type OrderType, type ParentFill, type Side, type TimeInForce } from '../core/order.js';
import type { OrderRecord, OrderStatus } from './order-record.js';

const TYPES: readonly OrderType[] = ['market', 'limit', 'stop'];
const TIMES_IN_FORCE: readonly TimeInForce[] = ['day', 'gtc'];
const PURPOSES: readonly OrderPurpose[] = ['plain', 'target', 'close'];
const SIDES: readonly Side[] = ['buy', 'sell'];
const STATUSES: readonly OrderStatus[] = ['pending', 'working', 'filled', 'rejected', 'canceled', 'expired'];

/**
 * All orders of a run in columns, some 100 bytes each: a run with a million orders neither keeps a million objects
 * alive nor pays for it while it goes on. Orders and records are made again when they are read.
 */
export class OrderLog {
  readonly #instruments: readonly Instrument[];
  readonly #strategies: readonly string[];
  readonly #instrument: number[] = [];
  readonly #strategy: number[] = [];
  /** Side, type, time in force and purpose in one number. */
  readonly #kind: number[] = [];
  readonly #lots: number[] = [];
  readonly #price: number[] = [];
  readonly #decidedAt: number[] = [];
  readonly #sequence: number[] = [];
  readonly #status: number[] = [];
  readonly #finalLots: number[] = [];
  readonly #filledLots: number[] = [];
  readonly #endedAt: number[] = [];
  // What few orders have.
  readonly #tags = new Map<number, string>();
  readonly #notionals = new Map<number, Notional>();
  readonly #parents = new Map<number, ParentFill>();
  readonly #reasons = new Map<number, string>();
  readonly #messages = new Map<number, string>();

  constructor(instruments: readonly Instrument[], strategies: readonly string[]) {
    this.#instruments = instruments;
    this.#strategies = strategies;
  }

  get length(): number {
    return this.#kind.length;
  }

  /** Notes a new order; its id is its place, counted from 1. */
  add(order: Order): void {
    const at = this.length;
    this.#instrument.push(order.instrumentIndex);
    this.#strategy.push(order.strategyIndex);
    this.#kind.push(kindOf(order));
    this.#lots.push(order.lots);
    this.#price.push(order.limit ?? order.stop ?? Number.NaN);
    this.#decidedAt.push(order.decidedAt);
    this.#sequence.push(order.sequence);
    this.#status.push(0);
    this.#finalLots.push(order.lots);
    this.#filledLots.push(0);
    this.#endedAt.push(Number.NaN);
    if (order.tag !== undefined) this.#tags.set(at, order.tag);
    if (order.notional !== undefined) this.#notionals.set(at, order.notional);
    if (order.afterFill !== undefined) this.#parents.set(at, parentOf(order.afterFill));
  }

  /** Notes how an order ended. */
  end(record: OrderRecord): void {
    const at = record.order.id - 1;
    this.#status[at] = STATUSES.indexOf(record.status);
    this.#lots[at] = record.order.lots;
    this.#finalLots[at] = record.lots;
    this.#filledLots[at] = record.filledLots;
    this.#endedAt[at] = record.endedAt ?? Number.NaN;
    if (record.reason !== undefined) this.#reasons.set(at, record.reason);
    if (record.message !== undefined) this.#messages.set(at, record.message);
  }

  instrumentOf(id: OrderId): number {
    return this.#instrument[id - 1]!;
  }
  strategyOf(id: OrderId): number {
    return this.#strategy[id - 1]!;
  }

  /** How many orders ended in a status. */
  count(status: OrderStatus): number {
    const code = STATUSES.indexOf(status);
    let count = 0;
    for (const each of this.#status) if (each === code) count++;
    return count;
  }

  /** The order with this id, made anew. */
  order(id: OrderId): Order {
    const at = id - 1;
    const kind = this.#kind[at]!;
    const type = TYPES[(kind >> 1) & 3]!;
    const price = this.#price[at]!;
    const strategyIndex = this.#strategy[at]!;
    const instrumentIndex = this.#instrument[at]!;
    return new Order({
      id,
      strategy: this.#strategies[strategyIndex]!,
      strategyIndex,
      instrument: this.#instruments[instrumentIndex]!,
      instrumentIndex,
      side: SIDES[kind & 1]!,
      type,
      lots: this.#lots[at]!,
      notional: this.#notionals.get(at),
      limit: type === 'limit' ? price : undefined,
      stop: type === 'stop' ? price : undefined,
      timeInForce: TIMES_IN_FORCE[(kind >> 3) & 3]!,
      purpose: PURPOSES[(kind >> 5) & 3]!,
      tag: this.#tags.get(at),
      decidedAt: this.#decidedAt[at]!,
      sequence: this.#sequence[at]!,
      afterFill: this.#parents.get(at),
    });
  }

  /** What became of an order. */
  record(order: Order): OrderRecord {
    const at = order.id - 1;
    const endedAt = this.#endedAt[at]!;
    return {
      order,
      status: STATUSES[this.#status[at]!]!,
      lots: this.#finalLots[at]!,
      filledLots: this.#filledLots[at]!,
      endedAt: Number.isNaN(endedAt) ? undefined : endedAt,
      reason: this.#reasons.get(at),
      message: this.#messages.get(at),
    };
  }
}

function kindOf(order: Order): number {
  return (
    SIDES.indexOf(order.side) | (TYPES.indexOf(order.type) << 1) | (TIMES_IN_FORCE.indexOf(order.timeInForce) << 3) | (PURPOSES.indexOf(order.purpose) << 5)
  );
}

/** The part of a fill that an order keeps, without what hangs on the fill. */
function parentOf({ id, time, point, instrumentIndex, priceNumber }: ParentFill): ParentFill {
  return { id, time, point, instrumentIndex, priceNumber };
}
