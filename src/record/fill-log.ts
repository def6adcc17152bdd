import type { Fill, FillView } from '../core/fill.js';
import { GrowingRows } from '../core/growing-rows.js';
import type { Rows } from '../core/rows.js';
import { FillCursor } from './fill-cursor.js';
import * as field from './fill-fields.js';
import type { FillLogParts } from './fill-fields.js';
import type { OrderCursor } from './order-cursor.js';

/** All fills of a run as rows of numbers. */
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
}

function partsFor({ costs, slippage }: Fill): FillLogParts {
  return {
    rows: new GrowingRows(field.FIRST_ITEM + costs.length + slippage.length),
    kinds: costs.map((cost) => cost.kind),
    moves: slippage.map((move) => move.kind),
  };
}
