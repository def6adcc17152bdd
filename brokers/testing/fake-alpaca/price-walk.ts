import { Decimal } from '../../../src/core/money.js';
import type { RandomSource } from '../../../src/core/random.js';
import type { Hours } from './hours.js';
import type { Ledger } from './ledger.js';
import { isFinal, leavesOf, type FakeOrder } from './order.js';
import { fillsInSession, type OrderDesk } from './order-desk.js';
import { touchOf, type PricePoint, type Touch } from './touch-price.js';

/** Shares that can still change hands. */
export interface Supply {
  left: Decimal;
}

/** Parts that fill orders along a way of prices. */
export interface WalkParts {
  readonly desk: OrderDesk;
  readonly ledger: Ledger;
  readonly hours: Hours;
  readonly random: RandomSource;
  /** Probability of a partial fill. */
  readonly partialFills: number;
}

/**
 * Fills a symbol's orders while its price moves from one point to another. Whatever lies nearest on the way acts first, so that what
 * a fill releases or ends meets only the rest of the way.
 */
export class PriceWalk {
  readonly #parts: WalkParts;

  constructor(parts: WalkParts) {
    this.#parts = parts;
  }

  walk(symbol: string, from: PricePoint, to: PricePoint, supply: Supply, only?: FakeOrder): void {
    const { ledger } = this.#parts;
    /** Orders that have had their part at this price. */
    const done = new Set<FakeOrder>();
    let at = from;
    ledger.mark(symbol, middle(at));
    this.#trail(symbol, at);
    for (;;) {
      const touch = this.#next(symbol, at, to, supply, done, only);
      if (touch === undefined) break;
      if (!touch.price.eq(touch.order.terms.side === 'buy' ? at.ask : at.bid)) {
        at = { ask: touch.price, bid: touch.price };
        ledger.mark(symbol, touch.price);
      }
      this.#act(touch, supply, done);
    }
    ledger.mark(symbol, middle(to));
    this.#trail(symbol, to);
    this.#endAtOnce(symbol);
    if (only === undefined) this.#settlePending(symbol);
  }

  /** The auction: fills what `which` names and can trade at this price, then cancels the rest of them. */
  auction(symbol: string, at: PricePoint, which: 'opg' | 'cls', supply: Supply): void {
    const { desk } = this.#parts;
    for (const order of desk.parts.book.openOf(symbol)) {
      if (order.terms.timeInForce !== which || isFinal(order)) continue;
      if (order.status === 'accepted') desk.release(order);
      const touch = touchOf(order, at, at);
      if (touch) this.#act(touch, supply, new Set());
      if (!isFinal(order)) desk.cancelNow(order);
    }
  }

  #next(symbol: string, at: PricePoint, to: PricePoint, supply: Supply, done: ReadonlySet<FakeOrder>, only?: FakeOrder): Touch | undefined {
    const { desk, hours } = this.#parts;
    const { phase } = hours;
    let best: Touch | undefined;
    let nearest: Decimal | undefined;
    for (const order of desk.parts.book.openOf(symbol)) {
      if (!fillsInSession(order) || done.has(order) || (only && order !== only && order.parent !== only)) continue;
      if (phase !== 'regular' && !(order.terms.extendedHours && phase !== 'closed')) continue;
      const touch = touchOf(order, at, to);
      if (touch === undefined || (touch.does === 'fill' && !supply.left.gt(0))) continue;
      const distance = touch.price.minus(order.terms.side === 'buy' ? at.ask : at.bid).abs();
      if (nearest === undefined || distance.lt(nearest)) [best, nearest] = [touch, distance];
    }
    return best;
  }

  #act({ order, price, does }: Touch, supply: Supply, done: Set<FakeOrder>): void {
    if (does === 'trigger') {
      order.triggered = true;
      return;
    }
    done.add(order);
    const all = leavesOf(order) ?? order.terms.notional!.div(price).toDecimalPlaces(9, Decimal.ROUND_DOWN);
    const possible = Decimal.min(all, supply.left);
    if (order.terms.timeInForce === 'fok' && possible.lt(all)) return;
    const part = this.#partOf(order, possible);
    supply.left = supply.left.minus(part);
    this.#parts.desk.fill(order, part, price);
  }

  #partOf(order: FakeOrder, possible: Decimal): Decimal {
    const { random, partialFills } = this.#parts;
    const whole = possible.floor().toNumber();
    if (partialFills === 0 || order.terms.timeInForce === 'fok' || whole < 2 || random.next() >= partialFills) return possible;
    return new Decimal(1 + random.integer(whole - 1));
  }

  /** Trailing stops follow the price in their favour. */
  #trail(symbol: string, at: PricePoint): void {
    if (this.#parts.hours.phase !== 'regular') return;
    for (const order of this.#parts.desk.parts.book.openOf(symbol)) {
      if (order.terms.type !== 'trailing_stop' || order.triggered || !fillsInSession(order)) continue;
      const price = order.terms.side === 'sell' ? at.bid : at.ask;
      order.hwm = order.hwm === undefined ? price : Decimal[order.terms.side === 'sell' ? 'max' : 'min'](order.hwm, price);
    }
  }

  /** What had to fill at once and has not is canceled. */
  #endAtOnce(symbol: string): void {
    const { desk } = this.#parts;
    for (const order of desk.parts.book.openOf(symbol)) {
      const { timeInForce } = order.terms;
      if ((timeInForce === 'ioc' || timeInForce === 'fok') && fillsInSession(order)) desk.cancelNow(order);
    }
  }

  #settlePending(symbol: string): void {
    for (const order of this.#parts.desk.parts.book.openOf(symbol)) order.pending?.();
  }
}

function middle({ ask, bid }: PricePoint): Decimal {
  return ask.eq(bid) ? ask : ask.plus(bid).div(2);
}
