import type { Fill } from '../core/fill.js';
import { QuantaColumn } from '../core/growing-column.js';
import { Trade } from '../core/trade.js';

/** All closed trades of a run in columns. */
export class TradeLog {
  readonly #lots: number[] = [];
  readonly #entry: number[] = [];
  readonly #exit: number[] = [];
  readonly #gross = new QuantaColumn();
  readonly #cost = new QuantaColumn();

  get length(): number {
    return this.#lots.length;
  }

  add(trade: Trade): void {
    this.#lots.push(trade.side === 'long' ? trade.lots : -trade.lots);
    this.#entry.push(trade.entry.id);
    this.#exit.push(trade.exit.id);
    this.#gross.push(trade.grossQuanta);
    this.#cost.push(trade.costQuanta);
  }

  trade(at: number, fills: readonly Fill[]): Trade {
    const lots = this.#lots[at]!;
    const entry = fills[this.#entry[at]! - 1]!;
    const exit = fills[this.#exit[at]! - 1]!;
    return new Trade(at + 1, entry.order.strategy, lots > 0 ? 'long' : 'short', Math.abs(lots), entry, exit, this.#gross.at(at), this.#cost.at(at));
  }
}
