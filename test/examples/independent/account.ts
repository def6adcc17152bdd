import { costOf, inDollars, UNIT, worth, type Money } from './money.js';
import { costInBasisPoints, type Prices } from './prices.js';

export interface PlainFill {
  readonly date: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly units: number;
  readonly price: number;
  readonly cost: Money;
}

/** A market order on its way. */
interface Waiting {
  readonly symbol: string;
  /** 1 buys, -1 sells. */
  readonly sign: 1 | -1;
  left: number;
  /** What it was counted with when it was accepted: below 0 for money needed, above 0 for money to come. */
  promise: number;
}

const CASH_BUFFER = 0.0025;
const VOLUME_SHARE = 0.1;

/**
 * An account of 100,000 that is traded by targets at the opens. Longs are paid in full; a short position ties up its
 * proceeds and as much again, so what can be spent is cash less twice what is short at the last closes.
 */
export class PlainAccount {
  readonly fills: PlainFill[] = [];
  cash: Money = 100_000n * UNIT;
  #waiting: Waiting[] = [];
  readonly #units = new Map<string, number>();
  /** How many sessions of a symbol have closed. */
  readonly #closed = new Map<string, number>();

  constructor(
    readonly markets: ReadonlyMap<string, Prices>,
    readonly shortSales = false,
  ) {}

  held(symbol: string): number {
    return this.#units.get(symbol) ?? 0;
  }

  /** The last close. */
  mark(symbol: string): number {
    return this.markets.get(symbol)!.close[this.#closed.get(symbol)! - 1]!;
  }

  get equity(): number {
    let equity = inDollars(this.cash);
    for (const symbol of this.markets.keys()) if (this.held(symbol) !== 0) equity += this.held(symbol) * this.mark(symbol);
    return equity;
  }

  /** Notes that a session has closed. */
  close(date: string): void {
    for (const [symbol, { rowOf }] of this.markets) {
      const row = rowOf.get(date);
      if (row !== undefined) this.#closed.set(symbol, row + 1);
    }
  }

  /** Units still to trade for a fraction of equity less the buffer, toward zero. */
  distance(symbol: string, fraction: number): number {
    if (fraction === 0) return -this.held(symbol);
    const wanted = fraction * (this.equity * (1 - CASH_BUFFER));
    return Math.trunc((wanted - this.held(symbol) * this.mark(symbol)) / this.mark(symbol));
  }

  /** Sends an order for `units` (below 0 sells) in the place of what still waits for the symbol. */
  order(symbol: string, units: number): void {
    this.#waiting = this.#waiting.filter((one) => one.symbol !== symbol);
    if (units === 0) return;
    const one: Waiting = { symbol, sign: units > 0 ? 1 : -1, left: Math.abs(units), promise: 0 };
    // Sized at the last close with the costs of the next bar, which are known by then.
    const mark = this.mark(symbol);
    const basisPoints = costInBasisPoints(this.markets.get(symbol)!, this.#closed.get(symbol)!);
    const costs = (count: number): number => inDollars(costOf(mark, count, basisPoints));
    const reducing = this.#reducing(one);
    const freed = reducing * mark;
    if (reducing === one.left) one.promise = freed - costs(reducing);
    else {
      if (one.sign < 0 && !this.shortSales) throw new Error(`${symbol} would be sold short`);
      let opening = one.left - reducing;
      const spendable = this.#spendable + this.#waiting.reduce((sum, other) => sum + other.promise, 0) + freed;
      while (opening > 0 && opening * mark + costs(opening + reducing) > spendable) opening--;
      one.left = opening + reducing;
      one.promise = freed - opening * mark - costs(one.left);
    }
    if (one.left > 0) this.#waiting.push(one);
  }

  /** A session opens: first everything that makes positions smaller, then the rest, each in the order it was sent. */
  open(date: string): void {
    const offered = new Map<string, number>();
    for (const [symbol, { rowOf, volume }] of this.markets) {
      const row = rowOf.get(date);
      if (row !== undefined) offered.set(symbol, Math.floor(volume[row]! * VOLUME_SHARE));
    }
    for (const part of ['smaller', 'larger'] as const) {
      for (const one of this.#waiting) {
        const offer = offered.get(one.symbol) ?? 0;
        const reducing = this.#reducing(one);
        const units = Math.min(part === 'smaller' ? reducing : reducing > 0 ? 0 : one.left, offer);
        if (units > 0) offered.set(one.symbol, offer - this.#fill(one, date, units, part === 'larger'));
      }
    }
    this.#waiting = this.#waiting.filter((one) => one.left > 0);
  }

  /** Cash less twice the shorts. */
  get #spendable(): number {
    let shorts = 0;
    for (const [symbol, units] of this.#units) if (units < 0) shorts -= units * this.mark(symbol);
    return inDollars(this.cash) - 2 * shorts;
  }

  /** How many units of an order make the position smaller. */
  #reducing({ symbol, sign, left }: Waiting): number {
    const held = this.held(symbol);
    return held * sign < 0 ? Math.min(left, Math.abs(held)) : 0;
  }

  /** Trades `units`, or as many as can be paid. Returns how many. */
  #fill(one: Waiting, date: string, units: number, opens: boolean): number {
    const { symbol, sign } = one;
    const prices = this.markets.get(symbol)!;
    const row = prices.rowOf.get(date)!;
    const price = prices.open[row]!;
    const basisPoints = costInBasisPoints(prices, row);
    let count = units;
    if (opens) {
      while (count > 0 && !this.#canPay(sign, worth(price, count, sign > 0 ? 'up' : 'down') + costOf(price, count, basisPoints))) count--;
      // What does not fit is given up; what the volume did not offer waits.
      if (count < units) one.left = count;
    }
    if (count === 0) return 0;
    const value = worth(price, count, sign > 0 ? 'up' : 'down');
    const cost = costOf(price, count, basisPoints);
    this.cash += sign > 0 ? -value - cost : value - cost;
    this.#units.set(symbol, this.held(symbol) + sign * count);
    one.promise *= 1 - count / one.left;
    one.left -= count;
    this.fills.push({ date, symbol, side: sign > 0 ? 'buy' : 'sell', units: count, price, cost });
    return count;
  }

  #canPay(sign: 1 | -1, amount: Money): boolean {
    if (sign > 0 && amount > this.cash) return false;
    return inDollars(amount) <= this.#spendable;
  }
}
