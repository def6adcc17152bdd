import { costs } from '../analyzers/costs.js';
import type { AnalyzerSet } from '../analyzers/analyzer.js';
import { drawdownOf } from '../analyzers/drawdown.js';
import { equityCurveOf } from '../analyzers/equity-curve.js';
import { tradeSummary } from '../analyzers/trade-summary.js';
import type { PathPolicies } from '../broker/broker.js';
import type { Calendar } from '../calendar/calendar.js';
import { SimulatedClock } from '../clock/simulated-clock.js';
import { forwarded } from '../core/forwarded.js';
import { quantaOf, quantaToDecimal, quantaToNumber } from '../core/money.js';
import { seededRandom } from '../core/random.js';
import type { BarTable } from '../core/table.js';
import type { Millis } from '../core/time.js';
import type { DataSource } from '../feed/feed.js';
import { DecisionLog } from '../record/decision-log.js';
import type { PathInterval } from '../reliability/path-interval.js';
import { RunRecord } from '../record/run-record.js';
import { Portfolio } from '../portfolio/portfolio.js';
import { RiskGate } from '../risk/risk-gate.js';
import type { ActionHistory } from '../core/corporate-action.js';
import { scheduleActions } from './corporate-actions.js';
import { Audit } from './audit.js';
import { AccountKeeper } from './account-keeper.js';
import { benchmarkCurve } from './benchmark.js';
import { EngineBus } from '../bus/engine-bus.js';
import type { BacktestConfig } from './config.js';
import { Engine } from './engine.js';
import { inputAges } from './input-ages.js';
import { insightOf } from './insight.js';
import { Market } from './market.js';
import { type Metrics, metricsOf } from './metrics.js';
import { Observers } from './observers.js';
import { OrderRegistry } from './order-registry.js';
import type { BacktestResult, RunSettings } from './result.js';
import { RunLog } from './run-log.js';
import type { ResolvedAccount, RunOptions } from './run-options.js';
import { StrategyHost } from './strategy-host.js';
import { startTimeOf } from './start-time.js';
import type { StrategySetup } from './strategy-setup.js';
import { dataWarnings } from './warnings.js';
import { yieldToHost } from './yield.js';

/** Slices between two looks at the signal and two reports of progress: few, so that Ctrl-C also ends a slow strategy. */
const CHUNK = 1 << 14;

export interface RunInput {
  readonly config: BacktestConfig;
  readonly setups: readonly StrategySetup[];
  readonly table: BarTable;
  readonly calendar: Calendar;
  readonly account: ResolvedAccount;
  readonly tradeAfter: Millis;
  readonly prepared: unknown;
  readonly sources: readonly DataSource[];
  readonly actions: readonly ActionHistory[];
  readonly warnings: readonly string[];
  readonly seed: number;
  /** In place of the broker's own path policy. */
  readonly pathPolicy?: string;
  /** Asked after a run whose fills depended on the path policy. Default: the interval stays unknown. */
  readonly measurePaths?: ((metrics: Metrics, policies: PathPolicies | undefined) => Promise<PathInterval>) | undefined;
}

/** A result's orders, fills and trades are made when they are read. */
const withRecord = forwarded<Pick<BacktestResult, 'orders' | 'fills' | 'trades'>>(['orders', 'fills', 'trades']);

