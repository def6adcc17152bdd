import type { AnalyzerSet } from '../analyzers/analyzer.js';

import type { ActionHistory } from '../core/corporate-action.js';
import { ConfigError } from '../core/errors.js';
import type { Instrument, PriceBasis } from '../core/instrument.js';
import { BarTable } from '../core/table.js';
import { dayOfIsoDate, type IsoDate, type Millis } from '../core/time.js';
import type { Calendar } from '../calendar/calendar.js';
import { sessionBefore } from '../calendar/week.js';
import type { DataSource, FeedData } from '../feed/feed.js';
import { resolveAccount } from './account.js';
import type { BacktestConfig, PreparedData } from './config.js';
import type { RunOptions } from './run-options.js';
import type { BacktestResult } from './result.js';
import type { PathPolicies } from '../broker/broker.js';
import type { Metrics } from './metrics.js';
import { inDeclaredOrder } from './declared-order.js';
import { measurePaths } from './path-runs.js';
import { runOnce, type RunInput } from './run.js';
import { strategySetups } from './strategy-setup.js';
import { dataWarnings } from './warnings.js';

/** Options of one run over loaded data. */
export interface RerunOptions extends RunOptions {
  /** Replaces parameters of the configuration (of its only strategy). */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  /** Adds warnings from outside, for example of the loader. */
  readonly warnings?: readonly string[];
}

/** A backtest with its data loaded and prepared: run it any number of times, with other parameters or seeds. */
export interface LoadedBacktest<A extends AnalyzerSet = AnalyzerSet> {
  readonly table: BarTable;
  /** Trading begins after this instant: what lies before warms up. */
  readonly tradeAfter: Millis;
  /** What happens to the instruments themselves. */
  readonly actions: readonly ActionHistory[];
  /** Runs the strategies over the loaded data. */
  run(options?: RerunOptions): Promise<BacktestResult<A>>;
}

/**
 * Loads the data and runs the strategies over it.
 * @throws ConfigError, DataError, OrderError or StrategyError; nothing else is thrown on purpose.
 */
export async function backtest<Basis extends PriceBasis, P extends object, Prepared, A extends AnalyzerSet>(
  config: BacktestConfig<Basis, P, Prepared, A>,
  options: RerunOptions = {},
): Promise<BacktestResult<A>> {
  const loaded = await loadBacktest(config, options);
  return loaded.run(options);
}

/** The first half of {@link backtest}: feeds and `prepare`. */
export async function loadBacktest<Basis extends PriceBasis, P extends object, Prepared, A extends AnalyzerSet>(
  config: BacktestConfig<Basis, P, Prepared, A>,
  options: RunOptions & { readonly seed?: number } = {},
): Promise<LoadedBacktest<A>> {
  const { signal } = options;
  const account = resolveAccount(config.account);
  const data: FeedData[] = [];
  for (const feed of config.feeds) {
    signal?.throwIfAborted();
    data.push(await feed.load(signal === undefined ? {} : { signal }));
  }
  let table = new BarTable<Basis>(
    inDeclaredOrder(
      data.flatMap((d) => d.series),
      (config.strategies ?? [config]).flatMap((entry) => entry.symbols ?? []),
    ),
    data.flatMap((d) => d.externals ?? []),
  );
  const calendar = config.calendar ?? table.instruments[0]!.calendar;
  const { tradeAfter, until } = rangeOf(config, calendar);
  if (until !== Infinity) table = table.until(until);
  for (const instrument of table.instruments) requireCurrency(instrument, account.currency);
  if (config.benchmark !== undefined) table.indexOf(config.benchmark);

  const prepared = await config.prepare?.(table, { until: table.lastTime, seed: options.seed ?? config.seed ?? 1, signal });
  const extra = (prepared as PreparedData | undefined)?.series;
  if (extra !== undefined && extra.length > 0) table = table.withExternals(extra);

  const sources: DataSource[] = data.flatMap((d) => d.sources ?? []);
  const warnings = data.flatMap((d) => d.warnings ?? []);
  const actions = data.flatMap((d) => d.actions ?? []);
  let ofData: readonly string[] | undefined;
  return {
    table,
    tradeAfter,
    actions,
    run(rerun = {}) {
      table.fillGaps();
      ofData ??= dataWarnings(table, actions);
      const input: RunInput = {
        config: config as unknown as BacktestConfig,
        setups: strategySetups(config as unknown as BacktestConfig, table, rerun.params),
        table,
        calendar,
        account,
        tradeAfter,
        prepared,
        sources,
        actions,
        warnings: [...warnings, ...(rerun.warnings ?? []), ...ofData],
        seed: rerun.seed ?? options.seed ?? config.seed ?? 1,
      };
      if (rerun.pathInterval !== true) return runOnce(input, rerun) as Promise<BacktestResult<A>>;
      const asked = (metrics: Metrics, policies: PathPolicies | undefined) => measurePaths(input, rerun, metrics, policies);
      return runOnce({ ...input, measurePaths: asked }, rerun) as Promise<BacktestResult<A>>;
    },
  };
}

function requireCurrency(instrument: Instrument, currency: string): void {
  if (instrument.currency === currency) return;
  throw new ConfigError(`${instrument.symbol} is priced in ${instrument.currency}, but the account is in ${currency}`, {
    code: 'account/currency',
    context: { symbol: instrument.symbol, currency: instrument.currency, account: currency },
    hint: 'run it in an account of its own currency, or convert its prices first',
  });
}

/** Trading begins after the first instant and ends with the second. */
function rangeOf(config: Pick<BacktestConfig, 'from' | 'to'>, calendar: Calendar): { tradeAfter: Millis; until: Millis } {
  const tradeAfter =
    config.from === undefined ? -Infinity : typeof config.from === 'number' ? config.from : boundary('from', config.from, calendar).before;
  const until = config.to === undefined ? Infinity : typeof config.to === 'number' ? config.to : boundary('to', config.to, calendar).end;
  if (tradeAfter < until) return { tradeAfter, until };
  throw new ConfigError(`the run would end (${String(config.to)}) before it begins (${String(config.from)})`, {
    code: 'config/range',
    context: { from: config.from, to: config.to },
    hint: 'give a `from` before `to`',
  });
}

/** Midnights of the calendar's zone around a date: sessions of the date lie between `before` and `end`. */
function boundary(name: string, date: IsoDate, calendar: Calendar): { before: Millis; end: Millis } {
  const day = dayOfIsoDate(date);
  if (day === undefined) {
    throw new ConfigError(`${name}: ${JSON.stringify(date)} is no date`, {
      code: 'config/date',
      context: { [name]: date },
      hint: 'write dates as YYYY-MM-DD',
    });
  }
  // The session on or after the date, found from its noon (UTC), which lies on the same date in every venue's zone we know.
  const session = calendar.sessionOf((day + 0.5) * 86_400_000);
  const before = sessionBefore(calendar, session)?.dayEnd ?? -Infinity;
  return { before, end: session.date === date ? session.dayEnd : before };
}
