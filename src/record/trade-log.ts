import type { Fill } from '../core/fill.js';
import { GrowingRows } from '../core/growing-rows.js';
import { Trade } from '../core/trade.js';
import type { FillColumns } from './fill-columns.js';
import type { OrderColumns } from './order-columns.js';
import { emptyTradeColumns, type TradeColumns } from './trade-columns.js';

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

  /** All trades, with what their fills say. */
  columns(fills: FillColumns, { instruments, strategies }: OrderColumns): TradeColumns {
    const columns = emptyTradeColumns(this.length, { instruments, strategies });
    for (let at = 0; at < columns.length; at++) {
      const row = this.#rows.open(at);
      const { data } = this.#rows;
      const entry = data[row + ENTRY]! - 1;
      const exit = data[row + EXIT]! - 1;
      columns.id[at] = at + 1;
      columns.instrument[at] = fills.instrument[entry]!;
      columns.strategy[at] = fills.strategy[entry]!;
      columns.signedLots[at] = data[row + LOTS]!;
      columns.entryFill[at] = entry + 1;
      columns.exitFill[at] = exit + 1;
      columns.entryOrder[at] = fills.order[entry]!;
      columns.exitOrder[at] = fills.order[exit]!;
      columns.entryTime[at] = fills.time[entry]!;
      columns.exitTime[at] = fills.time[exit]!;
      columns.entryPrice[at] = fills.price[entry]!;
      columns.exitPrice[at] = fills.price[exit]!;
      columns.gross.set(at, this.#rows.quanta(row + GROSS));
      columns.cost.set(at, this.#rows.quanta(row + COST));
    }
    return columns;
  }

  /** Ids of the entry's and the exit's fill. */
  fillsOf(at: number): readonly [entry: number, exit: number] {
    const row = this.#rows.open(at);
    return [this.#rows.data[row + ENTRY]!, this.#rows.data[row + EXIT]!];
  }

  trade(at: number, entry: Fill, exit: Fill): Trade {
    const row = this.#rows.open(at);
    const lots = this.#rows.data[row + LOTS]!;
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
