import { BrokerError } from '../core/errors.js';
import type { Execution } from '../core/execution.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { Order, OrderId } from '../core/order.js';
import type { Millis } from '../core/time.js';

/** Where an order stands. The last four are terminal. */
export type OrderStatus = 'pending' | 'working' | 'filled' | 'rejected' | 'canceled' | 'expired';

/** An order and what has become of it so far. The engine writes it, everybody else reads. */
export class OrderRecord {
  order: Order;
  status: OrderStatus = 'pending';
  /** Lots the order asks for, after cuts; for notional orders 0 until the first fill. */
  lots: number;
  filledLots = 0;
  /** Value and costs of all fills. */
  value: Quanta = 0;
  cost: Quanta = 0;
  endedAt: Millis | undefined;
  reason: string | undefined;
  message: string | undefined;

  constructor(order: Order) {
    this.order = order;
    this.lots = order.lots;
  }

  get remaining(): number {
    return this.lots - this.filledLots;
  }
  get isOpen(): boolean {
    return this.status === 'pending' || this.status === 'working';
  }
}

/** All orders of a run, and the one state machine that moves them. */
export class OrderRegistry {
  readonly records: OrderRecord[] = [];
  readonly #instruments: number;
  /** Open orders by strategy and instrument, oldest first. */
  readonly #open: OrderRecord[][];

  constructor(strategies: number, instruments: number) {
    this.#instruments = instruments;
    this.#open = Array.from({ length: strategies * instruments }, () => []);
  }

  /** Id of the next order to be made. */
  get nextId(): OrderId {
    return (this.records.length + 1) as OrderId;
  }

  add(order: Order): OrderRecord {
    const record = new OrderRecord(order);
    this.records.push(record);
    this.openOf(order.strategyIndex, order.instrumentIndex).push(record);
    return record;
  }

  get(id: OrderId): OrderRecord | undefined {
    return this.records[id - 1];
  }

  openOf(strategyIndex: number, instrumentIndex: number): OrderRecord[] {
    return this.#open[strategyIndex * this.#instruments + instrumentIndex]!;
  }

  /** Open orders of a strategy, oldest first. */
  allOpen(strategyIndex: number): OrderRecord[] {
    const all: OrderRecord[] = [];
    for (let i = 0; i < this.#instruments; i++) all.push(...this.openOf(strategyIndex, i));
    return all.sort((a, b) => a.order.id - b.order.id);
  }

  /**
   * Moves an order on by an execution.
   * @throws BrokerError for an order that the run never sent, or a move that its state does not allow.
   */
  apply(execution: Execution): OrderRecord {
    const record = this.get(execution.order.id);
    if (record === undefined) throw this.#fault(execution, 'the run never sent it');
    switch (execution.kind) {
      case 'accepted':
        if (record.status !== 'pending') throw this.#fault(execution, `it is ${record.status}`);
        record.status = 'working';
        return record;
      case 'reduced':
        if (!record.isOpen) throw this.#fault(execution, `it is ${record.status}`);
        record.lots = execution.to;
        record.reason = execution.reason;
        record.message = execution.message;
        return record;
      case 'filled':
        if (record.status !== 'working') throw this.#fault(execution, `it is ${record.status}`);
        record.filledLots += execution.fill.lots;
        record.lots = record.filledLots + execution.remaining;
        record.value = addQuanta(record.value, execution.fill.valueQuanta);
        record.cost = addQuanta(record.cost, execution.fill.costQuanta);
        if (execution.complete) this.#end(record, 'filled', execution.time);
        return record;
      case 'rejected':
        if (record.status !== 'pending') throw this.#fault(execution, `it is ${record.status}`);
        record.message = execution.message;
        record.reason = execution.reason;
        this.#end(record, 'rejected', execution.time);
        return record;
      case 'canceled':
      case 'expired':
        if (!record.isOpen) throw this.#fault(execution, `it is ${record.status}`);
        record.reason = execution.reason;
        if (execution.kind === 'canceled' && execution.message !== undefined) record.message = execution.message;
        this.#end(record, execution.kind, execution.time);
        return record;
    }
  }

  #end(record: OrderRecord, status: OrderStatus, time: Millis): void {
    record.status = status;
    record.endedAt = time;
    const open = this.openOf(record.order.strategyIndex, record.order.instrumentIndex);
    open.splice(open.indexOf(record), 1);
  }

  #fault(execution: Execution, why: string): BrokerError {
    const { order, kind } = execution;
    return new BrokerError(`the broker says "${kind}" of order ${order.id} (${order.symbol}), but ${why}`, {
      code: 'broker/order-state',
      context: { order: order.id, symbol: order.symbol, execution: kind },
      hint: 'the broker adapter breaks its contract: run the broker contract suite on it',
    });
  }
}
