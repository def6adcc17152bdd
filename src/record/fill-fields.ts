import type { GrowingRows } from '../core/growing-rows.js';
import type { PricePoint } from '../core/order.js';

// What a number in a row of the log stands for.
export const POINTS: readonly PricePoint[] = ['open', 'path', 'close'];

// Places in a row; the amounts of the cost items follow.
export const ORDER = 0;
export const LOTS = 1;
export const PRICE = 2;
export const REFERENCE = 3;
export const TIME = 4;
export const KNOWN_AT = 5;
/** Price point, 4 more where the path policy decided, 8 more where a model moved the price beyond the bar. */
export const POINT = 6;
export const VALUE = 7;
export const COST = 8;
export const FIRST_ITEM = 9;

/** What a log of fills is made of. */
export interface FillLogParts {
  readonly rows: GrowingRows;
  /** Kinds of the cost items: the same for all fills of a broker. */
  readonly kinds: readonly string[];
  /** Kinds of the slippage items, likewise. */
  readonly moves: readonly string[];
}
