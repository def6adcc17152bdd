import type { Fill, FillView } from './fill.js';
import type { Instrument } from './instrument.js';
import { lotsToDecimal, quantaToDecimal, type Decimal } from './money.js';
import { subtractQuanta, type Quanta } from './quanta.js';
import type { Millis } from './time.js';

/**
 * A closed piece of a position: (part of) one entry fill matched with (part of) one exit fill, first in first out.
 * Sums over trades equal the ledger's: nothing is rounded twice.
 */
export class Trade {
  constructor(
    readonly id: number,
    readonly strategy: string,
    readonly side: 'long' | 'short',
    readonly lots: number,
    readonly entry: Fill,
    readonly exit: Fill,
    /** Profit or loss before costs. */
    readonly grossQuanta: Quanta,
    /** Costs of the entry and the exit, in proportion to the lots. */
    readonly costQuanta: Quanta,
  ) {}

  get instrument(): Instrument {
    return this.entry.instrument;
  }
  get symbol(): string {
    return this.entry.symbol;
  }
  get entryTime(): Millis {
    return this.entry.time;
  }
  get exitTime(): Millis {
    return this.exit.time;
  }
  get netQuanta(): Quanta {
    return subtractQuanta(this.grossQuanta, this.costQuanta);
  }
  get quantity(): Decimal {
    return lotsToDecimal(this.lots, this.instrument.lot);
  }
  get grossProfit(): Decimal {
    return quantaToDecimal(this.grossQuanta);
  }
  get costs(): Decimal {
    return quantaToDecimal(this.costQuanta);
  }
  get netProfit(): Decimal {
    return quantaToDecimal(this.netQuanta);
  }
}

/** What is told of a trade by whoever shows one after the other: see `Rows`. */
export type TradeView = Omit<Trade, 'entry' | 'exit' | 'quantity' | 'grossProfit' | 'costs' | 'netProfit'> & {
  readonly entry: FillView;
  readonly exit: FillView;
};
