import { GrowingRows } from '../core/growing-rows.js';
import type { Instrument } from '../core/instrument.js';
import { Order, type OrderId, type ParentFill } from '../core/order.js';
import type { OrderStatus } from '../core/order-state.js';
import { OrderCursor, OrderRecordCursor } from './order-cursor.js';
import * as field from './order-fields.js';
import type { FewOrders, OrderLogParts } from './order-fields.js';
import type { OrderRecord, OrderRecordView } from './order-record.js';

/**
 * All orders of a run as rows of numbers, some 90 bytes each: a run with a million orders neither keeps a million objects
 * alive nor pays for it while it goes on. Orders and records are made again when they are read.
 */
export class OrderLog {
  readonly #rows = new GrowingRows(field.STRIDE);
  readonly #few: FewOrders = {
    tags: new Map(),
    notionals: new Map(),
    parents: new Map(),
    extras: new Map(),
    stops: new Map(),
    reasons: new Map(),
    messages: new Map(),
    whys: new Map(),
    changes: new Map(),
  };
  readonly #parts: OrderLogParts;
  /** Reads for all who want an object of their own. */
  #reader: OrderRecordCursor | undefined;

  constructor(instruments: readonly Instrument[], strategies: readonly string[]) {
    this.#parts = { instruments, strategies, rows: this.#rows, few: this.#few };
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Notes a new order; its id is its place, counted from 1. */
  add(order: Order): void {
    const at = this.#rows.length;
    const row = this.#rows.append();
    const { data } = this.#rows;
    data[row + field.INSTRUMENT] = order.instrumentIndex;
    data[row + field.STRATEGY] = order.strategyIndex;
    data[row + field.KIND] = kindOf(order);
    data[row + field.LOTS] = order.lots;
    data[row + field.PRICE] = order.limit ?? order.stop ?? Number.NaN;
    data[row + field.DECIDED_AT] = order.decidedAt;
    data[row + field.SEQUENCE] = order.sequence;
    data[row + field.FINAL_LOTS] = order.lots;
    data[row + field.ENDED_AT] = Number.NaN;
    if (order.tag !== undefined) this.#few.tags.set(at, order.tag);
    if (order.why !== undefined) this.#few.whys.set(at, order.why);
    if (order.notional !== undefined) this.#few.notionals.set(at, order.notional);
    if (order.afterFill !== undefined) this.#few.parents.set(at, parentOf(order.afterFill));
    if (order.extras !== undefined) this.#few.extras.set(at, order.extras);
    if (order.type === 'stop-limit') this.#few.stops.set(at, order.stop!);
  }

  /** Notes how an order ended. */
  end(record: OrderRecord): void {
    const at = record.order.id - 1;
    const row = this.#rows.open(at);
    const { data } = this.#rows;
    data[row + field.STATUS] = placeOf(record.status, field.STATUSES);
    data[row + field.LOTS] = record.order.lots;
    data[row + field.PRICE] = record.order.limit ?? record.order.stop ?? Number.NaN;
    if (record.order.type === 'stop-limit') this.#few.stops.set(at, record.order.stop!);
    data[row + field.FINAL_LOTS] = record.lots;
    data[row + field.FILLED_LOTS] = record.filledLots;
    data[row + field.ENDED_AT] = record.endedAt ?? Number.NaN;
    if (record.reason !== undefined) this.#few.reasons.set(at, record.reason);
    if (record.message !== undefined) this.#few.messages.set(at, record.message);
    if (record.changes.length > 0) this.#few.changes.set(at, record.changes);
  }

  instrumentOf(id: OrderId): number {
    return this.#field(id - 1, field.INSTRUMENT);
  }
  strategyOf(id: OrderId): number {
    return this.#field(id - 1, field.STRATEGY);
  }

  /** How many orders ended in a status. */
  count(status: OrderStatus): number {
    const code = field.STATUSES.indexOf(status);
    let count = 0;
    for (let at = 0; at < this.length; at++) if (this.#field(at, field.STATUS) === code) count++;
    return count;
  }

  #field(at: number, column: number): number {
    const row = this.#rows.open(at);
    return this.#rows.data[row + column]!;
  }

  /** All orders, each shown by the same object. */
  cursor(): OrderRecordCursor {
    return new OrderRecordCursor(this.#parts);
  }

  /** One at a time, without what became of it. */
  orderCursor(): OrderCursor {
    return new OrderCursor(this.#parts);
  }

  /** The order with this id, made anew. */
  order(id: OrderId): Order {
    return new Order(this.#read(id).order);
  }

  /** The same with what became of it. */
  record(id: OrderId): OrderRecord {
    const { order, status, lots, filledLots, endedAt, reason, message, changes } = this.#read(id);
    return { order: new Order(order), status, lots, filledLots, endedAt, reason, message, changes };
  }

  #read(id: OrderId): OrderRecordView {
    this.#reader ??= this.cursor();
    return this.#reader.at(id - 1)!;
  }
}

/** Place of a word that is in a list of a few. A loop: `indexOf` is a call for each order and list. */
function placeOf<Word>(word: Word, words: readonly Word[]): number {
  for (let place = 0; place < words.length; place++) if (words[place] === word) return place;
  return -1;
}

function kindOf(order: Order): number {
  return (
    placeOf(order.side, field.SIDES) |
    (placeOf(order.type, field.TYPES) << 1) |
    (placeOf(order.timeInForce, field.TIMES_IN_FORCE) << 4) |
    (placeOf(order.purpose, field.PURPOSES) << 7)
  );
}

/** The part of a fill that an order keeps, without what hangs on the fill. */
function parentOf({ id, time, point, instrumentIndex, priceNumber }: ParentFill): ParentFill {
  return { id, time, point, instrumentIndex, priceNumber };
}
