import type { BrokerContext } from '../../src/broker/broker.js';
import type { CostItem } from '../../src/core/fill.js';
import { quantaToNumber, valueOfLots } from '../../src/core/money.js';
import { addQuanta, type Quanta } from '../../src/core/quanta.js';
import type { Order } from '../../src/core/order.js';
import type { CostedTrade, CostMeter, CostModel } from './costs/cost-model.js';

export interface ChargedCosts {
  readonly items: readonly CostItem[];
  readonly total: Quanta;
}

const NO_COSTS: ChargedCosts = { items: [], total: 0 };

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
  charge(trade: CostedTrade): ChargedCosts {
    const meters = this.#meters;
    if (meters.length === 0) return NO_COSTS;
    const first = { kind: this.#kinds[0]!, amount: meters[0]!.charge(trade) };
    const items: CostItem[] = [first];
    let total = first.amount;
    for (let i = 1; i < meters.length; i++) {
      const amount = meters[i]!.charge(trade);
      items.push({ kind: this.#kinds[i]!, amount });
      total = addQuanta(total, amount);
    }
    return { items, total };
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
    const series = this.#context.table.finestSeries(order.instrumentIndex);
    const row = series.source.countUntil(this.#context.clock.now());
    const { instrument, side, id: orderId } = order;
    const trade: CostedTrade = {
      instrument,
      side,
      lots,
      filledBefore: 0,
      value: valueOfLots(price, lots, instrument.unit, side === 'buy' ? 'up' : 'down'),
      valueBefore: 0,
      orderId,
      time: this.#context.clock.now(),
      price,
      series,
      row,
    };
    let total = 0;
    for (let i = 0; i < meters.length; i++) total += quantaToNumber(meters[i]!.charge(trade));
    return total;
  }
}
