import type { AnalysisOf, AnalyzerSet } from '../analyzers/analyzer.js';
import type { EquityCurve } from '../analyzers/equity-curve.js';
import type { Performance } from '../analyzers/performance.js';
import type { Fill } from '../core/fill.js';
import type { Decimal } from '../core/money.js';
import type { BarTable } from '../core/table.js';
import type { Trade } from '../core/trade.js';
import type { DataSource } from '../feed/feed.js';
import type { JournalEntry } from '../portfolio/journal.js';
import type { Position } from '../portfolio/position.js';
import type { Reliability } from '../reliability/reliability.js';
import type { BenchmarkCurve } from './benchmark.js';
import type { InputAge } from './input-ages.js';
import type { Metrics } from './metrics.js';
import type { Decisions } from '../record/decision-log.js';
import type { OrderRecord } from '../record/order-record.js';
import type { LogLine, PlotLine } from './run-log.js';

/** One strategy's part in a run. */
export interface StrategyShare {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly symbols: readonly string[];
  readonly allocation: number;
  /** Profit of its closed trades before costs, exact. */
  readonly realised: Decimal;
  /** All costs of its fills, exact. */
  readonly costs: Decimal;
  /** Dividends and borrow fees of its positions, exact. */
  readonly income: Decimal;
  /** Its sub-account, where strategies have cash of their own. */
  readonly account?: SubAccountResult;
}

/** How a strategy's sub-account began and ended. Together they are the account, to the last digit. */
export interface SubAccountResult {
  readonly startCash: Decimal;
  readonly finalCash: Decimal;
  /** Cash, what is owed, and positions at their marks, float64. */
  readonly finalEquity: number;
  /** Sums of all cash flows by kind, exact. */
  readonly flows: ReadonlyMap<string, Decimal>;
  /** What is owed to it (above 0) or by it at the end, by account. */
  readonly pending: ReadonlyMap<string, Decimal>;
}

/** How the run was set up: everything that decides its outcome besides data and code. Plain JSON. */
export interface RunSettings {
  readonly name: string;
  readonly seed: number;
  readonly basis: string;
  readonly calendar: string;
  readonly account: {
    readonly cash: string;
    readonly currency: string;
    readonly cashBuffer: number;
    readonly shortSales: boolean;
    /** Terms that the account has. */
    readonly margin?: Readonly<Record<string, unknown>>;
    readonly borrow?: Readonly<Record<string, unknown>>;
    readonly interest?: Readonly<Record<string, unknown>>;
    readonly settlement?: number;
    readonly subAccounts?: boolean;
  };
  readonly broker: Readonly<Record<string, unknown>>;
  readonly risk: readonly string[];
  readonly strategies: readonly {
    readonly name: string;
    readonly class: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly symbols: readonly string[];
    readonly allocation: number;
  }[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly benchmark: string | undefined;
}

/** Everything a backtest found. */
export interface BacktestResult<A extends AnalyzerSet = AnalyzerSet> {
  readonly settings: RunSettings;
  readonly startCash: Decimal;
  /** Cash at the end, exact. */
  readonly finalCash: Decimal;
  /** Cash plus marks at the end, float64. */
  readonly finalEquity: number;
  readonly equity: EquityCurve;
  /** All orders in the order of their creation, with what became of them. */
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly Fill[];
  /** What was known at each order; `undefined` unless the run was asked for its `provenance`. */
  readonly decisions: Decisions | undefined;
  readonly trades: readonly Trade[];
  /** Positions open at the end, by strategy. */
  readonly positions: readonly (Position & { readonly strategy: string })[];
  readonly strategies: readonly StrategyShare[];
  /** Sums of all cash flows by kind, exact; with the starting cash they add up to the final cash. */
  readonly flows: ReadonlyMap<string, Decimal>;
  /** Every booking of an audited run, both sides of it. */
  readonly journal: readonly JournalEntry[] | undefined;
  /** What is owed to the account (above 0) or by it at the end, by account: part of its equity. */
  readonly pending: ReadonlyMap<string, Decimal>;
  readonly metrics: Metrics;
  /** Every further figure, worked out when it is read. */
  readonly performance: Performance;
  /** How far the figures can be trusted: cost sensitivity, path policies, stale prices, caveats. */
  readonly reliability: Reliability;
  /** Results of the analyzers that the configuration names. */
  readonly analysis: AnalysisOf<A>;
  readonly benchmark: BenchmarkCurve | undefined;
  /** How old the external series were when orders were decided. */
  readonly inputs: readonly InputAge[];
  readonly log: readonly LogLine[];
  readonly plots: readonly PlotLine[];
  readonly warnings: readonly string[];
  readonly sources: readonly DataSource[];
  readonly table: BarTable;
}
