import { valueOfLots } from '../../src/core/money.js';
import type { ApprovedOrder, Notional } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';

/** An accepted order while it works. The broker's own, mutable view of it. */
export class WorkingOrder {
  filledLots = 0;
  /** What a notional order may still spend. */
  notional: Notional | undefined;
  /** True once a stop has been reached: from then on the rest is a market order. */
  triggered = false;
  /** Effect on buying power that acceptance has put aside: below 0 for money needed, above 0 for money to come. */
  impact = 0;
  #lots: number;

  constructor(
    readonly order: ApprovedOrder,
    /** Acceptance sequence: the last tie-break. */
    readonly sequence: number,
    readonly acceptedAt: Millis,
    /** Close of the session with which a `day` order ends, Infinity for others. */
    readonly expiresAt: Millis,
    /** True while the slice during which it was accepted is still in hand. */
    public arrival: boolean,
  ) {
    this.#lots = order.lots;
    this.notional = order.notional;
  }

  /** Lots still to fill; of an order sized at its fill, what `price` makes of the rest. */
  remainingAt(price: number): number {
    if (this.notional === undefined) return this.#lots - this.filledLots;
    if (this.notional === 'max') return Infinity;
    const perLot = valueOfLots(price, 1, this.order.instrument.unit, 'up');
    return Number(this.notional / perLot);
  }

  /** Lots still to fill of an order in lots. */
  get remaining(): number {
    return this.#lots - this.filledLots;
  }

  /** Lowers the order's size. */
  cutTo(lots: number): void {
    this.#lots = lots;
  }
}
