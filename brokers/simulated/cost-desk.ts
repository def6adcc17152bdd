import type { BrokerContext } from '../../src/broker/broker.js';
import type { CostItem } from '../../src/core/fill.js';
import type { Instrument } from '../../src/core/instrument.js';
import { quantaToNumber, valueOfLots } from '../../src/core/money.js';
import { addQuanta, type Quanta } from '../../src/core/quanta.js';
import type { Order, OrderId, Side } from '../../src/core/order.js';
import type { TableSeries } from '../../src/core/table.js';
import type { Millis } from '../../src/core/time.js';
import type { CostedTrade, CostMeter, CostModel } from './costs/cost-model.js';

const NO_COSTS: readonly CostItem[] = [];

/** What the items of a fill's costs come to. */
export function totalOf(items: readonly CostItem[]): Quanta {
  let total: Quanta = items.length === 0 ? 0 : items[0]!.amount;
  for (let i = 1; i < items.length; i++) total = addQuanta(total, items[i]!.amount);
  return total;
}

/** All cost models of a run, asked in their declared order. */
export class CostDesk {
  readonly #kinds: readonly string[];
  readonly #meters: readonly CostMeter[];
  /** Those that depend on what was traded before. */
  readonly #remembering: readonly CostMeter[];
  readonly #context: BrokerContext;

  constructor(models: readonly CostModel[], context: BrokerContext) {
    this.#kinds = models.map((model) => model.kind);
    this.#meters = models.map((model) => model.start((text) => context.warn(text)));
    this.#remembering = this.#meters.filter((meter) => meter.commit !== undefined);
    this.#context = context;
  }

  /** Costs of a fill on the bar of an offer, item by item. */
  charge(trade: CostedTrade): readonly CostItem[] {
    const meters = this.#meters;
    if (meters.length === 0) return NO_COSTS;
    const items: CostItem[] = [{ kind: this.#kinds[0]!, amount: meters[0]!.charge(trade) }];
    for (let i = 1; i < meters.length; i++) items.push({ kind: this.#kinds[i]!, amount: meters[i]!.charge(trade) });
    return items;
  }

  /** Tells the models of a trade that has happened. */
  commit(trade: CostedTrade): void {
    for (const meter of this.#remembering) meter.commit!(trade);
  }

  /** True where a model wants to be told. */
  get remembers(): boolean {
    return this.#remembering.length > 0;
  }

  /** Costs that a fill on the next bar would have, as known now. Float64. */
  estimate(order: Order, lots: number, price: number): number {
    const meters = this.#meters;
    if (meters.length === 0) return 0;
    const { table, clock } = this.#context;
    const trade = new NextBarTrade(order, lots, price, table.venueSeries(order.instrumentIndex), clock.now());
    let total = 0;
    for (let i = 0; i < meters.length; i++) total += quantaToNumber(meters[i]!.charge(trade));
    return total;
  }
}

/** A fill on the bar after the last known one. Few models ask for its row or value, and the row takes a search. */
class NextBarTrade implements CostedTrade {
  readonly filledBefore = 0;
  readonly valueBefore = 0;

  constructor(
    readonly order: Order,
    readonly lots: number,
    readonly price: number,
    readonly series: TableSeries,
    readonly time: Millis,
  ) {}

  get instrument(): Instrument {
    return this.order.instrument;
  }
  get side(): Side {
    return this.order.side;
  }
  get orderId(): OrderId {
    return this.order.id;
  }
  get value(): Quanta {
    return valueOfLots(this.price, this.lots, this.instrument.unit, this.side === 'buy' ? 'up' : 'down');
  }
  get row(): number {
    return this.series.source.countUntil(this.time);
  }
}
