import type { Fill, FillView } from '../core/fill.js';
import { GrowingRows } from '../core/growing-rows.js';
import type { Rows } from '../core/rows.js';
import { Trade } from '../core/trade.js';
import { TradeCursor } from './trade-cursor.js';
import * as field from './trade-fields.js';

/** All closed trades of a run as rows of numbers. */
export class TradeLog {
  readonly #rows = new GrowingRows(field.STRIDE);

  get length(): number {
    return this.#rows.length;
  }

  add(trade: Trade): void {
    const row = this.#rows.append();
    const { data } = this.#rows;
    data[row + field.LOTS] = trade.side === 'long' ? trade.lots : -trade.lots;
    data[row + field.ENTRY] = trade.entry.id;
    data[row + field.EXIT] = trade.exit.id;
    this.#rows.setQuanta(row + field.GROSS, trade.grossQuanta);
    this.#rows.setQuanta(row + field.COST, trade.costQuanta);
  }

  /** All trades, each shown by the same object, with its fills where these are shown. */
  cursor(entries: Rows<FillView>, exits: Rows<FillView>): TradeCursor {
    return new TradeCursor(this.#rows, entries, exits);
  }

  /** Places of the fills of a trade. */
  fillsOf(at: number): readonly [entry: number, exit: number] {
    const row = this.#rows.open(at);
    const { data } = this.#rows;
    return [data[row + field.ENTRY]! - 1, data[row + field.EXIT]! - 1];
  }

  /** A trade of its own. */
  trade(at: number, entry: Fill, exit: Fill): Trade {
    const row = this.#rows.open(at);
    const lots = this.#rows.data[row + field.LOTS]!;
    return new Trade(
      at + 1,
      entry.order.strategy,
      lots > 0 ? 'long' : 'short',
      Math.abs(lots),
      entry,
      exit,
      this.#rows.quanta(row + field.GROSS),
      this.#rows.quanta(row + field.COST),
    );
  }
}
