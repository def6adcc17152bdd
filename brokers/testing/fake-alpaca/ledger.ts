import { Decimal } from '../../../src/core/money.js';
import type { Side } from '../../../src/core/order.js';

/** Shares held, negative when short, and what they cost on average. */
export interface FakePosition {
  readonly symbol: string;
  readonly qty: Decimal;
  readonly avgEntryPrice: Decimal;
}

/** Cash and positions, exact. No fees: Alpaca's paper trading charges none. */
export class Ledger {
  #cash: Decimal;
  readonly #positions = new Map<string, FakePosition>();
  readonly #last = new Map<string, Decimal>();

  constructor(cash: Decimal) {
    this.#cash = cash;
  }

  get cash(): Decimal {
    return this.#cash;
  }

  get positions(): readonly FakePosition[] {
    return [...this.#positions.values()];
  }

  position(symbol: string): FakePosition | undefined {
    return this.#positions.get(symbol);
  }

  /** Shares of a symbol, 0 without a position. */
  held(symbol: string): Decimal {
    return this.#positions.get(symbol)?.qty ?? ZERO;
  }

  last(symbol: string): Decimal | undefined {
    return this.#last.get(symbol);
  }

  mark(symbol: string, price: Decimal): void {
    this.#last.set(symbol, price);
  }

  deposit(amount: Decimal): void {
    this.#cash = this.#cash.plus(amount);
  }

  /** Books a fill. */
  fill(symbol: string, side: Side, qty: Decimal, price: Decimal): void {
    const signed = side === 'buy' ? qty : qty.neg();
    this.#cash = this.#cash.minus(signed.times(price));
    const before = this.#positions.get(symbol);
    const held = (before?.qty ?? ZERO).plus(signed);
    if (held.isZero()) {
      this.#positions.delete(symbol);
      return;
    }
    let average = price;
    if (before !== undefined && before.qty.s === signed.s) {
      average = before.qty.times(before.avgEntryPrice).plus(signed.times(price)).div(held);
    } else if (before !== undefined && before.qty.s === held.s) {
      average = before.avgEntryPrice;
    }
    this.#positions.set(symbol, { symbol, qty: held, avgEntryPrice: average });
  }

  /** A position's value at the last price. */
  valueOf({ symbol, qty, avgEntryPrice }: FakePosition): Decimal {
    return qty.times(this.#last.get(symbol) ?? avgEntryPrice);
  }

  /** Values of what is owned and of what is owed, the latter negative. */
  marketValues(): { readonly long: Decimal; readonly short: Decimal } {
    let long = ZERO;
    let short = ZERO;
    for (const position of this.#positions.values()) {
      const value = this.valueOf(position);
      if (position.qty.gt(0)) long = long.plus(value);
      else short = short.plus(value);
    }
    return { long, short };
  }

  equity(): Decimal {
    const { long, short } = this.marketValues();
    return this.#cash.plus(long).plus(short);
  }
}

const ZERO = new Decimal(0);
