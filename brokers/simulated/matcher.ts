import type { VenueSlice } from '../../src/broker/broker.js';
import type { CancelReason, Execution } from '../../src/core/execution.js';
import { Fill } from '../../src/core/fill.js';
import { valueOfLots } from '../../src/core/money.js';
import type { Order, PricePoint } from '../../src/core/order.js';
import type { Quanta } from '../../src/core/quanta.js';
import type { Millis } from '../../src/core/time.js';
import { largestFitting } from './acceptance.js';
import { BarOffer } from './bar-offer.js';
import type { BuyingPower } from './buying-power.js';
import type { ChargedCosts, CostDesk } from './cost-desk.js';
import type { WorkingOrder } from './working-order.js';

export interface MatcherParts {
  /** Working orders by instrument, in the order of acceptance. The owner adds and removes. */
  readonly working: readonly (readonly WorkingOrder[])[];
  /** True while an order is working. */
  readonly anyWorking: () => boolean;
  /** Orders accepted during the slice in hand. */
  readonly arrivals: readonly WorkingOrder[];
  readonly power: BuyingPower;
  readonly costs: CostDesk;
  readonly volumeLimit: number;
  readonly emit: (execution: Execution) => void;
  /** Called after each fill, before anybody hears of it, with the lots filled and those still to fill. */
  readonly afterFill: (working: WorkingOrder, lots: number, remaining: number) => void;
  /** Ends an order without a fill. */
  readonly end: (working: WorkingOrder, time: Millis, reason: CancelReason, message?: string) => void;
}

/** A chance to fill: an order that has reached a price on a bar. */
interface Candidate {
  readonly working: WorkingOrder;
  readonly offer: BarOffer;
  readonly price: number;
  readonly point: PricePoint;
  readonly pathDependent: boolean;
}

/** Which part of an order a pass over the candidates fills. */
type Leg = 'reducing' | 'opening';
const LEGS: readonly Leg[] = ['reducing', 'opening'];

/**
 * Fills orders from the bars of a slice. At one price point, first everything that reduces a position, then what
 * opens one, each in the order of acceptance; an order that crosses zero fills in two legs.
 */
export class Matcher {
  readonly #parts: MatcherParts;
  #fills = 0;
  #offers: BarOffer[] = [];

  constructor(parts: MatcherParts) {
    this.#parts = parts;
  }

