import type { FillView } from '../core/fill.js';
import { GrowingRows } from '../core/growing-rows.js';
import type { Rows } from '../core/rows.js';
import type { Trade } from '../core/trade.js';
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
}
