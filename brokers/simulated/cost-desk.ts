import type { BrokerContext } from '../../src/broker/broker.js';
import type { CostItem } from '../../src/core/fill.js';
import { quantaToNumber } from '../../src/core/money.js';
import { addQuanta, type Quanta } from '../../src/core/quanta.js';
import type { Order } from '../../src/core/order.js';
import type { CostMeter, CostModel } from './costs/cost-model.js';
import type { BarOffer } from './bar-offer.js';

export interface ChargedCosts {
  readonly items: readonly CostItem[];
  readonly total: Quanta;
}

/** All cost models of a run, asked in their declared order. */
export class CostDesk {
  readonly #kinds: readonly string[];
  readonly #meters: readonly CostMeter[];
  readonly #context: BrokerContext;

  constructor(models: readonly CostModel[], context: BrokerContext) {
    this.#kinds = models.map((model) => model.kind);
    this.#meters = models.map((model) => model.start((text) => context.warn(text)));
    this.#context = context;
  }

  /** Costs of a fill on the bar of an offer. */
  charge(order: Order, lots: number, filledBefore: number, price: number, offer: Pick<BarOffer, 'series' | 'row'>): ChargedCosts {
    const trade = { instrument: order.instrument, side: order.side, lots, filledBefore, price, series: offer.series, row: offer.row };
    let total: Quanta = 0;
    const items = this.#meters.map((meter, i): CostItem => {
      const amount = meter.charge(trade);
      total = addQuanta(total, amount);
      return { kind: this.#kinds[i]!, amount };
    });
    return { items, total };
  }

  /** Costs that a fill on the next bar would have, as known now. Float64. */
  estimate(order: Order, lots: number, price: number): number {
    const series = this.#context.table.finestSeries(order.instrumentIndex);
    const row = series.source.countUntil(this.#context.clock.now());
    return quantaToNumber(this.charge(order, lots, 0, price, { series, row }).total);
  }
}
