import type { Signals } from '../core/order.js';
import type { ChangeFacts, FillBranch, InputFacts } from './explanation.js';

/** First line of provenance.jsonl. */
export interface ProvenanceHeader {
  /** Version of the layout. */
  readonly format: 2;
  /** Orders of the run, and those of them that have a line. */
  readonly orders: number;
  readonly written: number;
  /** Names of the indicators of each strategy, in the order of the readings of its orders. */
  readonly indicators: Readonly<Record<string, readonly string[]>>;
}

/** Open time and close time in epoch milliseconds; open, high, low, close; volume where it is known. */
export type BarLine = readonly number[];

/** Number of a fill, the rule by which it found its price, the bar that made it. */
export type FillLine = readonly [id: number, branch: FillBranch, bar: BarLine | null];

/** Value and previous value of each indicator; `null` before it has one. */
export type ReadingsLine = readonly (number | null)[];

/**
 * An order: what orders.csv and fills.csv do not say of it. Hook, bar and readings are those of its decision; `null` where
 * the run was not asked for its provenance.
 */
export type ProvenanceLine = readonly [
  id: number,
  hook: string | null,
  bar: BarLine | null,
  readings: ReadingsLine | null,
  fills: readonly FillLine[],
  notes?: ProvenanceNotes,
];

/** What few orders have. */
export interface ProvenanceNotes {
  /** Units asked for, where that is not the quantity in orders.csv and no cut tells it. */
  readonly asked?: string | undefined;
  /** Fill in whose `onExecution` it was decided. */
  readonly afterFill?: number | undefined;
  readonly because?: string | undefined;
  readonly signals?: Signals | undefined;
  readonly inputs?: Readonly<Record<string, InputFacts>> | undefined;
  readonly changes?: readonly ChangeFacts[] | undefined;
}
