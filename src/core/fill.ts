import type { Instrument } from './instrument.js';
import { lotsToDecimal, priceToDecimal, quantaToDecimal, type Decimal } from './money.js';
import type { Order, OrderView, ParentFill, PricePoint, Side } from './order.js';
import type { Quanta } from './quanta.js';
import type { Millis } from './time.js';

/** One part of a fill's cost: `commission`, `volatility` ... The amount is what the account paid, at least 0. */
export interface CostItem {
  readonly kind: string;
  readonly amount: Quanta;
}

/** What a fill is made of. */
export interface FillFields {
  readonly id: number;
  readonly order: Order;
  readonly lots: number;
  readonly price: number;
  readonly reference: number;
  readonly value: Quanta;
  readonly costs: readonly CostItem[];
  readonly cost: Quanta;
  readonly time: Millis;
  readonly knownAt: Millis;
  readonly point: PricePoint;
  readonly pathDependent: boolean;
  readonly slippage?: readonly CostItem[] | undefined;
  readonly beyondBar?: boolean | undefined;
}

/** What fills have whose price no model could move. */
const NO_SLIPPAGE: readonly CostItem[] = [];

/** A trade with the venue. Immutable. The Decimals are made when they are read. */
export class Fill implements ParentFill {
  readonly id: number;
  readonly order: Order;
  /** Whole lots, above 0. */
  readonly lots: number;
  /** Price per unit as float64; `price` is its exact value. */
  readonly priceNumber: number;
  /** Price of the bar before any model moved it: always between its low and its high. */
  readonly referenceNumber: number;
  /** Price × quantity in quanta, rounded once against the account. */
  readonly valueQuanta: Quanta;
  readonly costs: readonly CostItem[];
  /** Sum of `costs`. */
  readonly costQuanta: Quanta;
  /** When it happened: the bar's open, or the bar's close for a time unknown within the bar. */
  readonly time: Millis;
  /** When the strategy learnt of it. */
  readonly knownAt: Millis;
  readonly point: PricePoint;
  /** True where another order of events within the bar would have filled differently. */
  readonly pathDependent: boolean;
  /** What models of spread and impact made it dearer, by model. It is part of the price already, not of `cost`. */
  readonly slippage: readonly CostItem[];
  /** True where a model moved the price beyond the bar's low or high. */
  readonly beyondBar: boolean;

  constructor(fields: FillFields) {
    this.id = fields.id;
    this.order = fields.order;
    this.lots = fields.lots;
    this.priceNumber = fields.price;
    this.referenceNumber = fields.reference;
    this.valueQuanta = fields.value;
    this.costs = fields.costs;
    this.costQuanta = fields.cost;
    this.time = fields.time;
    this.knownAt = fields.knownAt;
    this.point = fields.point;
    this.pathDependent = fields.pathDependent;
    this.slippage = fields.slippage ?? NO_SLIPPAGE;
    this.beyondBar = fields.beyondBar ?? false;
  }

  get instrument(): Instrument {
    return this.order.instrument;
  }
  get instrumentIndex(): number {
    return this.order.instrumentIndex;
  }
  get symbol(): string {
    return this.order.instrument.symbol;
  }
  get side(): Side {
    return this.order.side;
  }
  get price(): Decimal {
    return priceToDecimal(this.priceNumber);
  }
  get quantity(): Decimal {
    return lotsToDecimal(this.lots, this.order.instrument.lot);
  }
  get value(): Decimal {
    return quantaToDecimal(this.valueQuanta);
  }
  get cost(): Decimal {
    return quantaToDecimal(this.costQuanta);
  }
  /** Lots with their direction: above 0 for a buy. */
  get signedLots(): number {
    return this.order.side === 'buy' ? this.lots : -this.lots;
  }
}

/** What is told of a fill by whoever shows one after the other: see `Rows`. */
export type FillView = Omit<Fill, 'order' | 'side' | 'price' | 'quantity' | 'value' | 'cost'> & { readonly order: OrderView };
