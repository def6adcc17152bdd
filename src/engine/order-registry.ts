import { BrokerError } from '../core/errors.js';
import type { Execution } from '../core/execution.js';
import type { Order, OrderId } from '../core/order.js';
import type { Millis } from '../core/time.js';
import type { OrderLog } from '../record/order-log.js';
import { isTerminalStatus, nextStatus, type OrderStatus } from '../core/order-state.js';
import { NO_CHANGES, type OrderChange, type OrderRecord } from '../record/order-record.js';

/** An order that has not come to its end, as the engine keeps it. */
export class OpenOrder implements OrderRecord {
  order: Order;
  status: OrderStatus = 'pending';
  lots: number;
  filledLots = 0;
  endedAt: Millis | undefined;
  reason: string | undefined;
  message: string | undefined;
  changes: readonly OrderChange[] = NO_CHANGES;
  /** True once its cancel has been sent. */
  cancelAsked = false;

  constructor(order: Order) {
    this.order = order;
    this.lots = order.lots;
  }

  get remaining(): number {
    return this.lots - this.filledLots;
  }
}

/** The open orders of a run, and the one state machine that moves them. Ended orders go into the log. */
export class OrderRegistry {
  readonly #log: OrderLog;
  readonly #instruments: number;
  /** Open orders by strategy and instrument, oldest first. */
  readonly #open: OpenOrder[][] = [];

  constructor(strategies: number, instruments: number, log: OrderLog) {
    this.#log = log;
    this.#instruments = instruments;
    for (let i = 0; i < strategies * instruments; i++) this.#open.push([]);
  }

  /** Id of the next order to be made. */
  get nextId(): OrderId {
    return (this.#log.length + 1) as OrderId;
  }

  add(order: Order): void {
    this.#log.add(order);
    this.openOf(order.strategyIndex, order.instrumentIndex).push(new OpenOrder(order));
  }

  /** An open order by its id; `undefined` when it has ended or never was. */
  find(id: OrderId): OpenOrder | undefined {
    if (!(id >= 1 && id <= this.#log.length)) return undefined;
    return this.openOf(this.#log.strategyOf(id), this.#log.instrumentOf(id)).find((open) => open.order.id === id);
  }

  openOf(strategyIndex: number, instrumentIndex: number): OpenOrder[] {
    return this.#open[strategyIndex * this.#instruments + instrumentIndex]!;
  }

  /** Orders of all strategies that work on an instrument. */
  workingOn(instrumentIndex: number): OpenOrder[] {
    const orders: OpenOrder[] = [];
    for (let at = instrumentIndex; at < this.#open.length; at += this.#instruments) {
      for (const open of this.#open[at]!) if (open.status === 'working') orders.push(open);
    }
    return orders;
  }

  /** Open orders of a strategy, oldest first. */
  allOpen(strategyIndex: number): OpenOrder[] {
    const all: OpenOrder[] = [];
    for (let i = 0; i < this.#instruments; i++) all.push(...this.openOf(strategyIndex, i));
    return all.sort((a, b) => a.order.id - b.order.id);
  }

  /** Puts the orders that are still open into the log, as they stand. Called once, when the run is over. */
  logOpen(): void {
    for (const open of this.#open.flat()) this.#log.end(open);
  }

  /**
   * Moves an order on by an execution.
   * @throws BrokerError for an order that is not open, or a move that its state does not allow.
   */
  apply(execution: Execution): void {
    const { order } = execution;
    const open = this.openOf(order.strategyIndex, order.instrumentIndex);
    let place = open.length - 1;
    while (place >= 0 && open[place]!.order.id !== order.id) place--;
    const record = open[place];
    if (record === undefined) throw fault(execution, 'it is not open');
    const next = nextStatus(record.status, execution);
    if (next === undefined) throw fault(execution, `it is ${record.status}`);
    record.status = next;
    switch (execution.kind) {
      case 'held':
      case 'accepted':
        return;
      case 'reduced':
        record.lots = execution.to;
        record.reason = execution.reason;
        record.message = execution.message;
        record.changes = [...record.changes, changeOf(execution)];
        return;
      case 'adjusted':
        // Filled lots are counted in shares of after the split: what is left is what the order now says.
        record.order = order;
        record.lots = order.lots;
        record.filledLots = execution.filledLots;
        record.reason = execution.reason;
        record.message = execution.message;
        return;
      case 'filled':
        record.filledLots += execution.fill.lots;
        record.lots = record.filledLots + execution.remaining;
        break;
      case 'rejected':
      case 'canceled':
      case 'expired':
        record.reason = execution.reason;
        if (execution.kind !== 'expired' && execution.message !== undefined) record.message = execution.message;
        break;
    }
    if (!isTerminalStatus(next)) return;
    record.endedAt = execution.time;
    this.#log.end(record);
    if (place === open.length - 1) open.pop();
    else open.splice(place, 1);
  }
}

function changeOf({ time, from, to, reason, message }: Extract<Execution, { readonly kind: 'reduced' }>): OrderChange {
  return { time, from, to, reason, message };
}

function fault(execution: Execution, why: string): BrokerError {
  const { order, kind } = execution;
  return new BrokerError(`the broker says "${kind}" of order ${order.id} (${order.symbol}), but ${why}`, {
    code: 'broker/order-state',
    context: { order: order.id, symbol: order.symbol, execution: kind },
    hint: 'the broker adapter breaks its contract: run the broker contract suite on it',
  });
}
