import type { Instrument } from '../core/instrument.js';
import {
  clientOrderIdOf,
  type Notional,
  type OrderExtras,
  type OrderId,
  type OrderPurpose,
  type OrderType,
  type OrderView,
  type OrderWhy,
  type ParentFill,
  type Side,
  type TimeInForce,
} from '../core/order.js';
import type { OrderStatus } from '../core/order-state.js';
import type { Rows } from '../core/rows.js';
import type { Millis } from '../core/time.js';
import { NO_CHANGES, type OrderChange, type OrderRecordView } from './order-record.js';
import * as field from './order-fields.js';
import type { OrderLogParts } from './order-fields.js';
import { RowCursor } from './row-cursor.js';

/** An order of a log, in place: nothing is made for it. */
export class OrderCursor extends RowCursor implements OrderView {
  readonly #parts: OrderLogParts;

  constructor(parts: OrderLogParts) {
    super(parts.rows);
    this.#parts = parts;
  }

  /** Goes to the order with this place, counted from 0. */
  show(at: number): void {
    this.goTo(at);
  }

  get id(): OrderId {
    return (this.place + 1) as OrderId;
  }
  get instrumentIndex(): number {
    return this.integer(field.INSTRUMENT);
  }
  get instrument(): Instrument {
    return this.#parts.instruments[this.instrumentIndex]!;
  }
  get symbol(): string {
    return this.instrument.symbol;
  }
  get strategyIndex(): number {
    return this.integer(field.STRATEGY);
  }
  get strategy(): string {
    return this.#parts.strategies[this.strategyIndex]!;
  }
  get clientOrderId(): string {
    return clientOrderIdOf(this);
  }
  get side(): Side {
    return field.SIDES[this.#kind & 1]!;
  }
  get type(): OrderType {
    return field.TYPES[(this.#kind >> 1) & 7]!;
  }
  get timeInForce(): TimeInForce {
    return field.TIMES_IN_FORCE[(this.#kind >> 4) & 7]!;
  }
  get purpose(): OrderPurpose {
    return field.PURPOSES[(this.#kind >> 7) & 3]!;
  }
  get lots(): number {
    return this.number(field.LOTS);
  }
  get limit(): number | undefined {
    const { type } = this;
    return type === 'limit' || type === 'stop-limit' ? this.number(field.PRICE) : undefined;
  }
  get stop(): number | undefined {
    return this.type === 'stop' ? this.number(field.PRICE) : this.#parts.few.stops.get(this.place);
  }
  get decidedAt(): Millis {
    return this.number(field.DECIDED_AT);
  }
  get sequence(): number {
    return this.number(field.SEQUENCE);
  }
  get notional(): Notional | undefined {
    return this.#parts.few.notionals.get(this.place);
  }
  get tag(): string | undefined {
    return this.#parts.few.tags.get(this.place);
  }
  get why(): OrderWhy | undefined {
    return this.#parts.few.whys.get(this.place);
  }
  get afterFill(): ParentFill | undefined {
    return this.#parts.few.parents.get(this.place);
  }
  get extras(): OrderExtras | undefined {
    return this.#parts.few.extras.get(this.place);
  }

  get #kind(): number {
    return this.integer(field.KIND);
  }
}

/** The orders of a log with what became of them, one at a time. */
export class OrderRecordCursor extends RowCursor implements Rows<OrderRecordView>, OrderRecordView {
  readonly order: OrderCursor;
  readonly #parts: OrderLogParts;

  constructor(parts: OrderLogParts) {
    super(parts.rows);
    this.#parts = parts;
    this.order = new OrderCursor(parts);
  }

  at(index: number): OrderRecordView | undefined {
    if (!this.goTo(index)) return undefined;
    this.order.show(index);
    return this;
  }

  get status(): OrderStatus {
    return field.STATUSES[this.integer(field.STATUS)]!;
  }
  get lots(): number {
    return this.number(field.FINAL_LOTS);
  }
  get filledLots(): number {
    return this.number(field.FILLED_LOTS);
  }
  get endedAt(): Millis | undefined {
    const endedAt = this.number(field.ENDED_AT);
    return Number.isNaN(endedAt) ? undefined : endedAt;
  }
  get reason(): string | undefined {
    return this.#parts.few.reasons.get(this.place);
  }
  get message(): string | undefined {
    return this.#parts.few.messages.get(this.place);
  }
  get changes(): readonly OrderChange[] {
    return this.#parts.few.changes.get(this.place) ?? NO_CHANGES;
  }
}
