import type { CancelReason, Execution } from '../../src/core/execution.js';
import { Fill } from '../../src/core/fill.js';
import { valueOfLots } from '../../src/core/money.js';
import type { Order, PricePoint } from '../../src/core/order.js';
import type { Quanta } from '../../src/core/quanta.js';
import type { Millis } from '../../src/core/time.js';
import { largestFitting } from './acceptance.js';
import type { BarOffer } from './bar-offer.js';
import type { BuyingPower } from './buying-power.js';
import type { ChargedCosts, CostDesk } from './cost-desk.js';
import type { WorkingOrder } from './working-order.js';

export interface FillerParts {
  readonly power: BuyingPower;
  readonly costs: CostDesk;
  readonly emit: (execution: Execution) => void;
  /** Told of each fill, with the lots still to fill; publishes it. */
  readonly filled: (working: WorkingOrder, fill: Fill, remaining: number) => void;
  /** Ends an order without a fill. */
  readonly end: (working: WorkingOrder, time: Millis, reason: CancelReason, message?: string) => void;
}

/** Which part of an order a pass over the candidates fills. */
export type Leg = 'reducing' | 'opening';
export const LEGS: readonly Leg[] = ['reducing', 'opening'];

/** Turns an order at a price into a fill: what volume offers and the account can pay, with its costs. */
export class Filler {
  readonly #parts: FillerParts;
  /** Fills so far: the number of the last one. */
  count = 0;

  constructor(parts: FillerParts) {
    this.#parts = parts;
  }

  fill(working: WorkingOrder, offer: BarOffer, price: number, point: PricePoint, pathDependent: boolean, leg: Leg): void {
    // An earlier fill of this slice may have ended the order through its handlers.
    if (working.ended) return;
    const { order } = working;
    const time = point === 'open' ? offer.openTime : offer.time;
    if (order.type === 'stop' || order.type === 'trailing-stop') working.triggered = true;
    const left = working.leftAt(price);
    const reducible = this.#parts.power.reducing(order, left);
    if (order.timeInForce === 'fok' && !this.#fits(working, offer, price, left, reducible, leg)) return;
    // Nothing opens while anything is left to reduce; an order of the same pass may have opened what this one reduces.
    if (leg === 'opening' && reducible > 0) {
      this.fill(working, offer, price, point, pathDependent, 'reducing');
      if (offer.volumeLeft > 0) this.fill(working, offer, price, point, pathDependent, 'opening');
      return;
    }
    const asked = leg === 'reducing' ? reducible : left;
    if (asked === 0) {
      if (left === 0) this.#parts.end(working, time, 'quantity-below-lot', `the amount buys less than one lot at ${price}`);
      return;
    }
    const offered = Math.min(asked, offer.volumeLeft);
    if (offered === 0) return;
    const refusal = order.side === 'sell' && !this.#parts.power.shortSales ? 'shorting-not-allowed' : 'insufficient-buying-power';
    let lots = offered === Infinity ? this.#mostLots(price, order) : offered;
    let value = valueOf(order, price, lots);
    let charged = this.#charge(working, offer, price, lots);
    if (leg === 'opening' && (refusal === 'shorting-not-allowed' || !this.#parts.power.affords(order, value, charged.total))) {
      lots = refusal === 'shorting-not-allowed' ? 0 : this.#affordable(working, lots, price, offer);
      if (lots === 0) {
        this.#parts.end(working, time, refusal, `no lot can be opened at ${price}`);
        return;
      }
      this.#cut(working, lots, asked, time, refusal, price);
      value = valueOf(order, price, lots);
      charged = this.#charge(working, offer, price, lots);
    }
    offer.volumeLeft -= lots;
    working.take(lots, value);
    const fill = new Fill({
      id: ++this.count,
      order,
      lots,
      price,
      reference: price,
      value,
      costs: charged.items,
      cost: charged.total,
      time,
      knownAt: offer.time,
      point,
      pathDependent,
    });
    this.#parts.filled(working, fill, working.leftAt(price));
  }

  /** A fill-or-kill order fills in the pass of its last leg, and only when volume and buying power take all of it. */
  #fits(working: WorkingOrder, offer: BarOffer, price: number, left: number, reducible: number, leg: Leg): boolean {
    if (working.fitsWhole) return true;
    const opening = left - reducible;
    if (left > offer.volumeLeft || (opening > 0 && leg === 'reducing')) return false;
    const { order } = working;
    if (opening > 0) {
      if (order.side === 'sell' && !this.#parts.power.shortSales) return false;
      const { total } = this.#charge(working, offer, price, left);
      if (!this.#parts.power.affords(order, valueOf(order, price, opening), total)) return false;
    }
    working.fitsWhole = true;
    return true;
  }

  /** Lowers an order to what fits; of an order that asked for all buying power this is its meaning, and no event. */
  #cut(
    working: WorkingOrder,
    lots: number,
    asked: number,
    time: Millis,
    reason: 'insufficient-buying-power' | 'shorting-not-allowed',
    price: number,
  ): void {
    const { order, filledLots } = working;
    working.cutTo(filledLots + lots);
    if (order.notional === 'max') return;
    this.#parts.emit({
      kind: 'reduced',
      order,
      time,
      from: filledLots + asked,
      to: filledLots + lots,
      reason,
      message: `at ${price} only ${lots} of ${asked} lots fit`,
    });
  }

  /** How many of `lots` the account can pay at `price`, costs included. */
  #affordable(working: WorkingOrder, lots: number, price: number, offer: BarOffer): number {
    const { order } = working;
    return largestFitting(lots, (count) =>
      this.#parts.power.affords(order, valueOf(order, price, count), this.#charge(working, offer, price, count).total),
    );
  }

  /** More lots than buying power can pay: where the search for an order of all buying power begins. */
  #mostLots(price: number, { instrument }: Order): number {
    return Math.floor(Math.max(0, this.#parts.power.now) / (price * instrument.unitSize)) + 1;
  }

  #charge(working: WorkingOrder, { series, row }: BarOffer, price: number, lots: number): ChargedCosts {
    const { instrument, side } = working.order;
    return this.#parts.costs.charge({ instrument, side, lots, filledBefore: working.filledLots, price, series, row });
  }
}

function valueOf({ instrument, side }: Order, price: number, lots: number): Quanta {
  return valueOfLots(price, lots, instrument.unit, side === 'buy' ? 'up' : 'down');
}
