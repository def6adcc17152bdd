import type { Instrument } from '../../../src/core/instrument.js';
import type { Quanta } from '../../../src/core/quanta.js';
import type { OrderId, Side } from '../../../src/core/order.js';
import type { TableSeries } from '../../../src/core/table.js';
import type { Millis } from '../../../src/core/time.js';

/** A fill, or the estimate of one, about to be charged. */
export interface CostedTrade {
  readonly instrument: Instrument;
  readonly side: Side;
  /** Whole lots of this fill. */
  readonly lots: number;
  /** Lots of the same order filled before, so that fees per order can be charged on the whole. */
  readonly filledBefore: number;
  /** Value of this fill, and of those before. */
  readonly value: Quanta;
  readonly valueBefore: Quanta;
  readonly orderId: OrderId;
  /** When it happens. */
  readonly time: Millis;
  /** Price per unit. */
  readonly price: number;
  /** The bars that the venue sees. */
  readonly series: TableSeries;
  /** Row of the bar of the fill: a model may look at the rows before it, never at this one. */
  readonly row: number;
}

/** A cost model at work in one run. */
export interface CostMeter {
  /** What the account pays for the trade, in quanta (1e-8 of its currency), at least 0. Rounded up, once. */
  charge(trade: CostedTrade): Quanta;
  /** Told of each trade that has happened, after its charge: for fees that depend on what was traded before. */
  commit?(trade: CostedTrade): void;
}

/** What trading costs, as one small object that cites its source. Costs are charged in cash; the price stays as it is. */
export interface CostModel {
  /** Name under which the costs are booked and reported. */
  readonly kind: string;
  /** Where formula and figures come from. */
  readonly source: string;
  /** The settings, for the report. */
  describe(): string;
  /** Begins a run. Whatever the model remembers lives in the meter. */
  start(warn: (text: string) => void): CostMeter;
}
