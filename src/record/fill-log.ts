import { Fill, type CostItem } from '../core/fill.js';
import { QuantaColumn } from '../core/growing-column.js';
import type { Order, OrderId, PricePoint } from '../core/order.js';

const POINTS: readonly PricePoint[] = ['open', 'path', 'close'];

/** All fills of a run in columns. Fills are made again when they are read. */
export class FillLog {
  readonly #order: number[] = [];
  readonly #lots: number[] = [];
  readonly #price: number[] = [];
  readonly #reference: number[] = [];
  readonly #time: number[] = [];
  readonly #knownAt: number[] = [];
  /** Price point, and 4 more where the path policy decided. */
  readonly #point: number[] = [];
  readonly #value = new QuantaColumn();
  readonly #cost = new QuantaColumn();
  /** Amounts of the cost items, behind each other. */
  readonly #amounts = new QuantaColumn();
  #kinds: readonly string[] = [];

  get length(): number {
    return this.#order.length;
  }

  add(fill: Fill): void {
    this.#order.push(fill.order.id);
    this.#lots.push(fill.lots);
    this.#price.push(fill.priceNumber);
    this.#reference.push(fill.referenceNumber);
    this.#time.push(fill.time);
    this.#knownAt.push(fill.knownAt);
    this.#point.push(POINTS.indexOf(fill.point) + (fill.pathDependent ? 4 : 0));
    this.#value.push(fill.valueQuanta);
    this.#cost.push(fill.costQuanta);
    if (this.#kinds.length === 0 && fill.costs.length > 0) this.#kinds = fill.costs.map((cost) => cost.kind);
    for (const cost of fill.costs) this.#amounts.push(cost.amount);
  }

  /** Id of the order of a fill (place counted from 0). */
  orderOf(at: number): OrderId {
    return this.#order[at]! as OrderId;
  }

  fill(at: number, order: Order): Fill {
    const point = this.#point[at]!;
    const first = at * this.#kinds.length;
    return new Fill({
      id: at + 1,
      order,
      lots: this.#lots[at]!,
      price: this.#price[at]!,
      reference: this.#reference[at]!,
      value: this.#value.at(at),
      costs: this.#kinds.map((kind, i): CostItem => ({ kind, amount: this.#amounts.at(first + i) })),
      cost: this.#cost.at(at),
      time: this.#time[at]!,
      knownAt: this.#knownAt[at]!,
      point: POINTS[point & 3]!,
      pathDependent: point >= 4,
    });
  }
}
