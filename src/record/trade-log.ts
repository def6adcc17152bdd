import type { Fill } from '../core/fill.js';
import { GrowingRows } from '../core/growing-rows.js';
import { Trade } from '../core/trade.js';

// Fields of a record.
/** Below 0 for a short trade. */
const LOTS = 0;
const ENTRY = 1;
const EXIT = 2;
const GROSS = 3;
const COST = 4;
const STRIDE = 5;

/** All closed trades of a run as rows of numbers. */
export class TradeLog {
  readonly #rows = new GrowingRows(STRIDE);

  get length(): number {
    return this.#rows.length;
  }

  add(trade: Trade): void {
    const row = this.#rows.append();
    const { data } = this.#rows;
    data[row + LOTS] = trade.side === 'long' ? trade.lots : -trade.lots;
    data[row + ENTRY] = trade.entry.id;
    data[row + EXIT] = trade.exit.id;
    this.#rows.setQuanta(row + GROSS, trade.grossQuanta);
    this.#rows.setQuanta(row + COST, trade.costQuanta);
  }

  trade(at: number, fills: readonly Fill[]): Trade {
    const row = this.#rows.open(at);
    const { data } = this.#rows;
    const lots = data[row + LOTS]!;
    const entry = fills[data[row + ENTRY]! - 1]!;
    const exit = fills[data[row + EXIT]! - 1]!;
    const gross = this.#rows.quanta(row + GROSS);
    return new Trade(
      at + 1,
      entry.order.strategy,
      lots > 0 ? 'long' : 'short',
      Math.abs(lots),
      entry,
      exit,
      gross,
      this.#rows.quanta(row + COST),
    );
  }
}
