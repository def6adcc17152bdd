import { ReconciliationError } from '../core/errors.js';
import { quantaToNumber, quantaToText, type Quanta } from '../core/money.js';

/**
 * The account's cash, exact. Every flow has a kind (`trade`, `commission`, `dividend` ...) and the sums by kind are
 * kept beside the cash, so that start + flows = cash can be proved at any time.
 */
export class Ledger {
  readonly start: Quanta;
  #cash: Quanta;
  #cashNumber: number;
  readonly #flows = new Map<string, Quanta>();

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

  /** Books a flow: above 0 into the account, below 0 out of it. */
  book(kind: string, amount: Quanta): void {
    this.#cash += amount;
    this.#cashNumber = quantaToNumber(this.#cash);
    this.#flows.set(kind, (this.#flows.get(kind) ?? 0n) + amount);
  }

  /** Sum of all flows of a kind. */
  flow(kind: string): Quanta {
    return this.#flows.get(kind) ?? 0n;
  }

  /** Sums by kind, in the order in which the kinds first appeared. */
  get flows(): ReadonlyMap<string, Quanta> {
    return this.#flows;
  }

  /** @throws ReconciliationError unless start + flows = cash, to the last digit. */
  verify(): void {
    let sum = this.start;
    for (const amount of this.#flows.values()) sum += amount;
    if (sum === this.#cash) return;
    throw new ReconciliationError(`start and flows add up to ${quantaToText(sum)}, but cash is ${quantaToText(this.#cash)}`, {
      code: 'ledger/cash-identity',
      context: { expected: quantaToText(sum), cash: quantaToText(this.#cash) },
      hint: 'this is a bug in the engine: please report it with the manifest of the run',
    });
  }
}
