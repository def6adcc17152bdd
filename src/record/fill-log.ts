import { Fill, type CostItem, type FillView } from '../core/fill.js';
import { GrowingRows } from '../core/growing-rows.js';
import type { Order, OrderId } from '../core/order.js';
import type { Rows } from '../core/rows.js';
import { FillCursor } from './fill-cursor.js';
import * as field from './fill-fields.js';
import type { FillLogParts } from './fill-fields.js';
import type { OrderCursor } from './order-cursor.js';

/** All fills of a run as rows of numbers. Fills are made again when they are read. */
export class FillLog {
  /** Made for the first fill. */
  #parts: FillLogParts | undefined;

  get length(): number {
    return this.#parts?.rows.length ?? 0;
  }

  add(fill: Fill): void {
    const { rows, kinds, moves } = (this.#parts ??= partsFor(fill));
    const row = rows.append();
    const { data } = rows;
    data[row + field.ORDER] = fill.order.id;
    data[row + field.LOTS] = fill.lots;
    data[row + field.PRICE] = fill.priceNumber;
    data[row + field.REFERENCE] = fill.referenceNumber;
    data[row + field.TIME] = fill.time;
    data[row + field.KNOWN_AT] = fill.knownAt;
    data[row + field.POINT] = field.POINTS.indexOf(fill.point) + (fill.pathDependent ? 4 : 0) + (fill.beyondBar ? 8 : 0);
    rows.setQuanta(row + field.VALUE, fill.valueQuanta);
    rows.setQuanta(row + field.COST, fill.costQuanta);
    for (let i = 0; i < kinds.length; i++) rows.setQuanta(row + field.FIRST_ITEM + i, fill.costs[i]!.amount);
    const firstMove = row + field.FIRST_ITEM + kinds.length;
    for (let i = 0; i < moves.length; i++) rows.setQuanta(firstMove + i, fill.slippage[i]!.amount);
  }

  /** All fills, each shown by the same object, with its order in `order`. */
  cursor(order: OrderCursor): Rows<FillView> {
    return this.#parts === undefined ? [] : new FillCursor(this.#parts, order);
  }

  /** Id of the order of a fill (place counted from 0). */
  orderOf(at: number): OrderId {
    const { rows } = this.#parts!;
    const row = rows.open(at);
    return rows.data[row + field.ORDER] as OrderId;
  }

  /** A fill of its own. */
  fill(at: number, order: Order): Fill {
    const { rows, kinds, moves } = this.#parts!;
    const row = rows.open(at);
    const { data } = rows;
    const point = data[row + field.POINT]!;
    return new Fill({
      id: at + 1,
      order,
      lots: data[row + field.LOTS]!,
      price: data[row + field.PRICE]!,
      reference: data[row + field.REFERENCE]!,
      value: rows.quanta(row + field.VALUE),
      costs: itemsOf(kinds, rows, row + field.FIRST_ITEM),
      cost: rows.quanta(row + field.COST),
      time: data[row + field.TIME]!,
      knownAt: data[row + field.KNOWN_AT]!,
      point: field.POINTS[point & 3]!,
      pathDependent: (point & 4) !== 0,
      slippage: moves.length === 0 ? undefined : itemsOf(moves, rows, row + field.FIRST_ITEM + kinds.length),
      beyondBar: (point & 8) !== 0,
    });
  }
}

function partsFor({ costs, slippage }: Fill): FillLogParts {
  return {
    rows: new GrowingRows(field.FIRST_ITEM + costs.length + slippage.length),
    kinds: costs.map((cost) => cost.kind),
    moves: slippage.map((move) => move.kind),
  };
}

function itemsOf(kinds: readonly string[], rows: GrowingRows, first: number): CostItem[] {
  const items: CostItem[] = [];
  for (let i = 0; i < kinds.length; i++) items.push({ kind: kinds[i]!, amount: rows.quanta(first + i) });
  return items;
}
