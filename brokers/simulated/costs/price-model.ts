import type { Instrument } from '../../../src/core/instrument.js';
import type { Side } from '../../../src/core/order.js';
import type { TableSeries } from '../../../src/core/table.js';

/** A fill that takes what others offer, about to be priced. */
export interface PricedTrade {
  readonly instrument: Instrument;
  readonly side: Side;
  /** Whole lots of this fill. */
  readonly lots: number;
  /** Price of the bar, before any model. */
  readonly reference: number;
  /** The bars that the venue sees, and the row of the bar of the fill. Of that bar a model may use the volume. */
  readonly series: TableSeries;
  readonly row: number;
}

/** A price model at work in one run. */
export interface PriceMeter {
  /** How far the price moves against the trader, in currency per unit, at least 0. It must not fall when lots grow. */
  move(trade: PricedTrade): number;
}

/**
 * How far the price moves against whoever takes what others offer: spread and impact. Cash costs are `CostModel`s. A limit
 * is never crossed: a resting limit is not moved, and a limit whose moved price would cross it stays unfilled.
 */
export interface PriceModel {
  /** Name under which the slippage is reported. */
  readonly kind: string;
  /** Where formula and figures come from. */
  readonly source: string;
  /** The settings, for the report. */
  describe(): string;
  /** Begins a run. */
  start(warn: (text: string) => void): PriceMeter;
}
