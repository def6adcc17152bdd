import { ReconciliationError } from '../core/errors.js';
import { quantaToText } from '../core/money.js';
import { addQuanta, negateQuanta, subtractQuanta, type Quanta } from '../core/quanta.js';

/** One booking: the amount (above 0) goes from the account `credit` to the account `debit`. */
export interface JournalEntry {
  readonly number: number;
  readonly debit: string;
  readonly credit: string;
  readonly amount: Quanta;
}

/** What a ledger says of itself. */
export interface LedgerBalances {
  readonly start: Quanta;
  readonly cash: Quanta;
  readonly pending: ReadonlyMap<string, Quanta>;
}

/**
 * The account's double-entry journal: `cash`, `owed:<account>` for what is receivable or payable, and for each kind of flow or
 * income an account of its own, against which it is booked.
 */
export class Journal {
  readonly entries: JournalEntry[] = [];
  readonly #balances = new Map<string, Quanta>();

  /** Books an amount; below 0 the accounts change sides. */
  book(debit: string, credit: string, amount: Quanta): void {
    if (amount === 0) return;
    if (amount < 0) {
      this.book(credit, debit, negateQuanta(amount));
      return;
    }
    this.entries.push({ number: this.entries.length + 1, debit, credit, amount });
    this.#balances.set(debit, addQuanta(this.balance(debit), amount));
    this.#balances.set(credit, subtractQuanta(this.balance(credit), amount));
  }

  /** What has been booked into an account less what was booked out of it. */
  balance(account: string): Quanta {
    return this.#balances.get(account) ?? 0;
  }

  get balances(): ReadonlyMap<string, Quanta> {
    return this.#balances;
  }

  /**
   * Proves the journal: all balances add up to nothing, and those of cash and of what is owed are the ledger's.
   * @throws ReconciliationError naming the account that differs.
   */
  verify(ledger: LedgerBalances): void {
    let sum: Quanta = 0;
    for (const balance of this.#balances.values()) sum = addQuanta(sum, balance);
    prove('the trial balance', sum, 0);
    prove('cash', addQuanta(ledger.start, this.balance('cash')), ledger.cash);
    for (const [account, amount] of ledger.pending) prove(`owed:${account}`, this.balance(`owed:${account}`), amount);
  }
}

function prove(account: string, journal: Quanta, ledger: Quanta): void {
  if (journal === ledger) return;
  throw new ReconciliationError(`${account} is ${quantaToText(journal)} in the journal and ${quantaToText(ledger)} in the ledger`, {
    code: 'ledger/journal',
    context: { account, journal: quantaToText(journal), ledger: quantaToText(ledger) },
    hint: 'this is a bug in the engine: please report it with the manifest of the run',
  });
}
