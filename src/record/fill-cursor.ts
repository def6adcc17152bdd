import type { CostItem, FillView } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import type { PricePoint } from '../core/order.js';
import type { Quanta } from '../core/quanta.js';
import type { Rows } from '../core/rows.js';
import type { Millis } from '../core/time.js';
import * as field from './fill-fields.js';
import type { FillLogParts } from './fill-fields.js';
import type { OrderCursor } from './order-cursor.js';
import { RowCursor } from './row-cursor.js';

/** The fills of a log, one at a time and in place: nothing is made for them. */
export class FillCursor extends RowCursor implements Rows<FillView>, FillView {
  readonly #costs: Amounts;
  readonly #slippage: Amounts;
  readonly order: OrderCursor;

  /** `order` is moved along: it is the order of the fill that is shown. */
  constructor(parts: FillLogParts, order: OrderCursor) {
    super(parts.rows);
    this.order = order;
    this.#costs = parts.kinds.map((kind) => ({ kind, amount: 0 }));
    this.#slippage = parts.moves.map((kind) => ({ kind, amount: 0 }));
  }

  at(index: number): FillView | undefined {
    if (!this.goTo(index)) return undefined;
    this.order.show(this.integer(field.ORDER) - 1);
    return this;
  }

  get id(): number {
    return this.place + 1;
  }
  get instrumentIndex(): number {
    return this.order.instrumentIndex;
  }
  get instrument(): Instrument {
    return this.order.instrument;
  }
  get symbol(): string {
    return this.order.symbol;
  }
  get lots(): number {
    return this.number(field.LOTS);
  }
  get signedLots(): number {
    return this.order.side === 'buy' ? this.lots : -this.lots;
  }
  get priceNumber(): number {
    return this.number(field.PRICE);
  }
  get referenceNumber(): number {
    return this.number(field.REFERENCE);
  }
  get time(): Millis {
    return this.number(field.TIME);
  }
  get knownAt(): Millis {
    return this.number(field.KNOWN_AT);
  }
  get point(): PricePoint {
    return field.POINTS[this.number(field.POINT) & 3]!;
  }
  get pathDependent(): boolean {
    return (this.number(field.POINT) & 4) !== 0;
  }
  get beyondBar(): boolean {
    return (this.number(field.POINT) & 8) !== 0;
  }
  get valueQuanta(): Quanta {
    return this.quanta(field.VALUE);
  }
  get costQuanta(): Quanta {
    return this.quanta(field.COST);
  }
  get costs(): readonly CostItem[] {
    return this.#amounts(this.#costs, field.FIRST_ITEM);
  }
  get slippage(): readonly CostItem[] {
    return this.#amounts(this.#slippage, field.FIRST_ITEM + this.#costs.length);
  }

  #amounts(items: Amounts, first: number): Amounts {
    for (let i = 0; i < items.length; i++) items[i]!.amount = this.quanta(first + i);
    return items;
  }
}

type Amounts = { readonly kind: string; amount: Quanta }[];
