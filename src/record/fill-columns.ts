import { AmountColumn } from '../core/amount-column.js';
import type { CostItem, Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import type { PricePoint } from '../core/order.js';

/** Meaning of `FillColumns.point`. */
export const PRICE_POINTS: readonly PricePoint[] = ['open', 'path', 'close'];

/** The amounts of one kind of cost, or of one model of slippage. */
export interface ItemColumn {
  readonly kind: string;
  readonly amounts: AmountColumn;
}

/**
 * Fills as parallel columns, in the order in which they happened: the same as `Fill` says, for loops over very many of them.
 * Get them with `fillColumnsOf(result)`, or as `fillColumns` of a `RunRecord`.
 */
export interface FillColumns {
  readonly length: number;
  /** Number of the fill; of a whole run its place plus one. */
  readonly id: Float64Array;
  /** Id of its order; of a whole run the order's place plus one. */
  readonly order: Float64Array;
  /** Place among the run's instruments, as in `fill.instrumentIndex`. */
  readonly instrument: Int32Array;
  /** Place among the run's strategies, as in `order.strategyIndex`. */
  readonly strategy: Int32Array;
  /** Lots with their direction: above 0 for a buy. */
  readonly signedLots: Float64Array;
  readonly price: Float64Array;
  /** Price before any model moved it. */
  readonly reference: Float64Array;
  readonly time: Float64Array;
  readonly knownAt: Float64Array;
  /** Place in {@link PRICE_POINTS}. */
  readonly point: Uint8Array;
  /** 1 where another order of events within the bar would have filled differently. */
  readonly pathDependent: Uint8Array;
  readonly value: AmountColumn;
  readonly cost: AmountColumn;
  /** What the cost is made of. Two items may have the same kind. */
  readonly costs: readonly ItemColumn[];
  /** What slippage is made of, likewise. */
  readonly slippage: readonly ItemColumn[];
  readonly instruments: readonly Instrument[];
}

/** Columns of fills that are there as objects: all from one run, or some of it. */
export function columnsOfFills(fills: readonly Fill[]): FillColumns {
  const { length } = fills;
  const instruments: Instrument[] = [];
  const columns = {
    length,
    id: new Float64Array(length),
    order: new Float64Array(length),
    instrument: new Int32Array(length),
    strategy: new Int32Array(length),
    signedLots: new Float64Array(length),
    price: new Float64Array(length),
    reference: new Float64Array(length),
    time: new Float64Array(length),
    knownAt: new Float64Array(length),
    point: new Uint8Array(length),
    pathDependent: new Uint8Array(length),
    value: new AmountColumn(length),
    cost: new AmountColumn(length),
    costs: itemColumns(fills.map((fill) => fill.costs)),
    slippage: itemColumns(fills.map((fill) => fill.slippage)),
    instruments,
  };
  for (let at = 0; at < length; at++) {
    const fill = fills[at]!;
    instruments[fill.instrumentIndex] = fill.instrument;
    columns.id[at] = fill.id;
    columns.order[at] = fill.order.id;
    columns.instrument[at] = fill.order.instrumentIndex;
    columns.strategy[at] = fill.order.strategyIndex;
    columns.signedLots[at] = fill.signedLots;
    columns.price[at] = fill.priceNumber;
    columns.reference[at] = fill.referenceNumber;
    columns.time[at] = fill.time;
    columns.knownAt[at] = fill.knownAt;
    columns.point[at] = PRICE_POINTS.indexOf(fill.point);
    columns.pathDependent[at] = fill.pathDependent ? 1 : 0;
    columns.value.set(at, fill.valueQuanta);
    columns.cost.set(at, fill.costQuanta);
  }
  return columns;
}

/** The kinds are the same for all fills of a broker. */
function itemColumns(items: readonly (readonly CostItem[])[]): ItemColumn[] {
  return (items[0] ?? []).map(({ kind }, item) => {
    const amounts = new AmountColumn(items.length);
    for (let at = 0; at < items.length; at++) amounts.set(at, items[at]![item]!.amount);
    return { kind, amounts };
  });
}