  /**
   * Opens in time order, then the paths, then what orders sent meanwhile find in the rest of their bar. `settle` is
   * called after each price point: what the handlers of its fills have sent takes effect before the next one.
   */
  match(slice: VenueSlice, settle: () => void): void {
    this.#offers = this.#collectOffers(slice);
    if (this.#offers.length === 1) this.#openSingle(this.#offers[0]!, settle);
    else if (this.#offers.length > 1) this.#openMany(settle);
    if (this.#parts.anyWorking()) this.#fillAll(this.#onPath(), settle);
    const { arrivals } = this.#parts;
    for (let fills = -1, seen = 0; arrivals.length > seen || (seen > 0 && this.#fills > fills);) {
      fills = this.#fills;
      seen = arrivals.length;
      this.#fillAll(this.#onRest(slice), settle);
    }
  }

  /** The open of one bar, by far the most frequent case: its orders stand in the order of acceptance already. */
  #openSingle(offer: BarOffer, settle: () => void): void {
    const orders = this.#parts.working[offer.instrumentIndex]!;
    for (const leg of LEGS) {
      for (let i = 0; i < orders.length;) {
        const working = orders[i]!;
        const price = offer.isOpenTo(working) ? offer.priceAtOpen(working) : undefined;
        if (price !== undefined) this.#fill(working, offer, price, 'open', false, leg);
        // An order that has come to its end has left the list.
        if (orders[i] === working) i++;
      }
    }
    settle();
  }

  /** The opens of many bars, in time order: those at one instant are one price point. */
  #openMany(settle: () => void): void {
    const offers = [...this.#offers].sort((a, b) => a.openTime - b.openTime);
    for (let first = 0; first < offers.length;) {
      let next = first + 1;
      while (next < offers.length && offers[next]!.openTime === offers[first]!.openTime) next++;
      this.#fillAll(this.#atOpen(offers.slice(first, next)));
      settle();
      first = next;
    }
  }

  /** Orders sent from the handlers of this slice's fills, on the rest of their bar. */
  #onRest(slice: VenueSlice): Candidate[] {
    const candidates: Candidate[] = [];
    for (const offer of this.#collectArrivalOffers(slice)) {
      for (const working of this.#parts.working[offer.instrumentIndex]!) {
        const candidate = working.arrival ? arrivalCandidate(working, offer) : undefined;
        if (candidate !== undefined) candidates.push(candidate);
      }
    }
    return candidates.sort(pathOrder);
  }

  /** The bars of this slice whose instruments have working orders. */
  #collectOffers(slice: VenueSlice): BarOffer[] {
    if (slice.size === 1) {
      const only = this.#offerOf(slice, 0);
      return only === undefined ? [] : [only];
    }
    const offers: BarOffer[] = [];
    for (let entry = 0; entry < slice.size; entry++) {
      const offer = this.#offerOf(slice, entry);
      if (offer !== undefined) offers.push(offer);
    }
    return offers;
  }

  #offerOf(slice: VenueSlice, entry: number): BarOffer | undefined {
    const series = slice.seriesAt(entry);
    if (!series.isFinest || this.#parts.working[series.instrumentIndex]!.length === 0) return undefined;
    const row = slice.rowAt(entry);
    return series.isExtended(row) ? undefined : new BarOffer(series, row, this.#parts.volumeLimit);
  }

  /** As above, with the volume that this slice's earlier fills have left. */
  #collectArrivalOffers(slice: VenueSlice): BarOffer[] {
    return this.#collectOffers(slice).map((fresh) => {
      const known = this.#offers.find((offer) => offer.series === fresh.series);
      if (known === undefined) this.#offers.push(fresh);
      return known ?? fresh;
    });
  }

  #atOpen(offers: readonly BarOffer[]): Candidate[] {
    const candidates: Candidate[] = [];
    for (const offer of offers) {
      for (const working of this.#parts.working[offer.instrumentIndex]!) {
        const price = offer.isOpenTo(working) ? offer.priceAtOpen(working) : undefined;
        if (price !== undefined) candidates.push({ working, offer, price, point: 'open', pathDependent: false });
      }
    }
    return candidates.sort((a, b) => a.working.sequence - b.working.sequence);
  }

  #onPath(): Candidate[] {
    const candidates: Candidate[] = [];
    for (const offer of this.#offers) {
      const reached: Candidate[] = [];
      for (const working of this.#parts.working[offer.instrumentIndex]!) {
        const price = offer.isOpenTo(working) ? offer.priceOnPath(working) : undefined;
        if (price !== undefined) reached.push({ working, offer, price, point: 'path', pathDependent: false });
      }
      // With two orders in reach, which came first decides what happens.
      candidates.push(...(reached.length < 2 ? reached : reached.map((candidate) => ({ ...candidate, pathDependent: true }))));
    }
    return candidates.sort(pathOrder);
  }

  /** With `settle`, every candidate stands at a price point of its own. */
  #fillAll(candidates: readonly Candidate[], settle?: () => void): void {
    for (const leg of LEGS) {
      for (const { working, offer, price, point, pathDependent } of candidates) {
        this.#fill(working, offer, price, point, pathDependent, leg);
        settle?.();
      }
    }
  }

  #fill(working: WorkingOrder, offer: BarOffer, price: number, point: PricePoint, pathDependent: boolean, leg: Leg): void {
    // An earlier fill of this slice may have ended the order through its handlers.
    if (working.ended) return;
    const { order } = working;
    const time = point === 'open' ? offer.openTime : offer.time;
    if (order.type === 'stop') working.triggered = true;
    const left = working.leftAt(price);
    const reducible = this.#parts.power.reducing(order, left);
    // Nothing opens while anything is left to reduce; an order of the same pass may have opened what this one reduces.
    if (leg === 'opening' && reducible > 0) {
      this.#fill(working, offer, price, point, pathDependent, 'reducing');
      if (offer.volumeLeft > 0) this.#fill(working, offer, price, point, pathDependent, 'opening');
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
    const remaining = working.leftAt(price);
    const fill = new Fill({
      id: ++this.#fills,
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
    this.#parts.afterFill(working, lots, remaining);
    this.#parts.emit({ kind: 'filled', order, time, fill, remaining: remaining === Infinity ? 0 : remaining, complete: remaining === 0 });
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

/** The path policy `pessimistic`: stops fill before limits; within each, by acceptance. */
function pathOrder(a: Candidate, b: Candidate): number {
  const rank = (candidate: Candidate): number => (candidate.working.order.type === 'stop' ? 0 : 1);
  return rank(a) - rank(b) || a.working.sequence - b.working.sequence;
}

/** What an order that was sent during the bar finds in the rest of it, under the path policy `pessimistic`. */
function arrivalCandidate(working: WorkingOrder, offer: BarOffer): Candidate | undefined {
  const { order } = working;
  const parent = order.afterFill;
  if (parent === undefined || order.type === 'market') return undefined;
  if (parent.point === 'open') {
    // The whole path is still to come; the market stands at the open.
    if (working.acceptedAt > offer.openTime) return undefined;
    const price = offer.priceOnPath(working);
    return price === undefined
      ? undefined
      : { working, offer, price: notBeyond(working, price, offer.open), point: 'path', pathDependent: true };
  }
  // Somewhere between open and close: the worst is assumed, so stops find all prices and limits none.
  const sameBar = parent.instrumentIndex === offer.instrumentIndex && working.acceptedAt <= offer.time;
  if (!sameBar || order.type !== 'stop') return undefined;
  const price = offer.priceOnPath(working);
  return price === undefined
    ? undefined
    : { working, offer, price: notBeyond(working, price, parent.priceNumber), point: 'path', pathDependent: true };
}

/** An order that the market has already passed when it arrives fills where the market stands. */
function notBeyond({ order }: WorkingOrder, price: number, market: number): number {
  const sellStop = order.type === 'stop' && order.side === 'sell';
  const buyLimit = order.type === 'limit' && order.side === 'buy';
  return sellStop || buyLimit ? Math.min(price, market) : Math.max(price, market);
}
