import type { Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import type { Order, OrderId } from '../core/order.js';
import type { Trade } from '../core/trade.js';
import { FillLog } from './fill-log.js';
import { OrderLog } from './order-log.js';
import type { OrderRecord } from './order-record.js';
import { TradeLog } from './trade-log.js';

/** Orders, fills and trades of a run: written in columns while it goes on, read as objects when it is over. */
export class RunRecord {
  readonly orderLog: OrderLog;
  readonly fillLog = new FillLog();
  readonly tradeLog = new TradeLog();
  #orders: readonly OrderRecord[] | undefined;
  #fills: readonly Fill[] | undefined;
  #trades: readonly Trade[] | undefined;

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
    this.#trades ??= Array.from({ length: this.tradeLog.length }, (_, at) => this.tradeLog.trade(at, this.fills));
    return this.#trades;
  }

  #orderOf(id: OrderId): Order {
    return this.orders[id - 1]!.order;
  }
}
