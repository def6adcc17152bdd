import { ReconciliationError } from '../core/errors.js';
import { quantaToNumber, quantaToText } from '../core/money.js';
import { addQuanta, negateQuanta, sumQuanta, type Quanta } from '../core/quanta.js';
import { Tally } from '../core/tally.js';
import { Journal } from './journal.js';

/**
 * The account's cash, exact. Every flow has a kind (`trade`, `commission`, `dividend` ...) and the sums by kind are
 * kept beside the cash, so that start + flows = cash can be proved at any time.
 */
export class Ledger {
  readonly start: Quanta;
  #cash: Quanta;
  #cashNumber: number;
  readonly #pending = new Map<string, Quanta>();
  #pendingNumber = 0;
  #journal: Journal | undefined;
  readonly #flows = new Tally();

  constructor(start: Quanta) {
    this.start = start;
    this.#cash = start;
    this.#cashNumber = quantaToNumber(start);
  }

  get cash(): Quanta {
    return this.#cash;
  }
  /** Cash as the nearest float64, for marks and sizing. */
  get cashNumber(): number {
    return this.#cashNumber;
  }

  /** Begins to keep every booking, both sides of it. */
  keepJournal(): void {
    this.#journal = new Journal();
  }

  /** Every booking since `keepJournal`. */
  get journal(): Journal | undefined {
    return this.#journal;
  }

  /** What is owed to the account (above 0) or by it, by account, in the order in which the accounts first appeared. */
  get pending(): ReadonlyMap<string, Quanta> {
    return this.#pending;
  }
  /** Sum of what is owed, as float64: part of equity. */
  get pendingNumber(): number {
    return this.#pendingNumber;
  }

  /** Notes what is owed to the account, above 0, or by it. It becomes cash when it is settled. */
  accrue(account: string, amount: Quanta): void {
    this.#journal?.book(`owed:${account}`, `income:${account}`, amount);
    this.#owe(account, amount);
  }

  #owe(account: string, amount: Quanta): void {
    this.#pending.set(account, addQuanta(this.#pending.get(account) ?? 0, amount));
    this.#pendingNumber = quantaToNumber(sumQuanta(this.#pending.values()));
  }

  /** Turns (a part of) what is owed into cash, as a flow of the account's name. */
  settle(account: string, amount: Quanta = this.#pending.get(account) ?? 0): void {
    if (amount === 0) return;
    this.#owe(account, negateQuanta(amount));
    this.#journal?.book('cash', `owed:${account}`, amount);
    this.#flow(account, amount);
  }

  /** Books a flow: above 0 into the account, below 0 out of it. */
  book(kind: string, amount: Quanta): void {
    if (this.#journal !== undefined) this.#journal.book('cash', kind, amount);
    this.#flow(kind, amount);
  }

  #flow(kind: string, amount: Quanta): void {
    this.#cash = addQuanta(this.#cash, amount);
    this.#cashNumber = quantaToNumber(this.#cash);
    this.#flows.add(kind, amount);
  }

  /** Sum of all flows of a kind. */
  flow(kind: string): Quanta {
    return this.#flows.of(kind);
  }

  /** Sums by kind, in the order in which the kinds first appeared. */
  get flows(): ReadonlyMap<string, Quanta> {
    return this.#flows.toMap();
  }

  /** @throws ReconciliationError unless start + flows = cash, to the last digit. */
  verify(): void {
    this.#journal?.verify(this);
    const sum = addQuanta(this.start, this.#flows.total);
    if (sum === this.#cash) return;
    throw new ReconciliationError(`start and flows add up to ${quantaToText(sum)}, but cash is ${quantaToText(this.#cash)}`, {
      code: 'ledger/cash-identity',
      context: { expected: quantaToText(sum), cash: quantaToText(this.#cash) },
      hint: 'this is a bug in the engine: please report it with the manifest of the run',
    });
  }
}
