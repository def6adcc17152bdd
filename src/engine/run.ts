import { drawdownOf } from '../analyzers/drawdown.js';
import { equityCurveOf } from '../analyzers/equity-curve.js';
import type { PathPolicies } from '../broker/broker.js';
import { quantaToDecimal, type Decimal } from '../core/money.js';
import type { Quanta } from '../core/quanta.js';
import type { DataSource } from '../feed/feed.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { Position } from '../portfolio/position.js';
import type { SubAccount } from '../portfolio/sub-account.js';
import { withRecord } from '../record/rows-of.js';
import type { PathInterval } from '../reliability/path-interval.js';
import { benchmarkCurve } from './benchmark.js';
import { assemble, type AssemblyInput } from './assembly.js';
import { inputAges } from './input-ages.js';
import { insightOf } from './insight.js';
import { type Metrics, metricsOf } from './metrics.js';
import type { BacktestResult, RunSettings, SubAccountResult } from './result.js';
import type { ResolvedAccount, RunOptions } from './run-options.js';
import { yieldToHost } from './yield.js';

/** Slices between two looks at the signal and two reports of progress: few, so that Ctrl-C also ends a slow strategy. */
const CHUNK = 1 << 14;

export interface RunInput extends AssemblyInput {
  readonly sources: readonly DataSource[];
  /** Asked after a run whose fills depended on the path policy. Default: the interval stays unknown. */
  readonly measurePaths?: ((metrics: Metrics, policies: PathPolicies | undefined) => Promise<PathInterval>) | undefined;
}

/** Puts a run together, drives it over the table and collects what it found. */
export async function runOnce(input: RunInput, options: RunOptions): Promise<BacktestResult> {
  const { config, setups, table, calendar, account, seed } = input;
  const { signal, onProgress, provenance = false } = options;
  const assembly = assemble(input, provenance);
  const { market, clock, bus, runLog, portfolio, record, decisions, broker, hosts, standard, own, engine } = assembly;
  const { startTime, startEquity, equity } = assembly;
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
    { times: lastOf(table.order.times, market.sliceCount, points), equity: firstOf(equity, points) },
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
  const positions = openPositionsOf(portfolio);
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
        params: strategy.params as Readonly<Record<string, unknown>>,
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
      params: strategy.params as Readonly<Record<string, unknown>>,
      symbols,
      allocation: setups[i]!.allocation,
      realised: quantaToDecimal(portfolio.books[i]!.realised),
      costs: quantaToDecimal(portfolio.books[i]!.costs),
      income: quantaToDecimal(portfolio.books[i]!.income),
      ...(portfolio.subAccounts && { account: subAccountResult(portfolio.subAccounts[i]!) }),
    })),
    journal: portfolio.ledger.journal?.entries,
    pending: decimals(portfolio.ledger.pending),
    flows: decimals(portfolio.ledger.flows),
    metrics,
    ...insightOf({ curve, metrics, table, record, positions, benchmark, pathInterval }),
    analysis: Object.fromEntries(own.map(([name, analyzer]) => [name, analyzer.result()])),
    benchmark,
    inputs: table.externals.length === 0 ? [] : inputAges(table, record.orderRows()),
    decisions,
    log: runLog.lines,
    plots: runLog.plots,
    warnings: runLog.warnings,
    sources: input.sources,
    table,
  };
  return withRecord(found, record);
}

function openPositionsOf(portfolio: Portfolio): (Position & { readonly strategy: string })[] {
  const positions: (Position & { readonly strategy: string })[] = [];
  for (const [strategy, book] of portfolio.books.entries()) {
    for (let index = 0; index < portfolio.instruments.length; index++) {
      if (book.position(index).signedLots === 0) continue;
      positions.push(Object.assign(portfolio.position(strategy, index), { strategy: book.strategy }));
    }
  }
  return positions;
}

/** The first `count` values of a column: itself where that is all of them, which saves a sweep a view a run. */
function firstOf(column: Float64Array, count: number): Float64Array {
  return count === column.length ? column : column.subarray(0, count);
}

/** The last `count` of its first `length` values, likewise. */
function lastOf(column: Float64Array, length: number, count: number): Float64Array {
  return count === column.length ? column : column.subarray(length - count, length);
}

function subAccountResult({ ledger, equity }: SubAccount): SubAccountResult {
  return {
    startCash: quantaToDecimal(ledger.start),
    finalCash: quantaToDecimal(ledger.cash),
    finalEquity: equity,
    flows: decimals(ledger.flows),
    pending: decimals(ledger.pending),
  };
}

function decimals(amounts: ReadonlyMap<string, Quanta>): ReadonlyMap<string, Decimal> {
  const exact = new Map<string, Decimal>();
  for (const [name, amount] of amounts) exact.set(name, quantaToDecimal(amount));
  return exact;
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
function termsText({ margin, borrow, interest, settlement, subAccounts }: ResolvedAccount): Partial<RunSettings['account']> {
  return {
    ...(margin && { margin: { ...margin } }),
    ...(borrow && {
      borrow: { rate: typeof borrow.rate === 'number' ? borrow.rate : 'by symbol and date', limited: borrow.available !== undefined },
    }),
    ...(interest && { interest: { ...interest } }),
    ...(settlement > 0 && { settlement }),
    ...(subAccounts && { subAccounts }),
  };
}
