import type { Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import { addQuanta, proRata, subtractQuanta, type Quanta } from '../core/quanta.js';
import { Trade } from '../core/trade.js';
import { LotQueue } from './lots.js';

/** What one strategy holds and has earned: positions in FIFO lots, realised profit, costs. */
export class StrategyBook {
  readonly #positions: LotQueue[];
  #realised: Quanta = 0;
  #costs: Quanta = 0;
  #income: Quanta = 0;

  constructor(
    readonly strategy: string,
    instruments: readonly Instrument[],
  ) {
    this.#positions = instruments.map(() => new LotQueue());
  }

  /** Realised profit before costs. */
  get realised(): Quanta {
    return this.#realised;
  }
  /** All costs paid, of open positions too. */
  get costs(): Quanta {
    return this.#costs;
  }

  /** Dividends, interest, borrow fees: what positions and cash have earned and cost besides trades. */
  get income(): Quanta {
    return this.#income;
  }

  addIncome(amount: Quanta): void {
    this.#income = addQuanta(this.#income, amount);
  }

  /** Books the gain or loss of a part that left without a fill: cash in lieu, a delisting. `cash` is below 0 where it was paid. */
  realise(cash: Quanta, entryValue: Quanta, wasLong: boolean): void {
    this.#realised = addQuanta(this.#realised, wasLong ? subtractQuanta(cash, entryValue) : addQuanta(cash, entryValue));
  }

  position(instrumentIndex: number): LotQueue {
    return this.#positions[instrumentIndex]!;
  }

  /** Takes a fill into the books and hands each piece that it closed to `onTrade`. */
  apply(fill: Fill, nextTradeId: () => number, onTrade: (trade: Trade) => void): void {
    this.#costs = addQuanta(this.#costs, fill.costQuanta);
    const position = this.#positions[fill.order.instrumentIndex]!;
    const signed = fill.signedLots;
    const held = position.signedLots;
    const closing = held !== 0 && held > 0 !== signed > 0 ? Math.min(fill.lots, Math.abs(held)) : 0;
    let value = fill.valueQuanta;
    let cost = fill.costQuanta;
    if (closing > 0) {
      let left = fill.lots;
      for (let open = closing; open > 0;) {
        const piece = position.closeOldest(open);
        open -= piece.lots;
        const exitValue = proRata(value, piece.lots, left);
        const exitCost = proRata(cost, piece.lots, left);
        value = subtractQuanta(value, exitValue);
        cost = subtractQuanta(cost, exitCost);
        left -= piece.lots;
        const gross = held > 0 ? subtractQuanta(exitValue, piece.entryValue) : subtractQuanta(piece.entryValue, exitValue);
        this.#realised = addQuanta(this.#realised, gross);
        onTrade(
          new Trade(
            nextTradeId(),
            this.strategy,
            held > 0 ? 'long' : 'short',
            piece.lots,
            piece.entry,
            fill,
            gross,
            addQuanta(piece.entryCost, exitCost),
          ),
        );
      }
    }
    const opening = fill.lots - closing;
    if (opening > 0) position.open(fill, signed > 0 ? opening : -opening, value, cost);
  }
}
