import { Fill, type CostItem } from '../core/fill.js';
import { GrowingRows } from '../core/growing-rows.js';
import type { Order, OrderId, PricePoint } from '../core/order.js';

const POINTS: readonly PricePoint[] = ['open', 'path', 'close'];

// Fields of a record; the amounts of the cost items follow.
const ORDER = 0;
const LOTS = 1;
const PRICE = 2;
const REFERENCE = 3;
const TIME = 4;
const KNOWN_AT = 5;
/** Price point, 4 more where the path policy decided, 8 more where a model moved the price beyond the bar. */
const POINT = 6;
const VALUE = 7;
const COST = 8;
const FIRST_ITEM = 9;

/** All fills of a run as rows of numbers. Fills are made again when they are read. */
export class FillLog {
  #rows: GrowingRows | undefined;
  /** Kinds of the cost items: the same for all fills of a broker. */
  #kinds: readonly string[] = [];
  /** Kinds of the slippage items, likewise. */
  #moves: readonly string[] = [];

  get length(): number {
    return this.#rows?.length ?? 0;
  }

  add(fill: Fill): void {
    const rows = (this.#rows ??= this.#begin(fill));
    const row = rows.append();
    const { data } = rows;
    data[row + ORDER] = fill.order.id;
    data[row + LOTS] = fill.lots;
    data[row + PRICE] = fill.priceNumber;
    data[row + REFERENCE] = fill.referenceNumber;
    data[row + TIME] = fill.time;
    data[row + KNOWN_AT] = fill.knownAt;
    data[row + POINT] = POINTS.indexOf(fill.point) + (fill.pathDependent ? 4 : 0) + (fill.beyondBar ? 8 : 0);
    rows.setQuanta(row + VALUE, fill.valueQuanta);
    rows.setQuanta(row + COST, fill.costQuanta);
    for (let i = 0; i < this.#kinds.length; i++) rows.setQuanta(row + FIRST_ITEM + i, fill.costs[i]!.amount);
    const firstMove = row + FIRST_ITEM + this.#kinds.length;
    for (let i = 0; i < this.#moves.length; i++) rows.setQuanta(firstMove + i, fill.slippage[i]!.amount);
  }

  /** Id of the order of a fill (place counted from 0). */
  orderOf(at: number): OrderId {
    const rows = this.#rows!;
    const row = rows.open(at);
    return rows.data[row + ORDER] as OrderId;
  }

  fill(at: number, order: Order): Fill {
    const rows = this.#rows!;
    const row = rows.open(at);
    const { data } = rows;
    const point = data[row + POINT]!;
    return new Fill({
      id: at + 1,
      order,
      lots: data[row + LOTS]!,
      price: data[row + PRICE]!,
      reference: data[row + REFERENCE]!,
      value: rows.quanta(row + VALUE),
      costs: itemsOf(this.#kinds, rows, row + FIRST_ITEM),
      cost: rows.quanta(row + COST),
      time: data[row + TIME]!,
      knownAt: data[row + KNOWN_AT]!,
      point: POINTS[point & 3]!,
      pathDependent: (point & 4) !== 0,
      slippage: this.#moves.length === 0 ? undefined : itemsOf(this.#moves, rows, row + FIRST_ITEM + this.#kinds.length),
      beyondBar: (point & 8) !== 0,
    });
  }

  #begin(fill: Fill): GrowingRows {
    this.#kinds = fill.costs.map((cost) => cost.kind);
    this.#moves = fill.slippage.map((move) => move.kind);
    return new GrowingRows(FIRST_ITEM + this.#kinds.length + this.#moves.length);
  }
}

function itemsOf(kinds: readonly string[], rows: GrowingRows, first: number): CostItem[] {
  const items: CostItem[] = [];
  for (let i = 0; i < kinds.length; i++) items.push({ kind: kinds[i]!, amount: rows.quanta(first + i) });
  return items;
}
