import { valueOfLots } from '../../src/core/money.js';
import { subtractQuanta, type Quanta } from '../../src/core/quanta.js';
import type { ApprovedOrder, Notional } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';

/** An accepted order while it works. The broker's own, mutable view of it. */
export class WorkingOrder {
  filledLots = 0;
  /** True once a stop has been reached: from then on the rest is a market order. */
  triggered = false;
  /** True once the order has come to its end. */
  ended = false;
  /** Effect on buying power that acceptance has put aside: below 0 for money needed, above 0 for money to come. */
  impact = 0;
  /** True while the slice during which it was accepted is still in hand. */
  arrival: boolean;
  /** Lots asked for; `undefined` for a notional order until it is cut. */
  #lots: number | undefined;
  /** What a notional order may still spend. */
  #notional: Notional | undefined;

  constructor(
    readonly order: ApprovedOrder,
    /** Acceptance sequence: the last tie-break. */
    readonly sequence: number,
    readonly acceptedAt: Millis,
    /** Close of the session with which a `day` order ends, Infinity for others. */
    readonly expiresAt: Millis,
    arrival: boolean,
  ) {
    this.arrival = arrival;
    this.#lots = order.notional === undefined ? order.lots : undefined;
    this.#notional = order.notional;
  }

  /** Lots still to fill at a price; Infinity for an order that takes all buying power. */
  leftAt(price: number): number {
    if (this.#lots !== undefined) return this.#lots - this.filledLots;
    if (this.#notional === undefined || this.#notional === 'max') return Infinity;
    return Number(BigInt(this.#notional) / BigInt(valueOfLots(price, 1, this.order.instrument.unit, 'up')));
  }

  /** Lowers the order's size to `lots` in all. */
  cutTo(lots: number): void {
    this.#lots = lots;
  }

  /** Notes a fill. */
  take(lots: number, value: Quanta): void {
    this.filledLots += lots;
    if (this.#notional !== undefined && this.#notional !== 'max') this.#notional = subtractQuanta(this.#notional, value);
  }
}
