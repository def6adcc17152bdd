import type { Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import type { Order, OrderId } from '../core/order.js';
import type { Trade } from '../core/trade.js';
import type { FillColumns } from './fill-columns.js';
import { FillLog } from './fill-log.js';
import type { OrderColumns } from './order-columns.js';
import { OrderLog } from './order-log.js';
import type { OrderRecord } from './order-record.js';
import type { TradeColumns } from './trade-columns.js';
import { TradeLog } from './trade-log.js';

/**
 * Orders, fills and trades of a run: written in rows of numbers while it goes on. When it is over they are read as objects
 * (`orders`, `fills`, `trades`), or as typed arrays (`orderColumns`, `fillColumns`, `tradeColumns`), for which no objects are
 * made: what goes through all orders, fills or trades of a run should use these. Single ones are made by `order`, `fill`, `trade`.
 */
export class RunRecord {
  readonly orderLog: OrderLog;
  readonly fillLog = new FillLog();
  readonly tradeLog = new TradeLog();
  #orders: readonly OrderRecord[] | undefined;
  #fills: readonly Fill[] | undefined;
  #trades: readonly Trade[] | undefined;
  #orderColumns: OrderColumns | undefined;
  #fillColumns: FillColumns | undefined;
  #tradeColumns: TradeColumns | undefined;

  constructor(instruments: readonly Instrument[], strategies: readonly string[]) {
    this.orderLog = new OrderLog(instruments, strategies);
  }

  /** All orders in the order of their creation. Made at the first call, the same afterwards. */
  get orders(): readonly OrderRecord[] {
    this.#orders ??= Array.from({ length: this.orderLog.length }, (_, at) =>
      this.orderLog.record(this.orderLog.order((at + 1) as OrderId)),
    );
    return this.#orders;
  }

  /** All fills; `fill.order` is the very object that stands in `orders`. */
  get fills(): readonly Fill[] {
    this.#fills ??= Array.from({ length: this.fillLog.length }, (_, at) => this.fillLog.fill(at, this.#orderOf(this.fillLog.orderOf(at))));
    return this.#fills;
  }

  /** All closed trades; `entry` and `exit` are the very objects that stand in `fills`. */
  get trades(): readonly Trade[] {
    if (this.#trades === undefined) {
      const { fills } = this;
      this.#trades = Array.from({ length: this.tradeLog.length }, (_, at) => {
        const [entry, exit] = this.tradeLog.fillsOf(at);
        return this.tradeLog.trade(at, fills[entry - 1]!, fills[exit - 1]!);
      });
    }
    return this.#trades;
  }

  /** All orders as columns. Made at the first call, the same afterwards; so are those of fills and trades. */
  get orderColumns(): OrderColumns {
    return (this.#orderColumns ??= this.orderLog.columns());
  }

  get fillColumns(): FillColumns {
    return (this.#fillColumns ??= this.fillLog.columns(this.orderColumns));
  }

  get tradeColumns(): TradeColumns {
    return (this.#tradeColumns ??= this.tradeLog.columns(this.fillColumns, this.orderColumns));
  }

  /** One order by its id: that of the list where the list has been made, else an object of its own. */
  order(id: OrderId): OrderRecord {
    return this.#orders?.[id - 1] ?? this.orderLog.record(this.orderLog.order(id));
  }

  /** One fill by its id, likewise. */
  fill(id: number): Fill {
    return this.#fills?.[id - 1] ?? this.fillLog.fill(id - 1, this.order(this.fillLog.orderOf(id - 1)).order);
  }

  /** One trade by its id, likewise. */
  trade(id: number): Trade {
    const made = this.#trades?.[id - 1];
    if (made !== undefined) return made;
    const [entry, exit] = this.tradeLog.fillsOf(id - 1);
    return this.tradeLog.trade(id - 1, this.fill(entry), this.fill(exit));
  }

  #orderOf(id: OrderId): Order {
    return this.orders[id - 1]!.order;
  }
}
