import type { CancelReason, Execution } from '../../src/core/execution.js';
import { Fill } from '../../src/core/fill.js';
import { valueOfLots } from '../../src/core/money.js';
import type { Order, PricePoint } from '../../src/core/order.js';
import type { Quanta } from '../../src/core/quanta.js';
import type { Millis } from '../../src/core/time.js';
import { largestFitting } from './acceptance.js';
import type { BarOffer } from './bar-offer.js';
import type { BuyingPower, PowerDesk } from './buying-power.js';
import { totalOf, type CostDesk } from './cost-desk.js';
import type { CostedTrade } from './costs/cost-model.js';
import type { PriceDesk } from './price-desk.js';
import { priceWithin } from './prices.js';
import type { WorkingOrder } from './working-order.js';

export interface FillerParts {
  readonly powers: PowerDesk;
  readonly costs: CostDesk;
  readonly prices: PriceDesk;
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

  /** Fills an order at a reference price of its bar, or leaves it. */
  fill(working: WorkingOrder, offer: BarOffer, reference: number, point: PricePoint, pathDependent: boolean, leg: Leg): void {
    // An earlier fill of this slice may have ended the order through its handlers.
    if (working.ended) return;
    const { order } = working;
    const time = point === 'open' ? offer.openTime : offer.time;
    if (order.type === 'stop' || order.type === 'trailing-stop') working.triggered = true;
    const moves = this.#parts.prices.moves && takes(working, point);
    const left = working.leftAt(moves ? this.#price(order, offer, reference, 1, true) : reference);
    const power = this.#parts.powers.of(order);
    const reducible = power.reducing(order, left);
    if (order.timeInForce === 'fok' && !this.#fits(working, offer, reference, moves, left, reducible, leg)) return;
    // Nothing opens while anything is left to reduce; an order of the same pass may have opened what this one reduces.
    if (leg === 'opening' && reducible > 0) {
      const { filledLots } = working;
      this.fill(working, offer, reference, point, pathDependent, 'reducing');
      // A limit that a moved price would cross has not reduced anything, and does not open anything either.
      if (working.filledLots > filledLots && offer.volumeLeft > 0) this.fill(working, offer, reference, point, pathDependent, 'opening');
      return;
    }
    const asked = leg === 'reducing' ? reducible : left;
    if (asked === 0) {
      if (left === 0) this.#parts.end(working, time, 'quantity-below-lot', `the amount buys less than one lot at ${reference}`);
      return;
    }
    const offered = Math.min(asked, offer.volumeLeft);
    if (offered === 0) return;
    const refusal = order.side === 'sell' && !power.shortSales ? 'shorting-not-allowed' : 'insufficient-buying-power';
    let lots = offered === Infinity ? this.#mostLots(reference, order, power) : offered;
    let price = this.#price(order, offer, reference, lots, moves);
    if (moves && order.limit !== undefined && !priceWithin(order.side, price, order.limit)) {
      working.refusedRow = offer.row;
      return;
    }
    let trade = tradeOf(working, offer, price, lots, time);
    let costs = this.#parts.costs.charge(trade);
    let cost = totalOf(costs);
    if (leg === 'opening' && (refusal === 'shorting-not-allowed' || !power.affords(order, trade.value, cost))) {
      lots = refusal === 'shorting-not-allowed' ? 0 : this.#affordable(working, lots, reference, moves, offer, time);
      if (lots === 0) {
        this.#parts.end(working, time, refusal, `no lot can be opened at ${price}`);
        return;
      }
      price = this.#price(order, offer, reference, lots, moves);
      this.#cut(working, lots, asked, time, refusal, price);
      trade = tradeOf(working, offer, price, lots, time);
      costs = this.#parts.costs.charge(trade);
      cost = totalOf(costs);
    }
    offer.volumeLeft -= lots;
    working.take(lots, trade.value);
    if (this.#parts.costs.remembers) this.#parts.costs.commit(trade);
    const fill = new Fill({
      id: ++this.count,
      order,
      lots,
      price,
      reference,
      value: trade.value,
      costs,
      cost,
      time,
      knownAt: offer.time,
      point,
      pathDependent,
      slippage: this.#parts.prices.moves ? this.#parts.prices.slippage(order, offer, reference, price, lots) : undefined,
      beyondBar: moves && (price < offer.low || price > offer.high),
    });
    this.#parts.filled(working, fill, working.leftAt(price));
  }

  /** A fill-or-kill order fills in the pass of its last leg, and only when volume and buying power take all of it. */
  #fits(working: WorkingOrder, offer: BarOffer, reference: number, moves: boolean, left: number, reducible: number, leg: Leg): boolean {
    if (working.fitsWhole) return true;
    const opening = left - reducible;
    if (left > offer.volumeLeft || (opening > 0 && leg === 'reducing')) return false;
    const { order } = working;
    if (opening > 0) {
      const power = this.#parts.powers.of(order);
      if (order.side === 'sell' && !power.shortSales) return false;
      const price = this.#price(order, offer, reference, left, moves);
      const costs = this.#parts.costs.charge(tradeOf(working, offer, price, left, offer.openTime));
      if (!power.affords(order, valueOf(order, price, opening), totalOf(costs))) return false;
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

  /** How many of `lots` the account can pay, costs included. */
  #affordable(working: WorkingOrder, lots: number, reference: number, moves: boolean, offer: BarOffer, time: Millis): number {
    const { powers, costs } = this.#parts;
    const power = powers.of(working.order);
    return largestFitting(lots, (count) => {
      const price = this.#price(working.order, offer, reference, count, moves);
      const trade = tradeOf(working, offer, price, count, time);
      return power.affords(working.order, trade.value, totalOf(costs.charge(trade)));
    });
  }

  /** Price of a fill of `lots`: the bar's own, unless models move it. */
  #price(order: Order, offer: BarOffer, reference: number, lots: number, moves: boolean): number {
    return moves ? this.#parts.prices.priceOf(order, offer, reference, lots) : reference;
  }

  /** More lots than buying power can pay: where the search for an order of all buying power begins. */
  #mostLots(price: number, { instrument }: Order, power: BuyingPower): number {
    return Math.floor(Math.max(0, power.now) / (price * instrument.unitSize * power.rate)) + 1;
  }
}

/** True for a fill that takes what others offer: its price is moved by the models. */
function takes({ order, rests, reaching }: WorkingOrder, point: PricePoint): boolean {
  if (order.type === 'limit') return point === 'close' || (point === 'open' && !rests);
  return order.type !== 'stop-limit' || reaching;
}

function tradeOf(
  { order, filledLots, filledValue }: WorkingOrder,
  { series, row }: BarOffer,
  price: number,
  lots: number,
  time: Millis,
): CostedTrade {
  const { instrument, side, id: orderId } = order;
  const value = valueOf(order, price, lots);
  return { instrument, side, lots, filledBefore: filledLots, value, valueBefore: filledValue, orderId, time, price, series, row };
}

function valueOf({ instrument, side }: Order, price: number, lots: number): Quanta {
  return valueOfLots(price, lots, instrument.unit, side === 'buy' ? 'up' : 'down');
}
