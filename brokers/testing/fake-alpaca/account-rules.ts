import { Decimal } from '../../../src/core/money.js';
import { forbidden, impossible, type ApiError } from './api-error.js';
import type { Ledger } from './ledger.js';
import type { FakeAsset } from './options.js';
import { leavesOf, stopOf, type FakeOrder, type OrderTerms } from './order.js';
import type { OrderBook } from './order-book.js';
import { rivalsOf } from './order-groups.js';

const ZERO = new Decimal(0);
const ANYTHING = new Decimal(Infinity);

/** What the account may do. */
export interface AccountTerms {
  readonly multiplier: 1 | 2 | 4;
  readonly shorting: boolean;
  readonly collar: boolean;
}

/** Buying power, shares that are free to sell, and orders that would trade with each other. */
export class AccountRules {
  readonly #ledger: Ledger;
  readonly #book: OrderBook;
  readonly terms: AccountTerms;
  /** Price at which each opening order was counted when it was taken. */
  readonly #holdPrices = new WeakMap<FakeOrder, Decimal>();

  constructor(ledger: Ledger, book: OrderBook, terms: AccountTerms) {
    this.#ledger = ledger;
    this.#book = book;
    this.terms = terms;
  }

  /** What may still be bought, never below 0. */
  buyingPower(except?: FakeOrder): Decimal {
    const { multiplier } = this.terms;
    const { long, short } = this.#ledger.marketValues();
    const gross =
      multiplier === 1 ? this.#ledger.cash.plus(short.times(2)) : this.#ledger.equity().times(multiplier).minus(long).plus(short);
    let held = ZERO;
    for (const order of this.#book.open()) if (order !== except) held = held.plus(this.#countOf(order));
    return Decimal.max(0, gross.minus(held));
  }

  /** Notes at which price the order is counted while it is open. */
  hold(order: FakeOrder): void {
    this.#holdPrices.set(order, this.#priceOf(order.terms));
  }

  /** Shares of a position that open closing orders have not taken. */
  available(symbol: string, except?: FakeOrder): Decimal {
    return this.#ledger.held(symbol).abs().minus(this.#heldForOrders(symbol, except));
  }

  /** @throws ApiError 403 or 422 where the account cannot carry the order. `replaced` is the order whose place it takes. */
  check(terms: OrderTerms, asset: FakeAsset, replaced?: FakeOrder): void {
    const held = this.#ledger.held(terms.symbol);
    const closing = terms.side === 'sell' ? held.gt(0) : held.lt(0);
    if (terms.orderClass === 'oco' && !closing) throw impossible('oco orders must be exit orders');
    if (terms.orderClass === 'bracket' && closing) throw impossible('bracket orders must be entry orders');
    if (closing) this.#checkAvailable(terms, replaced);
    else if (terms.side === 'sell') this.#checkShort(terms, asset);
    if (terms.orderClass === 'simple') this.#checkWash(terms, replaced);
    if (!closing) this.#checkBuyingPower(terms, replaced);
  }

  #checkAvailable(terms: OrderTerms, replaced: FakeOrder | undefined): void {
    const { symbol } = terms;
    const last = this.#ledger.last(symbol);
    const requested = terms.qty ?? (last && terms.notional?.div(last)) ?? ZERO;
    const available = this.available(symbol, replaced);
    if (requested.lte(available)) return;
    throw forbidden(`insufficient qty available for order (requested: ${requested.toString()}, available: ${available.toString()})`, {
      available: available.toString(),
      existing_qty: this.#ledger.held(symbol).toString(),
      held_for_orders: this.#heldForOrders(symbol, replaced).toString(),
      symbol,
    });
  }

  #checkShort({ qty, symbol }: OrderTerms, asset: FakeAsset): void {
    if (!this.terms.shorting || this.#ledger.equity().lt(2000)) throw forbidden('account is not allowed to short');
    if (qty?.isInteger() !== true) throw impossible('fractional orders cannot be sold short');
    if (asset.shortable === false || asset.easyToBorrow === false) throw impossible(`asset "${symbol}" cannot be sold short`);
  }

