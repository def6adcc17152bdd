import { lotsToDecimal } from '../core/money.js';
import type { Quanta } from '../core/quanta.js';
import type { Assembly } from '../engine/assembly.js';
import type { JournalStep } from './journal.js';

/** Tells what has changed in the books since it was asked last, so that a journal can be read without its configuration. */
export class BooksWatch {
  readonly #assembly: Pick<Assembly, 'portfolio' | 'table'>;
  readonly #lots: number[];
  #cash: Quanta | undefined;

  constructor({ portfolio, table }: Pick<Assembly, 'portfolio' | 'table'>) {
    this.#assembly = { portfolio, table };
    this.#lots = table.instruments.map(() => 0);
  }

  /** The changes, or `undefined` where there are none. */
  changes(): JournalStep['books'] {
    const { portfolio, table } = this.#assembly;
    const positions: Record<string, string> = {};
    let isMoved = false;
    for (let index = 0; index < this.#lots.length; index++) {
      const lots = portfolio.netLots(index);
      if (lots === this.#lots[index]) continue;
      const { symbol, lot } = table.instruments[index]!;
      this.#lots[index] = lots;
      positions[symbol] = lotsToDecimal(lots, lot).toFixed();
      isMoved = true;
    }
    const cash = portfolio.cashQuanta;
    const isPaid = cash !== this.#cash;
    this.#cash = cash;
    if (!isMoved && !isPaid) return undefined;
    return { ...(isPaid && { cash: portfolio.cash.toFixed() }), ...(isMoved && { positions }) };
  }
}
