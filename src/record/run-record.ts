import { Fill, type CostItem, type FillView } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import type { OrderId } from '../core/order.js';
import type { Rows } from '../core/rows.js';
import { Trade, type TradeView } from '../core/trade.js';
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
    const { orders } = this;
    const rows = this.fillRows();
    const fills: Fill[] = [];
    for (let at = 0; at < rows.length; at++) fills.push(ownFill(rows.at(at)!, orders));
    return (this.#fills = fills);
  }

  /** All closed trades; `entry` and `exit` are the very objects that stand in `fills`. */
  get trades(): readonly Trade[] {
    if (this.#trades !== undefined) return this.#trades;
    const { fills } = this;
    const rows = this.tradeRows();
    const trades: Trade[] = [];
    for (let at = 0; at < rows.length; at++) trades.push(ownTrade(rows.at(at)!, fills));
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

/** A fill of its own, of one that is shown. */
function ownFill(shown: FillView, orders: readonly OrderRecord[]): Fill {
  const { id, order, lots, priceNumber, referenceNumber, valueQuanta, costs, costQuanta, slippage } = shown;
  return new Fill({
    id,
    order: orders[order.id - 1]!.order,
    lots,
    price: priceNumber,
    reference: referenceNumber,
    value: valueQuanta,
    costs: costs.map(ownItem),
    cost: costQuanta,
    time: shown.time,
    knownAt: shown.knownAt,
    point: shown.point,
    pathDependent: shown.pathDependent,
    slippage: slippage.length === 0 ? undefined : slippage.map(ownItem),
    beyondBar: shown.beyondBar,
  });
}

function ownItem({ kind, amount }: CostItem): CostItem {
  return { kind, amount };
}

/** A trade of its own, likewise. */
function ownTrade({ id, strategy, side, lots, entry, exit, grossQuanta, costQuanta }: TradeView, fills: readonly Fill[]): Trade {
  return new Trade(id, strategy, side, lots, fills[entry.id - 1]!, fills[exit.id - 1]!, grossQuanta, costQuanta);
}
