import type { VenueSlice } from '../../src/broker/broker.js';
import type { CancelReason, ExpireReason } from '../../src/core/execution.js';
import type { PricePoint } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import { BarOffer } from './bar-offer.js';
import type { PowerDesk } from './buying-power.js';
import { LEGS, type Filler } from './filler.js';
import { guessedPrice, guessedPriceOnRest, guessedRank } from './guessed-path.js';
import type { PathPolicy } from './options.js';
import { better, priceWithin } from './prices.js';
import { walkPath } from './walked-path.js';
import type { WorkingBook } from './working-book.js';
import type { WorkingOrder } from './working-order.js';

export interface MatcherParts {
  /** The owner adds and removes. */
  readonly working: WorkingBook;
  readonly powers: PowerDesk;
  readonly filler: Filler;
  readonly volumeLimit: number;
  readonly pathPolicy: PathPolicy;
  /** True where models move prices: then it matters whether a limit rests. */
  readonly pricesMove: boolean;
  /** Ends an order without a fill. */
  readonly cancel: (working: WorkingOrder, time: Millis, reason: CancelReason, message?: string) => void;
  readonly expire: (working: WorkingOrder, time: Millis, reason: ExpireReason) => void;
}

/** A chance to fill: an order that has reached a price on a bar. */
interface Candidate {
  readonly working: WorkingOrder;
  readonly offer: BarOffer;
  readonly price: number;
  readonly point: PricePoint;
  readonly pathDependent: boolean;
}

/**
 * Takes orders through the price points of a slice (`docs/execution.md`). At one price point, first everything that
 * reduces a position, then what opens one, each in the order of acceptance; an order that crosses zero fills in two legs.
 */
export class Matcher {
  readonly #parts: MatcherParts;
  readonly #optimistic: boolean;
  /** True where the policy assumes a path, and orders are filled by walking it. */
  readonly #walks: boolean;
  #offers: BarOffer[] = [];

  constructor(parts: MatcherParts) {
    this.#parts = parts;
    this.#optimistic = parts.pathPolicy === 'optimistic';
    this.#walks = parts.pathPolicy !== 'pessimistic' && parts.pathPolicy !== 'optimistic';
  }

