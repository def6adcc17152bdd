import type { ActionHistory } from '../core/corporate-action.js';
import type { ExternalSeries } from '../core/external.js';
import type { BarSeries } from '../core/series.js';
import type { Millis } from '../core/time.js';
import type { Decision, Outcome } from './decision.js';
import type { LiveInput } from './live-input.js';

/** What a live run began with. */
export interface JournalMeta {
  /** Name of the instance: its orders carry it. */
  readonly instance: string;
  /** Name of the configuration. */
  readonly name: string;
  readonly seed: number;
  readonly currency: string;
  /** Cash at the start, as a decimal, positions that were adopted taken for paid. */
  readonly cash: string;
  /** Strategies trade after this instant. -Infinity is held as null. */
  readonly tradeAfter: Millis | null;
  /** Where the run's clock began. */
  readonly clockStart: Millis;
  /** When the instance was made, by the clock that drove it. */
  readonly createdAt: Millis;
}

/** Bars from before the start, and series that were known beside them. */
export interface JournalHistory {
  readonly series: readonly BarSeries[];
  readonly externals: readonly ExternalSeries[];
  /** What happens to the instruments themselves; none where the venue takes care of it. */
  readonly actions: readonly ActionHistory[];
}

/** One step of a run: what came in, and everything that the run made of it. */
export interface JournalStep {
  /** From 1, without gaps. */
  readonly number: number;
  /** When it was taken, by the clock that drove the run: for the eyes of an operator, it decides nothing. */
  readonly at: Millis;
  readonly input: LiveInput;
  readonly decisions: readonly Decision[];
  readonly outcomes: readonly Outcome[];
  /** Time of the run after the step. */
  readonly position: Millis;
  /** Declared state of each strategy after the step, as JSON by name. Only what has changed since the step before. */
  readonly states: Readonly<Record<string, string>>;
  /** Where a slice ended: equity and cash, float64. */
  readonly equity?: { readonly equity: number; readonly cash: number };
  /** What the step has changed in the books, as decimals: cash, and units held (below 0: short) of each symbol that it touched. */
  readonly books?: { readonly cash?: string; readonly positions?: Readonly<Record<string, string>> };
  /** What a strategy threw, where it did. */
  readonly error?: string;
}

/** Something that an operator should be able to read later. */
export interface JournalNote {
  readonly at: Millis;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly code: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * The memory of a live run. A step is in it whole or not at all, and once `commit` has returned, neither the end of the process nor
 * of the machine takes it away: only then may anything be sent.
 */
export interface Journal {
  /** `undefined` for one that is new. */
  readonly meta: JournalMeta | undefined;
  /** Writes what the run begins with. Once. */
  begin(meta: JournalMeta, history: JournalHistory): void;
  history(): JournalHistory;
  /** All steps in order. */
  steps(): IterableIterator<JournalStep>;
  /** Number of the last step, 0 before the first. */
  readonly lastStep: number;
  /** Writes a step. @throws BrokerError when it cannot be made durable: nothing may be sent then. */
  commit(step: JournalStep): void;
  /** Last declared state of each strategy. */
  states(): Readonly<Record<string, string>>;
  note(note: JournalNote): void;
  notes(): readonly JournalNote[];
  close(): void;
}
