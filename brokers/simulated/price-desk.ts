import type { BrokerContext } from '../../src/broker/broker.js';
import type { CostItem } from '../../src/core/fill.js';
import { valueOfLots } from '../../src/core/money.js';
import type { Order } from '../../src/core/order.js';
import { proRata, subtractQuanta, type Quanta } from '../../src/core/quanta.js';
import type { BarOffer } from './bar-offer.js';
import type { PriceMeter, PriceModel } from './costs/price-model.js';
import { ceilTo, floorTo } from './prices.js';

/** Step of moved prices where no tick holds. */
const FINEST = 1e-8;
/** Shares are scaled to whole numbers to divide an amount among the models. */
const SHARES = 1e9;

/** All price models of a run: what a taker's price becomes, and which model has moved it how far. */
export class PriceDesk {
  readonly #kinds: readonly string[];
  readonly #meters: readonly PriceMeter[];

  constructor(models: readonly PriceModel[], context: BrokerContext) {
    this.#kinds = models.map((model) => model.kind);
    this.#meters = models.map((model) => model.start((text) => context.warn(text)));
  }

  /** False where no model moves any price. */
  get moves(): boolean {
    return this.#meters.length > 0;
  }

  /** The price that a taker of `lots` pays or gets: the reference, moved and rounded against the trader. */
  priceOf(order: Order, offer: BarOffer, reference: number, lots: number): number {
    let move = 0;
    for (const meter of this.#meters) move += this.#move(meter, order, offer, reference, lots);
    if (move === 0) return reference;
    const { basis, tick } = order.instrument;
    const step = basis === 'raw' && tick !== undefined ? tick : FINEST;
    return order.side === 'buy' ? ceilTo(reference + move, step) : Math.max(step, floorTo(reference - move, step));
  }

  /** What each model has cost on a fill, an item for every model. */
  slippage(order: Order, offer: BarOffer, reference: number, price: number, lots: number): CostItem[] {
    const { unit } = order.instrument;
    const total: Quanta = subtractQuanta(
      valueOfLots(Math.max(price, reference), lots, unit, 'up'),
      valueOfLots(Math.min(price, reference), lots, unit, 'up'),
    );
    const moves = price === reference ? [] : this.#meters.map((meter) => this.#move(meter, order, offer, reference, lots));
    const sum = moves.reduce((a, b) => a + b, 0);
    let left = total;
    return this.#kinds.map((kind, i) => {
      const isLast = i === this.#kinds.length - 1;
      const amount = isLast || sum === 0 ? left : proRata(total, Math.round((moves[i]! / sum) * SHARES), SHARES);
      left = subtractQuanta(left, amount);
      return { kind, amount };
    });
  }

  #move(meter: PriceMeter, { instrument, side }: Order, { series, row }: BarOffer, reference: number, lots: number): number {
    return meter.move({ instrument, side, lots, reference, series, row });
  }
}