  /**
   * Opens in time order, then the paths, then what orders sent meanwhile find in the rest of their bar, then the close
   * auctions. `settle` is called after each price point: what the handlers of its fills have sent takes effect before
   * the next one.
   */
  match(slice: VenueSlice, settle: () => void): void {
    this.#offers = this.#collectOffers(slice);
    if (this.#offers.length === 1) this.#openSingle(this.#offers[0]!, settle);
    else if (this.#offers.length > 1) this.#openMany(settle);
    if (this.#walks) this.#walk(slice, settle);
    else {
      if (this.#parts.working.count > 0) this.#fillAll(this.#onPath(), settle);
      this.#fillRest(slice, settle);
    }
    if (this.#parts.working.special > 0) this.#closeBars(slice, settle);
  }

  #fillRest(slice: VenueSlice, settle: () => void): void {
    const { filler, working } = this.#parts;
    const { arrivals } = working;
    for (let fills = -1, seen = 0; arrivals.length > seen || (seen > 0 && filler.count > fills);) {
      fills = filler.count;
      seen = arrivals.length;
      this.#fillAll(this.#onRest(slice), settle);
    }
  }

  /** The open of one bar, by far the most frequent case: its orders stand in the order of acceptance already. */
  #openSingle(offer: BarOffer, settle: () => void): void {
    const orders = this.#parts.working.of(offer.instrumentIndex);
    // One order has nobody to give way to: its opening pass reduces first, too.
    for (let pass = orders.length === 1 ? 1 : 0; pass < LEGS.length; pass++) {
      const leg = LEGS[pass]!;
      for (let i = 0; i < orders.length;) {
        const working = orders[i]!;
        const price = offer.isOpenTo(working) ? offer.priceAtOpen(working) : undefined;
        if (price !== undefined) this.#parts.filler.fill(working, offer, price, 'open', false, leg);
        // Orders that have come to their end have left the list: this one, and perhaps its sibling before it.
        if (orders[i] === working) i++;
        else while (i > 0 && (i > orders.length || orders[i - 1]!.sequence > working.sequence)) i--;
      }
    }
    if (this.#parts.pricesMove) this.#letRest(offer);
    if (this.#parts.working.special > 0) this.#endShortLives(offer);
    settle();
  }

  /** The opens of many bars, in time order: those at one instant are one price point. */
  #openMany(settle: () => void): void {
    const offers = [...this.#offers].sort((a, b) => a.openTime - b.openTime);
    for (let first = 0; first < offers.length;) {
      let next = first + 1;
      while (next < offers.length && offers[next]!.openTime === offers[first]!.openTime) next++;
      this.#fillAll(this.#atOpen(offers.slice(first, next)));
      if (this.#parts.pricesMove) for (let i = first; i < next; i++) this.#letRest(offers[i]!);
      if (this.#parts.working.special > 0) for (let i = first; i < next; i++) this.#endShortLives(offers[i]!);
      settle();
      first = next;
    }
  }

  /** After the first open that they may use, limits rest. */
  #letRest(offer: BarOffer): void {
    for (const working of this.#parts.working.of(offer.instrumentIndex)) if (offer.isOpenTo(working)) working.rests = true;
  }

  /** After an open: orders that live for it alone have had their chance. */
  #endShortLives(offer: BarOffer): void {
    for (const working of this.#parts.working.of(offer.instrumentIndex).slice()) {
      const { timeInForce } = working.order;
      if (working.ended || !offer.isOpenTo(working)) continue;
      if (timeInForce === 'opg') this.#parts.expire(working, offer.openTime, 'auction-over');
      else if (timeInForce === 'ioc' || timeInForce === 'fok') {
        const message = `${working.leftAt(offer.open)} lots did not fill at the open of ${offer.open}`;
        this.#parts.cancel(working, offer.openTime, 'not-filled-at-once', message);
      }
    }
  }

  /** The assumed path of each bar, one bar after the other. */
  #walk(slice: VenueSlice, settle: () => void): void {
    const { filler, powers, working } = this.#parts;
    if (working.count === 0) return;
    const offers = working.arrivals.length > 0 ? this.#collectArrivalOffers(slice) : [...this.#offers];
    for (const offer of offers.sort((a, b) => a.openTime - b.openTime || a.instrumentIndex - b.instrumentIndex)) {
      walkPath(offer, this.#parts.pathPolicy, {
        orders: this.#parts.working.of(offer.instrumentIndex),
        isReducing: ({ order }) => powers.of(order).reducing(order, 1) > 0,
        fill: (working, price, pathDependent) => {
          for (const leg of LEGS) filler.fill(working, offer, price, 'path', pathDependent, leg);
          settle();
        },
      });
    }
  }

  /** Close auctions, and what trailing stops have learnt from the bar. */
  #closeBars(slice: VenueSlice, settle: () => void): void {
    const offers = this.#collectArrivalOffers(slice);
    for (const offer of offers) this.#follow(offer);
    const candidates: Candidate[] = [];
    for (const offer of offers) {
      for (const working of this.#parts.working.of(offer.instrumentIndex)) {
        const { side, limit } = working.order;
        if (!offer.isAuctionOf(working) || (limit !== undefined && !priceWithin(side, offer.close, limit))) continue;
        candidates.push({ working, offer, price: offer.close, point: 'close', pathDependent: false });
      }
    }
    this.#fillAll(candidates.sort((a, b) => a.working.sequence - b.working.sequence));
    for (const offer of offers) {
      for (const working of this.#parts.working.of(offer.instrumentIndex).slice()) {
        if (!working.ended && offer.isAuctionOf(working)) this.#parts.expire(working, offer.time, 'auction-over');
      }
    }
    settle();
  }

  /** Trailing stops take in the best price of the bar, or its close where they came during it. */
  #follow(offer: BarOffer): void {
    for (const working of this.#parts.working.of(offer.instrumentIndex)) {
      if (working.order.type !== 'trailing-stop' || working.acceptedAt > offer.time) continue;
      // A walked path has been followed already, by those that stood on it from the open.
      const best = working.acceptedAt <= offer.openTime ? offer.bestOf(working) : better(working.order.side, working.extreme, offer.close);
      working.extreme = best;
    }
  }

  /** Orders sent from the handlers of this slice's fills, on the rest of their bar. */
  #onRest(slice: VenueSlice): Candidate[] {
    const candidates: Candidate[] = [];
    for (const offer of this.#collectArrivalOffers(slice)) {
      for (const working of this.#parts.working.of(offer.instrumentIndex)) {
        const price = working.arrival ? guessedPriceOnRest(working, offer, this.#optimistic) : undefined;
        if (price !== undefined) candidates.push({ working, offer, price, point: 'path', pathDependent: true });
      }
    }
    return candidates.sort(this.#pathOrder);
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
    const orders = this.#parts.working.of(series.instrumentIndex);
    if (orders.length === 0) return undefined;
    const row = slice.rowAt(entry);
    if (!series.isSeen(row)) return undefined;
    if (series.isExtended(row) && orders.every((working) => working.plain)) return undefined;
    const { venueRows } = series;
    if (venueRows === undefined) return new BarOffer(series, row, this.#parts.volumeLimit);
    return new BarOffer(series.venue!, venueRows[row]!, this.#parts.volumeLimit);
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
      for (const working of this.#parts.working.of(offer.instrumentIndex)) {
        const price = offer.isOpenTo(working) ? offer.priceAtOpen(working) : undefined;
        if (price !== undefined) candidates.push({ working, offer, price, point: 'open', pathDependent: false });
      }
    }
    return candidates.sort((a, b) => a.working.sequence - b.working.sequence);
  }

  #onPath(): Candidate[] {
    const candidates: Candidate[] = [];
    for (const offer of this.#offers) {
      const first = candidates.length;
      let inReach = 0;
      for (const working of this.#parts.working.of(offer.instrumentIndex)) {
        if (!offer.isPathOpenTo(working)) continue;
        if (offer.isInReach(working)) inReach++;
        const price = guessedPrice(working, offer, this.#optimistic);
        if (price !== undefined) candidates.push({ working, offer, price, point: 'path', pathDependent: working.pathTag });
      }
      // With two orders in reach, which came first decides what happens.
      if (inReach > 1) for (let i = first; i < candidates.length; i++) candidates[i] = { ...candidates[i]!, pathDependent: true };
    }
    return candidates.sort(this.#pathOrder);
  }

  /** With `settle`, every candidate stands at a price point of its own. */
  #fillAll(candidates: readonly Candidate[], settle?: () => void): void {
    for (const leg of LEGS) {
      for (const { working, offer, price, point, pathDependent } of candidates) {
        this.#parts.filler.fill(working, offer, price, point, pathDependent, leg);
        settle?.();
      }
    }
  }

  readonly #pathOrder = (a: Candidate, b: Candidate): number =>
    guessedRank(a.working, this.#optimistic) - guessedRank(b.working, this.#optimistic) || a.working.sequence - b.working.sequence;
}
