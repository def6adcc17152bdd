import type { AnalyzerSet } from '../analyzers/analyzer.js';
import { costs } from '../analyzers/costs.js';
import { tradeSummary } from '../analyzers/trade-summary.js';
import { isLiveBroker } from '../broker/live-broker.js';
import { EngineBus } from '../bus/engine-bus.js';
import type { Calendar } from '../calendar/calendar.js';
import { SimulatedClock } from '../clock/simulated-clock.js';
import type { ActionHistory } from '../core/corporate-action.js';
import { quantaToNumber } from '../core/money.js';
import { seededRandom } from '../core/random.js';
import type { BarTable } from '../core/table.js';
import type { Millis } from '../core/time.js';
import { Portfolio } from '../portfolio/portfolio.js';
import { DecisionLog } from '../record/decision-log.js';
import { RunRecord } from '../record/run-record.js';
import { RiskGate } from '../risk/risk-gate.js';
import { AccountKeeper } from './account-keeper.js';
import { Audit } from './audit.js';
import type { BacktestConfig } from './config.js';
import { scheduleActions } from './corporate-actions.js';
import { Engine, type EngineParts } from './engine.js';
import { Market } from './market.js';
import { Observers } from './observers.js';
import { OrderRegistry } from './order-registry.js';
import { RunLog } from './run-log.js';
import type { ResolvedAccount } from './run-options.js';
import { startTimeOf } from './start-time.js';
import { StrategyHost } from './strategy-host.js';
import type { StrategySetup } from './strategy-setup.js';
import { noSubAccountsAt, subAccountShares } from './sub-accounts.js';

/** What a run is made of, whether its table is whole from the start (a backtest) or grows (paper, live). */
export interface AssemblyInput {
  readonly config: BacktestConfig;
  readonly setups: readonly StrategySetup[];
  readonly table: BarTable;
  readonly calendar: Calendar;
  readonly account: ResolvedAccount;
  readonly tradeAfter: Millis;
  readonly prepared: unknown;
  readonly actions: readonly ActionHistory[];
  /** With those of the data (`dataWarnings`). */
  readonly warnings: readonly string[];
  readonly seed: number;
  /** In place of the broker's own path policy. */
  readonly pathPolicy?: string;
  /** Default: one that stands at the open of the first bar. */
  readonly clock?: SimulatedClock;
  /** Up to when corporate actions and accruals are put into the queue. Default: the last bar. */
  readonly horizon?: Millis;
}

/** A run put together, with what may still be changed about it. */
export type Assembly = ReturnType<typeof assemble>;

/** Puts a run together: the engine and everything that it moves. With `provenance` it keeps what was known at each order. */
export function assemble(input: AssemblyInput, provenance = false) {
  const { config, setups, table, calendar, account, seed, horizon = table.lastTime } = input;
  const market = new Market(table);
  const clock = input.clock ?? new SimulatedClock(startTimeOf(table, calendar));
  const bus = new EngineBus();
  const runLog = new RunLog();
  const portfolio = new Portfolio(
    table.instruments,
    setups.map((setup) => setup.name),
    account.startCash,
    subAccountShares(account, setups),
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
  for (const text of input.warnings) warn(text);
  const broker = config.broker({
    table,
    clock,
    account: portfolio,
    ...(portfolio.subAccounts && { accounts: portfolio.subAccounts }),
    settings: account,
    pathPolicy: input.pathPolicy,
    warn,
  });
  if (portfolio.subAccounts !== undefined && isLiveBroker(broker)) throw noSubAccountsAt(broker.name);
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
        marketOrders: config.marketOrders ?? 'gtc',
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
  const observers = new Observers([standard.costs, standard.trades, ...own.map(([, analyzer]) => analyzer)], {
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
  // A networked venue keeps the account's terms by itself.
  const keeper =
    AccountKeeper.isNeeded(account) && !isLiveBroker(broker)
      ? new AccountKeeper({
          account,
          portfolio,
          clock,
          calendar,
          lastTime: horizon,
          venue: broker.venue,
          bus,
          warn,
          liquidate: (strategy, index) => hosts[strategy]!.desk.liquidate(index),
          isLiquidating: (strategy) => hosts[strategy]!.desk.isLiquidating,
        })
      : undefined;
  const parts: { -readonly [K in keyof EngineParts]: EngineParts[K] } = {
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
  };
  scheduleActions(input.actions, { table, clock, portfolio, venue: broker.venue, bus, warn, horizon });
  return {
    table,
    market,
    clock,
    bus,
    runLog,
    portfolio,
    record,
    decisions,
    registry,
    broker,
    hosts,
    standard,
    own,
    startTime,
    startEquity,
    equity,
    parts,
    engine: new Engine(parts),
  };
}
