import type { Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import type { OrderId } from '../core/order.js';
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
    if (this.#orders !== undefined) return this.#orders;
    const { orderLog } = this;
    const orders: OrderRecord[] = [];
    for (let id = 1; id <= orderLog.length; id++) orders.push(orderLog.record(orderLog.order(id as OrderId)));
    return (this.#orders = orders);
  }

  /** All fills; `fill.order` is the very object that stands in `orders`. */
  get fills(): readonly Fill[] {
    if (this.#fills !== undefined) return this.#fills;
    const { orders, fillLog } = this;
    const fills: Fill[] = [];
    for (let at = 0; at < fillLog.length; at++) fills.push(fillLog.fill(at, orders[fillLog.orderOf(at) - 1]!.order));
    return (this.#fills = fills);
  }

  /** All closed trades; `entry` and `exit` are the very objects that stand in `fills`. */
  get trades(): readonly Trade[] {
    if (this.#trades !== undefined) return this.#trades;
    const { fills, tradeLog } = this;
    const trades: Trade[] = [];
    for (let at = 0; at < tradeLog.length; at++) trades.push(tradeLog.trade(at, fills));
    return (this.#trades = trades);
  }
}
