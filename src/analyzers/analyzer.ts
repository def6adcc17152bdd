import type { Calendar } from '../calendar/calendar.js';
import type { Fill } from '../core/fill.js';
import { ConfigError } from '../core/errors.js';
import type { BarTable } from '../core/table.js';
import type { Millis } from '../core/time.js';
import type { Trade } from '../core/trade.js';
import type { AccountView } from '../portfolio/portfolio.js';

/** What an analyzer knows before the first point. */
export interface AnalysisStart {
  readonly time: Millis;
  readonly equity: number;
  /** Calendar whose sessions make up the returns. */
  readonly calendar: Calendar;
  /** All bars of a backtest: for what is worked out in `result`, after the run. Absent where bars come one at a time. */
  readonly table?: BarTable | undefined;
}

/** The table of a run, for an analyzer that cannot do without. @throws ConfigError where the run has none. */
export function requireTable({ table }: AnalysisStart, analyzer: string): BarTable {
  if (table !== undefined) return table;
  throw new ConfigError(`the analyzer ${analyzer} needs the bars of the whole run`, {
    code: 'analyzer/no-table',
    context: { analyzer },
    hint: 'use it in a backtest; a run on live bars has none',
  });
}

/**
 * Watches a run and sums it up. All hooks are optional; `result` is asked once, after the last point. An analyzer
 * only reads: a run with it gives the same fills as a run without.
 */
export interface Analyzer<R> {
  /** Before the first point. */
  onStart?(start: AnalysisStart): void;
  /** The end of each slice. Called for every slice, so it must be cheap. Times in epoch ms, equity in account currency. */
  onEquity?(time: Millis, equity: number, account: AccountView): void;
  /** The end of each session that had a slice, with its last point. */
  onSession?(time: Millis, equity: number): void;
  /** Each fill, after the portfolio has taken it in. */
  onFill?(fill: Fill): void;
  /** Each closed piece of a position. */
  onTrade?(trade: Trade): void;
  /** What it found; asked once, when the run is over. */
  result(): R;
}

/** Makes an analyzer for one run. A configuration holds factories, so that it can be run any number of times. */
export type AnalyzerFactory<R> = () => Analyzer<R>;

/** Analyzers of a configuration, by the names under which `result.analysis` has what they found. */
export type AnalyzerSet = Readonly<Record<string, AnalyzerFactory<unknown>>>;

/** The results of a set of analyzers, under the same names. */
export type AnalysisOf<A extends AnalyzerSet> = { readonly [K in keyof A]: A[K] extends AnalyzerFactory<infer R> ? R : never };
