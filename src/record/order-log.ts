import { GrowingRows } from '../core/growing-rows.js';
import type { Instrument } from '../core/instrument.js';
import {
  Order,
  type Notional,
  type OrderExtras,
  type OrderId,
  type OrderPurpose,
  type OrderType,
  type OrderWhy,
  type ParentFill,
  type Side,
  type TimeInForce,
} from '../core/order.js';
import type { OrderStatus } from '../core/order-state.js';
import { NO_CHANGES, type OrderChange, type OrderRecord } from './order-record.js';

const TYPES: readonly OrderType[] = ['market', 'limit', 'stop', 'stop-limit', 'trailing-stop'];
const TIMES_IN_FORCE: readonly TimeInForce[] = ['day', 'gtc', 'gtd', 'ioc', 'fok', 'opg', 'cls'];
const PURPOSES: readonly OrderPurpose[] = ['plain', 'target', 'close'];
const SIDES: readonly Side[] = ['buy', 'sell'];
const STATUSES: readonly OrderStatus[] = ['pending', 'held', 'working', 'filled', 'rejected', 'canceled', 'expired'];

// Fields of a record.
const INSTRUMENT = 0;
const STRATEGY = 1;
/** Side, type, time in force and purpose in one number. */
const KIND = 2;
const LOTS = 3;
/** Limit price, else stop price, NaN without one. */
const PRICE = 4;
const DECIDED_AT = 5;
const SEQUENCE = 6;
const STATUS = 7;
const FINAL_LOTS = 8;
const FILLED_LOTS = 9;
const ENDED_AT = 10;
const STRIDE = 11;

/**
 * All orders of a run as rows of numbers, some 90 bytes each: a run with a million orders neither keeps a million objects
 * alive nor pays for it while it goes on. Orders and records are made again when they are read.
 */
export class OrderLog {
  readonly #instruments: readonly Instrument[];
  readonly #strategies: readonly string[];
  readonly #rows = new GrowingRows(STRIDE);
  // What few orders have.
  readonly #tags = new Map<number, string>();
  readonly #notionals = new Map<number, Notional>();
  readonly #parents = new Map<number, ParentFill>();
  readonly #extras = new Map<number, OrderExtras>();
  /** Stop prices of orders that also have a limit. */
  readonly #stops = new Map<number, number>();
  readonly #reasons = new Map<number, string>();
  readonly #messages = new Map<number, string>();
  readonly #whys = new Map<number, OrderWhy>();
  readonly #changes = new Map<number, readonly OrderChange[]>();

