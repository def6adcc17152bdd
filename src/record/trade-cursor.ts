import type { FillView } from '../core/fill.js';
import type { GrowingRows } from '../core/growing-rows.js';
import type { Instrument } from '../core/instrument.js';
import { subtractQuanta, type Quanta } from '../core/quanta.js';
import type { Rows } from '../core/rows.js';
import type { Millis } from '../core/time.js';
import type { TradeView } from '../core/trade.js';
import { RowCursor } from './row-cursor.js';
import * as field from './trade-fields.js';

/** The closed trades of a log, one at a time and in place: nothing is made for them. */
export class TradeCursor extends RowCursor implements Rows<TradeView>, TradeView {
  readonly #entries: Rows<FillView>;
  readonly #exits: Rows<FillView>;

  /** Entries and exits are shown apart: both of a trade are looked at together. */
  constructor(rows: GrowingRows, entries: Rows<FillView>, exits: Rows<FillView>) {
    super(rows);
    this.#entries = entries;
    this.#exits = exits;
  }

  at(index: number): TradeView | undefined {
    return this.goTo(index) ? this : undefined;
  }

  get id(): number {
    return this.place + 1;
  }
  get entry(): FillView {
    return this.#entries.at(this.integer(field.ENTRY) - 1)!;
  }
  get exit(): FillView {
    return this.#exits.at(this.integer(field.EXIT) - 1)!;
  }
  get strategy(): string {
    return this.entry.order.strategy;
  }
  get instrument(): Instrument {
    return this.entry.instrument;
  }
  get symbol(): string {
    return this.entry.symbol;
  }
  get side(): 'long' | 'short' {
    return this.number(field.LOTS) > 0 ? 'long' : 'short';
  }
  get lots(): number {
    return Math.abs(this.number(field.LOTS));
  }
  get entryTime(): Millis {
    return this.entry.time;
  }
  get exitTime(): Millis {
    return this.exit.time;
  }
  get grossQuanta(): Quanta {
    return this.quanta(field.GROSS);
  }
  get costQuanta(): Quanta {
    return this.quanta(field.COST);
  }
  get netQuanta(): Quanta {
    return subtractQuanta(this.grossQuanta, this.costQuanta);
  }
}
