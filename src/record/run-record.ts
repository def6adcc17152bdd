import type { Fill, FillView } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import type { OrderId } from '../core/order.js';
import type { Rows } from '../core/rows.js';
import type { Trade, TradeView } from '../core/trade.js';
import { FillLog } from './fill-log.js';
import { OrderLog } from './order-log.js';
import type { OrderRecord, OrderRecordView } from './order-record.js';
import { TradeLog } from './trade-log.js';

/**
 * Orders, fills and trades of a run: written in rows of numbers while it goes on. When it is over they are there as lists of objects,
 * and as rows for whoever only goes through them: of very many, the objects take longer than what is done with them.
 */
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
    for (let id = 1; id <= orderLog.length; id++) orders.push(orderLog.record(id as OrderId));
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
    for (let at = 0; at < tradeLog.length; at++) {
      const [entry, exit] = tradeLog.fillsOf(at);
      trades.push(tradeLog.trade(at, fills[entry]!, fills[exit]!));
    }
    return (this.#trades = trades);
  }

  /** Orders one after the other. Each call gives rows that nobody else has in hand. */
  orderRows(): Rows<OrderRecordView> {
    return this.orderLog.cursor();
  }

  /** Fills, likewise. */
  fillRows(): Rows<FillView> {
    return this.fillLog.cursor(this.orderLog.orderCursor());
  }

  /** Trades, likewise. */
  tradeRows(): Rows<TradeView> {
    return this.tradeLog.cursor(this.fillRows(), this.fillRows());
  }
}