  #checkWash(terms: OrderTerms, replaced: FakeOrder | undefined): void {
    for (const order of this.#book.openOf(terms.symbol)) {
      if (order.terms.side === terms.side || order.status === 'held' || order === replaced) continue;
      if (replaced && rivalsOf(replaced).includes(order)) continue;
      const [buy, sell] = terms.side === 'buy' ? [terms, order.terms] : [order.terms, terms];
      if (reach(buy).gte(reach(sell))) throw washTrade(order);
    }
  }

  #checkBuyingPower(terms: OrderTerms, replaced: FakeOrder | undefined): void {
    const price = this.#priceOf(terms);
    const cost = terms.notional ?? terms.qty!.times(price);
    const power = this.buyingPower(replaced);
    if (cost.lte(power)) return;
    const plain = terms.notional ?? terms.qty!.times(terms.limitPrice ?? terms.stopPrice ?? this.#ledger.last(terms.symbol) ?? ZERO);
    throw forbidden('insufficient buying power', { buying_power: power.toString(), cost_basis: plain.toString() });
  }

  /** The price at which an order counts against the buying power. */
  #priceOf({ side, symbol, type, limitPrice, stopPrice }: OrderTerms): Decimal {
    const last = this.#ledger.last(symbol) ?? stopPrice ?? limitPrice ?? ZERO;
    if (side === 'sell') return Decimal.max(limitPrice ?? 0, this.terms.collar ? last.times('1.03') : last);
    if (limitPrice) return limitPrice;
    const base = type === 'stop' ? stopPrice! : last;
    return this.terms.collar ? base.times(base.lt(50) ? '1.04' : '1.025') : base;
  }

  /** An order and the one that takes its place hold the larger of both. */
  #countOf(order: FakeOrder): Decimal {
    const own = this.#holdOf(order);
    const old = order.status === 'pending_new' && order.replaces !== undefined ? this.#book.get(order.replaces) : undefined;
    return old === undefined ? own : Decimal.max(0, own.minus(this.#holdOf(old)));
  }

  #holdOf(order: FakeOrder): Decimal {
    const { side, symbol, notional } = order.terms;
    const position = this.#ledger.held(symbol);
    if (order.status === 'held' || (side === 'sell' ? position.gt(0) : position.lt(0))) return ZERO;
    const leaves = leavesOf(order);
    return leaves === undefined || notional !== undefined
      ? (notional ?? ZERO).minus(order.filledValue)
      : leaves.times(this.#holdPrices.get(order) ?? ZERO);
  }

  #heldForOrders(symbol: string, except: FakeOrder | undefined): Decimal {
    const position = this.#ledger.held(symbol);
    const side = position.gt(0) ? 'sell' : 'buy';
    const counted = new Set<FakeOrder>();
    let held = ZERO;
    for (const order of this.#book.openOf(symbol)) {
      if (order === except || order.status === 'held' || order.terms.side !== side) continue;
      // Two exits of one pair share their shares.
      if (rivalsOf(order).some((rival) => counted.has(rival) || rival === except)) continue;
      counted.add(order);
      held = held.plus(leavesOf(order) ?? ZERO);
    }
    return held;
  }
}

/** The worst price that an order may trade at: a buy's highest, a sell's lowest. */
function reach({ side, limitPrice }: OrderTerms): Decimal {
  return limitPrice ?? (side === 'buy' ? ANYTHING : ZERO);
}

function washTrade(existing: FakeOrder): ApiError {
  const priced = existing.terms.limitPrice !== undefined && stopOf(existing) === undefined;
  return forbidden('potential wash trade detected. use complex orders', {
    existing_order_id: existing.id,
    reject_reason: `opposite side ${priced ? 'limit' : 'market/stop'} order exists`,
  });
}
