import type { AnalyzerSet } from '../analyzers/analyzer.js';
import type { BorrowTerms, InterestTerms, MarginTerms } from '../broker/account-terms.js';
import type { BrokerFactory } from '../broker/broker.js';
import type { Calendar } from '../calendar/calendar.js';
import type { ExternalSeries } from '../core/external.js';
import type { PriceBasis } from '../core/instrument.js';
import type { DecimalInput } from '../core/money.js';
import type { BarTable } from '../core/table.js';
import type { IsoDate, Millis } from '../core/time.js';
import type { HistoricalFeed } from '../feed/feed.js';
import type { AnyRiskRule } from '../risk/risk-rule.js';
import type { Strategy } from '../strategy/strategy.js';
import type { ParameterSchema } from '../strategy/parameters.js';
import type { EngineBus } from '../bus/engine-bus.js';
import type { LiveOptions } from './live-options.js';
import type { MarketLife } from './order-terms.js';

/** The account that a run starts with. */
export interface AccountConfig {
  /** Starting cash. Default 100,000. */
  readonly cash?: DecimalInput;
  /** ISO 4217 code. Default `USD`. An instrument in another currency is an error. */
  readonly currency?: string;
  /** Part of equity that targets leave as cash, for costs and gaps. Default 0.0025. */
  readonly cashBuffer?: number;
  /** Whether sales may open short positions. Default: only with margin. */
  readonly shortSales?: boolean;
  /** Makes it a margin account: `true` for the terms of Regulation T, or terms of its own. The cash buffer then defaults to 0. */
  readonly margin?: boolean | Partial<MarginTerms>;
  /** What shorts pay. Default: nothing. */
  readonly borrow?: BorrowTerms;
  /** Interest on cash. Default: none. */
  readonly interest?: InterestTerms;
  /** Sessions after which the proceeds of a sale can be spent: 1 for T+1. Default 0, at once. */
  readonly settlement?: number;
  /**
   * Gives each strategy cash of its own: its `allocation` of the starting cash. It then trades as if it were alone in an account,
   * and all of them add up to this one. Default false: strategies share the cash.
   */
  readonly subAccounts?: boolean;
}

/** One strategy of a run. */
export interface StrategyEntry<P extends object = object, Prepared = unknown> {
  readonly strategy: StrategyConstructor<P, Prepared>;
  readonly params?: Partial<NoInfer<P>>;
  /** Default: the class's name. Unique within the run. */
  readonly name?: string;
  /** What it trades. Default: every instrument of the feeds. */
  readonly symbols?: readonly string[];
  /** Part of the account's equity it sizes with; with sub-accounts, of the starting cash it gets. Default: an equal share. */
  readonly allocation?: number;
}

/** A class of strategies. */
export interface StrategyConstructor<P extends object = object, Prepared = unknown> {
  // The parameters are checked when the strategy is made.
  new (params: P): Strategy<P, string, Prepared>;
  readonly parameters?: ParameterSchema;
}

/** What `prepare` is told besides the data. */
export interface PrepareContext {
  /** Everything in `data` was known by then. An audit calls `prepare` again with earlier instants. */
  readonly until: Millis;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/** What `prepare` may hand to the run besides the strategy's own things. */
export interface PreparedData {
  /** Series joined by their known-at times, read with `bar.get(name)`. */
  readonly series?: readonly ExternalSeries[];
}

interface CommonConfig<Basis extends PriceBasis, Prepared, A extends AnalyzerSet> {
  /** Name of the run: in reports and as a folder. */
  readonly name: string;
  readonly feeds: readonly HistoricalFeed<Basis>[];
  readonly broker: BrokerFactory;
  readonly account?: AccountConfig;
  /** Asked about every order, in this order, before it goes to the broker. */
  readonly risk?: readonly AnyRiskRule[];
  /** First date (or instant) on which the strategies trade; earlier bars warm up. Default: the first bar. */
  readonly from?: IsoDate | Millis;
  /** Last date, inclusive (or instant). Default: the last bar. */
  readonly to?: IsoDate | Millis;
  /** Symbol whose buy and hold the report compares with. */
  readonly benchmark?: string;
  /** Calendar of the account's sessions. Default: the first instrument's. */
  readonly calendar?: Calendar;
  /** Features and models that need more than the streaming state, made from the data it is given. */
  readonly prepare?: (data: BarTable<Basis>, context: PrepareContext) => Prepared | Promise<Prepared>;
  readonly analyzers?: A;
  /**
   * Life of market orders that do not say theirs, targets and `close` among them: `opg` makes them market-on-open, `cls` market-on-close.
   * Default `gtc`: the next price that may fill them. Entries of brackets and orders sized by value keep that.
   */
  readonly marketOrders?: MarketLife;
  /** Seed of all chance in the run. Default 1. */
  readonly seed?: number;
  /** Close positions at the close of the last bar, with costs. Default: they stay open, marked at that close. */
  readonly closeAtEnd?: boolean;
  /** Keep a double-entry journal and prove the books after every event, which takes time. They are proved at the end of every run. */
  readonly audit?: boolean;
  /** How it trades on paper and live. */
  readonly live?: LiveOptions;
  /** Called with the run's channels before the first bar. */
  readonly observe?: (bus: EngineBus) => void;
}

/** A run with one strategy, or with several. */
export type BacktestConfig<
  Basis extends PriceBasis = PriceBasis,
  P extends object = object,
  Prepared = unknown,
  A extends AnalyzerSet = AnalyzerSet,
> = CommonConfig<Basis, Prepared, A> &
  (
    | (StrategyEntryOf<P, Prepared> & { readonly strategies?: undefined })
    | {
        readonly strategies: readonly StrategyEntry[];
        readonly strategy?: undefined;
        readonly params?: undefined;
        readonly symbols?: undefined;
      }
  );

type StrategyEntryOf<P extends object, Prepared> = Pick<StrategyEntry<P, Prepared>, 'strategy' | 'params' | 'symbols'>;

/** Marks and type-checks a configuration: what a file for `barstream backtest` exports by default. */
export function defineBacktest<const Basis extends PriceBasis, P extends object, Prepared, const A extends AnalyzerSet>(
  config: BacktestConfig<Basis, P, Prepared, A>,
): BacktestConfig<Basis, P, Prepared, A> {
  return config;
}