  constructor(instruments: readonly Instrument[], strategies: readonly string[]) {
    this.#instruments = instruments;
    this.#strategies = strategies;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Notes a new order; its id is its place, counted from 1. */
  add(order: Order): void {
    const at = this.#rows.length;
    const row = this.#rows.append();
    const { data } = this.#rows;
    data[row + INSTRUMENT] = order.instrumentIndex;
    data[row + STRATEGY] = order.strategyIndex;
    data[row + KIND] = kindOf(order);
    data[row + LOTS] = order.lots;
    data[row + PRICE] = order.limit ?? order.stop ?? Number.NaN;
    data[row + DECIDED_AT] = order.decidedAt;
    data[row + SEQUENCE] = order.sequence;
    data[row + FINAL_LOTS] = order.lots;
    data[row + ENDED_AT] = Number.NaN;
    if (order.tag !== undefined) this.#tags.set(at, order.tag);
    if (order.why !== undefined) this.#whys.set(at, order.why);
    if (order.notional !== undefined) this.#notionals.set(at, order.notional);
    if (order.afterFill !== undefined) this.#parents.set(at, parentOf(order.afterFill));
    if (order.extras !== undefined) this.#extras.set(at, order.extras);
    if (order.type === 'stop-limit') this.#stops.set(at, order.stop!);
  }

  /** Notes how an order ended. */
  end(record: OrderRecord): void {
    const at = record.order.id - 1;
    const row = this.#rows.open(at);
    const { data } = this.#rows;
    data[row + STATUS] = placeOf(record.status, STATUSES);
    data[row + LOTS] = record.order.lots;
    data[row + PRICE] = record.order.limit ?? record.order.stop ?? Number.NaN;
    if (record.order.type === 'stop-limit') this.#stops.set(at, record.order.stop!);
    data[row + FINAL_LOTS] = record.lots;
    data[row + FILLED_LOTS] = record.filledLots;
    data[row + ENDED_AT] = record.endedAt ?? Number.NaN;
    if (record.reason !== undefined) this.#reasons.set(at, record.reason);
    if (record.message !== undefined) this.#messages.set(at, record.message);
    if (record.changes.length > 0) this.#changes.set(at, record.changes);
  }

  instrumentOf(id: OrderId): number {
    return this.#field(id - 1, INSTRUMENT);
  }
  strategyOf(id: OrderId): number {
    return this.#field(id - 1, STRATEGY);
  }

  /** How many orders ended in a status. */
  count(status: OrderStatus): number {
    const code = STATUSES.indexOf(status);
    let count = 0;
    for (let at = 0; at < this.length; at++) if (this.#field(at, STATUS) === code) count++;
    return count;
  }

  #field(at: number, field: number): number {
    const row = this.#rows.open(at);
    return this.#rows.data[row + field]!;
  }

  /** The order with this id, made anew. */
  order(id: OrderId): Order {
    const at = id - 1;
    const row = this.#rows.open(at);
    const { data } = this.#rows;
    const kind = data[row + KIND]!;
    const type = TYPES[(kind >> 1) & 7]!;
    const price = data[row + PRICE]!;
    const strategyIndex = data[row + STRATEGY]!;
    const instrumentIndex = data[row + INSTRUMENT]!;
    return new Order({
      id,
      strategy: this.#strategies[strategyIndex]!,
      strategyIndex,
      instrument: this.#instruments[instrumentIndex]!,
      instrumentIndex,
      side: SIDES[kind & 1]!,
      type,
      lots: data[row + LOTS]!,
      notional: this.#notionals.get(at),
      limit: type === 'limit' || type === 'stop-limit' ? price : undefined,
      stop: type === 'stop' ? price : this.#stops.get(at),
      timeInForce: TIMES_IN_FORCE[(kind >> 4) & 7]!,
      purpose: PURPOSES[(kind >> 7) & 3]!,
      tag: this.#tags.get(at),
      why: this.#whys.get(at),
      decidedAt: data[row + DECIDED_AT]!,
      sequence: data[row + SEQUENCE]!,
      afterFill: this.#parents.get(at),
      extras: this.#extras.get(at),
    });
  }

  /** What became of an order. */
  record(order: Order): OrderRecord {
    const at = order.id - 1;
    const row = this.#rows.open(at);
    const { data } = this.#rows;
    const endedAt = data[row + ENDED_AT]!;
    return {
      order,
      status: STATUSES[data[row + STATUS]!]!,
      lots: data[row + FINAL_LOTS]!,
      filledLots: data[row + FILLED_LOTS]!,
      endedAt: Number.isNaN(endedAt) ? undefined : endedAt,
      reason: this.#reasons.get(at),
      message: this.#messages.get(at),
      changes: this.#changes.get(at) ?? NO_CHANGES,
    };
  }
}

/** Place of a word that is in a list of a few. A loop: `indexOf` is a call for each order and list. */
function placeOf<Word>(word: Word, words: readonly Word[]): number {
  for (let place = 0; place < words.length; place++) if (words[place] === word) return place;
  return -1;
}

function kindOf(order: Order): number {
  return (
    placeOf(order.side, SIDES) |
    (placeOf(order.type, TYPES) << 1) |
    (placeOf(order.timeInForce, TIMES_IN_FORCE) << 4) |
    (placeOf(order.purpose, PURPOSES) << 7)
  );
}

/** The part of a fill that an order keeps, without what hangs on the fill. */
function parentOf({ id, time, point, instrumentIndex, priceNumber }: ParentFill): ParentFill {
  return { id, time, point, instrumentIndex, priceNumber };
}