/** Puts a run together, drives it over the table and collects what it found. */
export async function runOnce(input: RunInput, options: RunOptions): Promise<BacktestResult> {
  const { config, setups, table, calendar, account, seed } = input;
  const { signal, onProgress, provenance = false } = options;
  const market = new Market(table);
  const clock = new SimulatedClock(startTimeOf(table, calendar));
  const bus = new EngineBus();
  const runLog = new RunLog();
  const portfolio = new Portfolio(
    table.instruments,
    setups.map((setup) => setup.name),
    quantaOf(account.cash.toString()),
  );
  const record = new RunRecord(
    table.instruments,
    setups.map((setup) => setup.name),
  );
  const decisions = provenance ? new DecisionLog(table) : undefined;
  const registry = new OrderRegistry(setups.length, table.instruments.length, record.orderLog);
  const warn = (text: string): void => {
    if (runLog.warn(text)) bus.status.emit({ kind: 'warning', time: clock.now(), text });
  };
  for (const text of [...input.warnings, ...dataWarnings(table, input.actions)]) warn(text);
  const broker = config.broker({ table, clock, account: portfolio, settings: account, pathPolicy: input.pathPolicy, warn });
  const random = seededRandom(seed);
  const hosts = setups.map(
    ({ name, symbols, allocation, make }, index) =>
      new StrategyHost({
        name,
        index,
        strategy: make(),
        symbols,
        allocation,
        cashBuffer: account.cashBuffer,
        market,
        portfolio,
        registry,
        clock,
        random: random.fork(name),
        bus,
        runLog,
        decisions,
        prepared: input.prepared,
        tradingStart: input.tradeAfter,
      }),
  );

  const standard = {
    costs: costs()(),
    trades: tradeSummary()(),
  };
  const own = Object.entries((config.analyzers ?? {}) as AnalyzerSet).map(([name, make]) => [name, make()] as const);
  const startTime = Math.max(clock.now(), input.tradeAfter);
  const startEquity = quantaToNumber(portfolio.cashQuanta);
  const equity = new Float64Array(market.sliceCount);
  const observers = new Observers([...Object.values(standard), ...own.map(([, analyzer]) => analyzer)], {
    time: startTime,
    equity: startEquity,
    calendar,
    table,
  });
  const gate = new RiskGate(config.risk ?? [], portfolio, {
    account: portfolio,
    instruments: table.instruments,
    calendar,
    workingOrders: (index) => registry.workingOn(index),
  });
  const keeper = AccountKeeper.isNeeded(account)
    ? new AccountKeeper({
        account,
        portfolio,
        clock,
        calendar,
        lastTime: table.lastTime,
        venue: broker.venue,
        bus,
        warn,
        liquidate: (strategy, index) => hosts[strategy]!.desk.liquidate(index),
        isLiquidating: () => hosts.some((host) => host.desk.isLiquidating),
      })
    : undefined;
  const engine = new Engine({
    closeAtEnd: config.closeAtEnd === true,
    audit: config.audit === true ? new Audit(portfolio) : undefined,
    keeper,
    market,
    clock,
    broker,
    portfolio,
    registry,
    record,
    gate,
    hosts,
    observers,
    equity,
    bus,
    tradeAfter: input.tradeAfter,
  });

  scheduleActions(input.actions, { table, clock, portfolio, venue: broker.venue, bus, warn });
  config.observe?.(bus);
  await broker.connect();
  try {
    engine.start();
    const total = market.sliceCount;
    for (let done = 0; done < total;) {
      signal?.throwIfAborted();
      const end = Math.min(done + CHUNK, total);
      engine.run(done, end);
      done = end;
      onProgress?.({ done, total, time: clock.now() });
      if (done < total) await yieldToHost();
    }
    engine.finish();
  } finally {
    await broker.close();
  }

  const { points } = engine;
  const curve = equityCurveOf(
    // Trading slices are the last ones of the table, so their instants lie there already.
    { times: table.order.times.subarray(market.sliceCount - points, market.sliceCount), equity: equity.subarray(0, points) },
    { time: startTime, equity: startEquity },
    calendar,
  );
  const metrics = metricsOf({
    curve,
    drawdown: drawdownOf(curve),
    costs: standard.costs.result(),
    trades: standard.trades.result(),
    calendar,
    orders: record.orderLog.length,
    rejectedOrders: record.orderLog.count('rejected'),
  });
  const positions = portfolio.books.flatMap((book, strategy) =>
    table.instruments.flatMap((_, index) => {
      if (book.position(index).signedLots === 0) return [];
      return [Object.assign(portfolio.position(strategy, index), { strategy: book.strategy })];
    }),
  );
  const benchmark = config.benchmark === undefined ? undefined : benchmarkCurve(table, config.benchmark, curve);
  const pathInterval = await pathIntervalFor(metrics, broker.venue?.pathPolicies, input.measurePaths);
  const brokerSettings = broker.describe();
  const found = {
    settings: {
      name: config.name,
      seed,
      basis: table.basis,
      calendar: calendar.name,
      account: {
        cash: account.cash.toString(),
        currency: account.currency,
        cashBuffer: account.cashBuffer,
        shortSales: account.shortSales,
        ...termsText(account),
      },
      broker: brokerSettings,
      risk: (config.risk ?? []).map((rule) => rule.name),
      strategies: hosts.map(({ name, strategy, symbols }, i) => ({
        name,
        class: strategy.constructor.name,
        params: { ...strategy.params },
        symbols,
        allocation: setups[i]!.allocation,
      })),
      from: config.from === undefined ? undefined : String(config.from),
      to: config.to === undefined ? undefined : String(config.to),
      benchmark: config.benchmark,
    },
    startCash: account.cash,
    finalCash: portfolio.cash,
    finalEquity: portfolio.equity,
    equity: curve,
    positions,
    strategies: hosts.map(({ name, strategy, symbols }, i) => ({
      name,
      params: { ...strategy.params },
      symbols,
      allocation: setups[i]!.allocation,
      realised: quantaToDecimal(portfolio.books[i]!.realised),
      costs: quantaToDecimal(portfolio.books[i]!.costs),
      income: quantaToDecimal(portfolio.books[i]!.income),
    })),
    journal: portfolio.ledger.journal?.entries,
    pending: new Map([...portfolio.ledger.pending].map(([account, amount]) => [account, quantaToDecimal(amount)])),
    flows: new Map([...portfolio.ledger.flows].map(([kind, amount]) => [kind, quantaToDecimal(amount)])),
    metrics,
    ...insightOf({ curve, metrics, table, record, positions, benchmark, pathInterval }),
    analysis: Object.fromEntries(own.map(([name, analyzer]) => [name, analyzer.result()])),
    benchmark,
    inputs: table.externals.length === 0 ? [] : inputAges(table, record.orders),
    decisions,
    log: runLog.lines,
    plots: runLog.plots,
    warnings: runLog.warnings,
    sources: input.sources,
    table,
  };
  return withRecord(found, record);
}

async function pathIntervalFor(
  metrics: Metrics,
  policies: PathPolicies | undefined,
  measure: RunInput['measurePaths'],
): Promise<PathInterval> {
  const { pathDependentFills: dependentFills } = metrics;
  if (dependentFills === 0) return { kind: 'none', dependentFills };
  if (measure !== undefined) return measure(metrics, policies);
  return { kind: 'unknown', dependentFills, reason: 'this run was not made again under the other path policies (option pathInterval)' };
}

/** The terms that an account has, for the report: functions by name only. */
function termsText({ margin, borrow, interest, settlement }: ResolvedAccount): Partial<RunSettings['account']> {
  return {
    ...(margin && { margin: { ...margin } }),
    ...(borrow && {
      borrow: { rate: typeof borrow.rate === 'number' ? borrow.rate : 'by symbol and date', limited: borrow.available !== undefined },
    }),
    ...(interest && { interest: { ...interest } }),
    ...(settlement > 0 && { settlement }),
  };
}
