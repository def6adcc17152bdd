import type { Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import { ConfigError } from '../core/errors.js';
import { quantaToDecimal, quantaToNumber, quantaToText, valueOfLots, type Decimal } from '../core/money.js';
import { addQuanta, negateQuanta, proRata, sumQuanta, type Quanta } from '../core/quanta.js';
import type { Trade } from '../core/trade.js';
import type { AccountView } from './account-view.js';
import { StrategyBook } from './book.js';
import { Ledger } from './ledger.js';
import { PositionView, type Position } from './position.js';
import { DEPOSIT, proveProfit, proveSum, violated } from './proofs.js';
import { openValueOf, SubAccount } from './sub-account.js';

export type { AccountView } from './account-view.js';

/**
 * The books of a run. Cash, lots and realised profit are exact; marks and equity are float64.
 * One account, one book for each strategy.
 */
export class Portfolio implements AccountView {
  readonly ledger: Ledger;
  readonly books: readonly StrategyBook[];
  /** By strategy, where each has cash of its own. They add up to the account, to the last digit. */
  readonly subAccounts: readonly SubAccount[] | undefined;
  readonly instruments: readonly Instrument[];
  /** Called for each closed trade, in the order of the fills. */
  onTrade: (trade: Trade) => void = () => {};

  readonly #unit: Float64Array;
  readonly #lots: Float64Array;
  readonly #size: Float64Array;
  readonly #marks: Float64Array;
  /** Instruments with a position, in declared order, so that sums are always taken in the same order. */
  readonly #open: number[] = [];
  #trades = 0;
  /** Income of the account as a whole. */
  #income: Quanta = 0;
  #unsettled: Quanta = 0;

  /** @param shares - what each strategy begins with, where each has cash of its own: together `startCash`. */
  constructor(instruments: readonly Instrument[], strategies: readonly string[], startCash: Quanta, shares?: readonly Quanta[]) {
    this.instruments = instruments;
    this.ledger = new Ledger(startCash);
    this.books = strategies.map((name) => new StrategyBook(name, instruments));
    this.#unit = new Float64Array(instruments.length);
    for (let i = 0; i < instruments.length; i++) this.#unit[i] = instruments[i]!.unitSize;
    this.#lots = new Float64Array(instruments.length);
    this.#size = new Float64Array(instruments.length);
    this.#marks = new Float64Array(instruments.length).fill(Number.NaN);
    this.subAccounts = shares?.map((share, i) => new SubAccount(share, this.books[i]!, instruments, this.#marks));
  }

  get cashQuanta(): Quanta {
    return this.ledger.cash;
  }
  get cashNumber(): number {
    return this.ledger.cashNumber;
  }
  get cash(): Decimal {
    return quantaToDecimal(this.ledger.cash);
  }

  get equity(): number {
    let equity = this.ledger.cashNumber + this.ledger.pendingNumber;
    const open = this.#open;
    for (let i = 0; i < open.length; i++) {
      const index = open[i]!;
      equity += this.#size[index]! * this.#marks[index]!;
    }
    return equity;
  }

  get grossExposure(): number {
    let sum = 0;
    for (const index of this.#open) sum += Math.abs(this.#size[index]! * this.#marks[index]!);
    return sum;
  }

  get netExposure(): number {
    let sum = 0;
    for (const index of this.#open) sum += this.#size[index]! * this.#marks[index]!;
    return sum;
  }

  get unsettledQuanta(): Quanta {
    return this.#unsettled;
  }

  /** Books cash that was paid in (below 0: paid out) and not earned. @throws ConfigError with sub-accounts: nobody says whose it is. */
  deposit(amount: Quanta): void {
    if (this.subAccounts !== undefined) throw depositOfNobody(amount);
    this.ledger.book(DEPOSIT, amount);
  }

  /** Books a strategy's proceeds that are not settled yet. */
  addUnsettled(amount: Quanta, strategyIndex: number): void {
    this.#unsettled = addQuanta(this.#unsettled, amount);
    this.subAccounts?.[strategyIndex]!.addUnsettled(amount);
  }

  /** True where a strategy holds the instrument. Without sub-accounts what two hold against each other is nothing. */
  isHeld(index: number): boolean {
    if (this.#lots[index] !== 0) return true;
    return this.subAccounts !== undefined && this.books.some((book) => book.position(index).signedLots !== 0);
  }

  /** Value of an instrument's position at the mark, below 0 when short, 0 without one. */
  valueOf(index: number): number {
    return this.#lots[index] === 0 ? 0 : this.#size[index]! * this.#marks[index]!;
  }

  /** Number of instruments with a position. */
  get openPositions(): number {
    return this.#open.length;
  }

  netLots(instrumentIndex: number): number {
    return this.#lots[instrumentIndex]!;
  }

  mark(instrumentIndex: number): number {
    return this.#marks[instrumentIndex]!;
  }

  /** Takes the close of a bar as the instrument's mark. */
  setMark(instrumentIndex: number, price: number): void {
    this.#marks[instrumentIndex] = price;
  }

  /** Lots that one strategy holds, below 0 when short. */
  strategyLots(strategyIndex: number, instrumentIndex: number): number {
    return this.books[strategyIndex]!.position(instrumentIndex).signedLots;
  }

  /** A strategy's position as it is now. */
  position(strategyIndex: number, instrumentIndex: number): Position {
    return new PositionView(
      this.instruments[instrumentIndex]!,
      this.books[strategyIndex]!.position(instrumentIndex),
      this.#marks[instrumentIndex]!,
    );
  }

  /** Takes a fill into cash, costs and positions. */
  apply(fill: Fill): void {
    const { order } = fill;
    const index = order.instrumentIndex;
    bookFill(this.ledger, fill);
    if (this.subAccounts !== undefined) bookFill(this.subAccounts[order.strategyIndex]!.ledger, fill);
    this.books[order.strategyIndex]!.apply(fill, this.#nextTradeId, this.onTrade);
    if (Number.isNaN(this.#marks[index]!)) this.#marks[index] = fill.priceNumber;
    this.#setLots(index, this.#lots[index]! + fill.signedLots);
  }

  /**
   * Divides an instrument's positions by a split of `numerator` new units for `denominator` old ones. Fractions of a lot are paid in
   * cash at the mark; the mark is divided too, so that equity stays what it is.
   */
  split(index: number, numerator: number, denominator: number): void {
    const mark = this.#marks[index]!;
    let lots = 0;
    for (const [strategy, book] of this.books.entries()) {
      const position = book.position(index);
      const held = position.signedLots;
      if (held === 0) continue;
      const { value, remainder } = position.split(numerator, denominator);
      lots += position.signedLots;
      if (remainder === 0) continue;
      // A fraction of `remainder / denominator` new lots at mark × denominator / numerator.
      const cash = cashInLieu(mark, remainder, this.instruments[index]!, numerator, held > 0);
      this.#book(strategy, 'cash-in-lieu', cash);
      book.realise(cash, value, held > 0);
    }
    this.#marks[index] = (mark * denominator) / numerator;
    this.#setLots(index, lots);
  }

  /**
   * Owes a dividend to those who are long and by those who are short, from now on. Returns what pays it, or `undefined` where nobody
   * holds the instrument.
   */
  declareDividend(index: number, perUnit: number): (() => void) | undefined {
    const { unit } = this.instruments[index]!;
    const shares: { readonly strategy: number; readonly amount: Quanta }[] = [];
    for (const [strategy, book] of this.books.entries()) {
      const lots = book.position(index).signedLots;
      if (lots === 0) continue;
      const worth = valueOfLots(perUnit, Math.abs(lots), unit, lots > 0 ? 'down' : 'up');
      shares.push({ strategy, amount: lots > 0 ? worth : negateQuanta(worth) });
    }
    if (shares.length === 0) return undefined;
    for (const { strategy, amount } of shares) this.#accrue('dividend', amount, strategy);
    return () => {
      for (const { strategy, amount } of shares) {
        this.ledger.settle('dividend', amount);
        this.subAccounts?.[strategy]!.ledger.settle('dividend', amount);
      }
    };
  }

  /** Notes an income (below 0: an expense) that is owed for now. Not of any one strategy where `strategyIndex` is left out. */
  accrueIncome(account: string, amount: Quanta, strategyIndex?: number): void {
    if (amount === 0) return;
    if (strategyIndex !== undefined) this.#accrue(account, amount, strategyIndex);
    else {
      this.ledger.accrue(account, amount);
      this.#income = addQuanta(this.#income, amount);
    }
  }

  /** Turns all that is owed on an account into cash. */
  settleIncome(account: string): void {
    this.ledger.settle(account);
    for (const { ledger } of this.subAccounts ?? []) ledger.settle(account);
  }

  #accrue(account: string, amount: Quanta, strategyIndex: number): void {
    this.ledger.accrue(account, amount);
    this.subAccounts?.[strategyIndex]!.ledger.accrue(account, amount);
    this.books[strategyIndex]!.addIncome(amount);
  }

  #book(strategyIndex: number, kind: string, amount: Quanta): void {
    this.ledger.book(kind, amount);
    this.subAccounts?.[strategyIndex]!.ledger.book(kind, amount);
  }

  /** Takes an instrument's positions out of the books at a last price. True where there were any. */
  removePosition(index: number, price: number): boolean {
    const { unit } = this.instruments[index]!;
    let any = false;
    for (const [strategy, book] of this.books.entries()) {
      const position = book.position(index);
      const lots = position.signedLots;
      if (lots === 0) continue;
      any = true;
      const worth = price === 0 ? 0 : valueOfLots(price, Math.abs(lots), unit, lots > 0 ? 'down' : 'up');
      const cash = lots > 0 ? worth : negateQuanta(worth);
      this.#book(strategy, 'delisting', cash);
      book.realise(cash, position.clear(), lots > 0);
    }
    this.#setLots(index, 0);
    return any;
  }

  /** Moves an instrument's positions to another one, which nobody may hold. True where there were any. */
  movePosition(from: number, to: number): boolean {
    if (!this.isHeld(from)) return false;
    if (this.isHeld(to)) throw violated('positions', `${this.instruments[to]!.symbol} is held already`);
    for (const book of this.books) book.position(to).takeOver(book.position(from));
    if (Number.isNaN(this.#marks[to]!)) this.#marks[to] = this.#marks[from]!;
    this.#setLots(to, this.#lots[from]!);
    this.#setLots(from, 0);
    return true;
  }

  #setLots(index: number, after: number): void {
    const before = this.#lots[index]!;
    this.#lots[index] = after;
    this.#size[index] = after * this.#unit[index]!;
    if ((before === 0) === (after === 0)) return;
    if (after === 0) this.#removeOpen(index);
    else this.#insertOpen(index);
  }

  #removeOpen(index: number): void {
    const open = this.#open;
    let at = open.indexOf(index);
    for (; at < open.length - 1; at++) open[at] = open[at + 1]!;
    open.pop();
  }

  #insertOpen(index: number): void {
    const open = this.#open;
    let at = open.length;
    open.push(index);
    for (; at > 0 && open[at - 1]! > index; at--) open[at] = open[at - 1]!;
    open[at] = index;
  }

  readonly #nextTradeId = (): number => ++this.#trades;

  /** Realised profit before costs, all strategies. */
  get realised(): Quanta {
    return sumQuanta(this.books.map((book) => book.realised));
  }

  /** All costs paid. */
  get costs(): Quanta {
    return sumQuanta(this.books.map((book) => book.costs));
  }

  /** Dividends, interest and borrow fees, earned or owed so far. */
  get income(): Quanta {
    return addQuanta(this.#income, sumQuanta(this.books.map((book) => book.income)));
  }

  /** Unrealised profit at the marks, before costs, float64. */
  get unrealised(): number {
    let sum = 0;
    for (const book of this.books) {
      for (let index = 0; index < this.instruments.length; index++) {
        const position = book.position(index);
        const size = position.signedLots * this.#unit[index]!;
        if (size !== 0) sum += size * this.#marks[index]! - Math.sign(size) * quantaToNumber(position.value);
      }
    }
    return sum;
  }

  /**
   * Proves the books: start + flows = cash; lots by strategy add up to the account's; and, exactly,
   * cash + what is owed = start + realised + income - costs - value at entry of what is open (shorts with their sign).
   * Of sub-accounts the first and the last, and that they add up to the account.
   * @throws ReconciliationError naming the identity that fails and both sides.
   */
  verify(): void {
    this.ledger.verify();
    for (let index = 0; index < this.instruments.length; index++) {
      let lots = 0;
      for (const book of this.books) lots += book.position(index).signedLots;
      if (lots !== this.#lots[index]) {
        throw violated('positions', `${this.instruments[index]!.symbol}: strategies hold ${lots} lots, the account ${this.#lots[index]}`);
      }
    }
    const open = sumQuanta(this.books.map((book) => openValueOf(book, this.instruments.length)));
    proveProfit(this.ledger, { realised: this.realised, income: this.income, costs: this.costs, open });
    if (this.subAccounts === undefined) return;
    for (const account of this.subAccounts) account.verify();
    proveSum(
      this.ledger,
      this.subAccounts.map(({ ledger }) => ledger),
    );
  }
}

/** Books what a fill exchanges, and each of its costs. */
function bookFill(ledger: Ledger, { order, valueQuanta, costs }: Fill): void {
  ledger.book('trade', order.side === 'buy' ? negateQuanta(valueQuanta) : valueQuanta);
  for (const cost of costs) ledger.book(cost.kind, negateQuanta(cost.amount));
}

/** What `remainder / numerator` of a lot is worth at the mark, rounded against the account: a long is paid, a short pays. */
function cashInLieu(mark: number, remainder: number, { unit }: Instrument, numerator: number, isLong: boolean): Quanta {
  const whole = valueOfLots(mark, remainder, unit, isLong ? 'down' : 'up');
  const worth = proRata(whole, 1, numerator);
  if (isLong) return worth;
  return negateQuanta(Number(worth) * numerator < Number(whole) ? addQuanta(worth, 1) : worth);
}

function depositOfNobody(amount: Quanta): ConfigError {
  return new ConfigError(`a deposit of ${quantaToText(amount)} cannot be booked: the account is divided into sub-accounts`, {
    code: 'portfolio/deposit',
    context: { amount: quantaToText(amount) },
    hint: 'set account.cash to what the account holds, or leave subAccounts out',
  });
}
