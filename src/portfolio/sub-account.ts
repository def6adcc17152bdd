import type { Instrument } from '../core/instrument.js';
import { addQuanta, subtractQuanta, type Quanta } from '../core/quanta.js';
import type { AccountView } from './account-view.js';
import type { StrategyBook } from './book.js';
import { Ledger } from './ledger.js';
import { proveProfit } from './proofs.js';

/** One strategy's part of an account: cash of its own, and the positions of its book at the account's marks. */
export class SubAccount implements AccountView {
  readonly ledger: Ledger;
  readonly #book: StrategyBook;
  readonly #instruments: readonly Instrument[];
  readonly #marks: Float64Array;
  #unsettled: Quanta = 0;

  constructor(start: Quanta, book: StrategyBook, instruments: readonly Instrument[], marks: Float64Array) {
    this.ledger = new Ledger(start);
    this.#book = book;
    this.#instruments = instruments;
    this.#marks = marks;
  }

  get strategy(): string {
    return this.#book.strategy;
  }
  get cashQuanta(): Quanta {
    return this.ledger.cash;
  }
  get cashNumber(): number {
    return this.ledger.cashNumber;
  }
  get unsettledQuanta(): Quanta {
    return this.#unsettled;
  }

  /** Books proceeds that are not settled yet. */
  addUnsettled(amount: Quanta): void {
    this.#unsettled = addQuanta(this.#unsettled, amount);
  }

  netLots(index: number): number {
    return this.#book.position(index).signedLots;
  }
  mark(index: number): number {
    return this.#marks[index]!;
  }

  /** Value of a position at the mark, below 0 when short, 0 without one. */
  valueOf(index: number): number {
    const lots = this.netLots(index);
    return lots === 0 ? 0 : lots * this.#instruments[index]!.unitSize * this.#marks[index]!;
  }

  /** Number of instruments with a position. */
  get openPositions(): number {
    let count = 0;
    for (let index = 0; index < this.#instruments.length; index++) if (this.netLots(index) !== 0) count++;
    return count;
  }

  get equity(): number {
    return this.#sum(this.ledger.cashNumber + this.ledger.pendingNumber, (value) => value);
  }
  get grossExposure(): number {
    return this.#sum(0, Math.abs);
  }
  get netExposure(): number {
    return this.#sum(0, (value) => value);
  }

  /** In declared order, as the account sums: a strategy alone in its account has the account's figures to the last bit. */
  #sum(start: number, of: (value: number) => number): number {
    let sum = start;
    for (let index = 0; index < this.#instruments.length; index++) {
      const value = this.valueOf(index);
      if (value !== 0) sum += of(value);
    }
    return sum;
  }

  /** @throws ReconciliationError unless its flows are its cash, and its profit what it has. */
  verify(): void {
    this.ledger.verify();
    const { realised, income, costs } = this.#book;
    proveProfit(this.ledger, { realised, income, costs, open: openValueOf(this.#book, this.#instruments.length) }, `${this.strategy}: `);
  }
}

/** Value at entry of all that a book holds, shorts below 0. */
export function openValueOf(book: StrategyBook, instruments: number): Quanta {
  let open: Quanta = 0;
  for (let index = 0; index < instruments; index++) {
    const { signedLots, value } = book.position(index);
    open = signedLots >= 0 ? addQuanta(open, value) : subtractQuanta(open, value);
  }
  return open;
}
