import { Bar } from '../core/bar.js';
import { lastKnown } from '../core/external.js';
import type { Fill } from '../core/fill.js';
import { quantaToText } from '../core/money.js';
import type { Order } from '../core/order.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BarTable } from '../core/table.js';
import type { BacktestResult } from '../engine/result.js';
import type { Decision, IndicatorReading } from '../record/decision-log.js';
import type { OrderRecord } from '../record/order-record.js';
import type { BarFacts, DecisionFacts, FillBranch, FillFacts, IndicatorFacts, InputFacts, OrderFacts } from './explanation.js';
import { quantityText, timeText } from './text.js';

/** What the facts of an order are read from. */
export type FactSource = Pick<BacktestResult, 'table' | 'decisions' | 'settings'>;

/** An order from its decision to its end, with its fills. */
export function orderFacts(source: FactSource, record: OrderRecord, fills: readonly Fill[]): OrderFacts {
  const { order } = record;
  const { lot } = order.instrument;
  const sized = order.notional === undefined;
  return {
    id: order.id,
    strategy: order.strategy,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    purpose: order.purpose,
    quantity: sized ? quantityText(record.changes[0]?.from ?? order.lots, lot) : undefined,
    notional: order.notional === undefined || order.notional === 'max' ? order.notional : quantaToText(order.notional),
    limit: order.limit,
    stop: order.stop,
    trail: order.extras?.trail,
    timeInForce: order.timeInForce,
    expiresAt: timeText(order.extras?.expiresAt) || undefined,
    parent: order.extras?.parent,
    sibling: order.extras?.sibling,
    replaces: order.extras?.replaces,
    afterFill: order.afterFill?.id,
    decision: decisionFacts(source, order),
    changes: record.changes.map(({ time, from, to, reason, message }) => ({
      time: timeText(time),
      from: quantityText(from, lot),
      to: quantityText(to, lot),
      reason,
      message,
    })),
    status: record.status,
    reason: record.reason,
    message: record.message,
    endedAt: timeText(record.endedAt) || undefined,
    fills: fills.map((fill) => fillFacts(source, fill)),
  };
}

function decisionFacts({ table, decisions }: FactSource, order: Order): DecisionFacts {
  const decision = decisions?.of(order);
  return {
    time: timeText(order.decidedAt),
    hook: decision?.hook,
    tag: order.tag,
    because: order.why?.because,
    signals: order.why?.signals,
    bar: decision?.bar && barFacts(decision.bar),
    indicators: decision && Object.fromEntries([...decision.indicators].map(([name, reading]) => [name, indicatorFacts(reading)])),
    inputs: decision && inputFacts(table, order, decision),
  };
}

function indicatorFacts({ value, previous }: IndicatorReading): IndicatorFacts {
  return { value: Number.isNaN(value) ? null : value, previous: Number.isNaN(previous) ? null : previous };
}

/** Everything that `bar.get` could have read at the decision's bar. */
function inputFacts(table: BarTable, { instrumentIndex, symbol }: Order, { bar }: Decision): Record<string, InputFacts> | undefined {
  if (bar === undefined) return undefined;
  const found: Record<string, InputFacts> = {};
  for (const name of table.finestSeries(instrumentIndex).source.columns.extra?.keys() ?? []) {
    const value = bar.get(name);
    if (value !== undefined) found[name] = { value };
  }
  for (const series of table.externals) {
    if (series.name in found || (series.symbol !== undefined && series.symbol !== symbol)) continue;
    const at = lastKnown(series, bar.time);
    const value = at < 0 ? Number.NaN : series.values[at]!;
    if (!Number.isNaN(value)) found[series.name] = { value, knownAt: timeText(series.knownAt[at]) };
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function fillFacts({ table, settings }: FactSource, fill: Fill): FillFacts {
  const branch = branchOf(fill);
  const policy = settings.broker['pathPolicy'];
  const costs = new Map<string, Quanta>();
  for (const { kind, amount } of fill.costs) costs.set(kind, addQuanta(costs.get(kind) ?? 0, amount));
  return {
    id: fill.id,
    time: timeText(fill.time),
    knownAt: timeText(fill.knownAt),
    quantity: quantityText(fill.lots, fill.instrument.lot),
    price: fill.priceNumber,
    referencePrice: fill.referenceNumber,
    value: quantaToText(fill.valueQuanta),
    cost: quantaToText(fill.costQuanta),
    costs: Object.fromEntries([...costs].map(([kind, amount]) => [kind, quantaToText(amount)])),
    branch,
    policy: branch === 'path-dependent' && typeof policy === 'string' ? policy : undefined,
    bar: barOfFill(table, fill),
  };
}

function branchOf({ order: { type, limit, stop }, point, pathDependent, referenceNumber }: Fill): FillBranch {
  if (point === 'close') return 'close';
  if (point === 'path') return pathDependent ? 'path-dependent' : 'path';
  if (type === 'market') return 'open';
  // A trailing stop's price moved with the market, so that it is not known any more.
  return referenceNumber === (stop ?? limit) ? 'open' : 'gap';
}

/** The bar that filled an order closed when the fill became known. */
function barOfFill(table: BarTable, { instrumentIndex, knownAt }: Fill): BarFacts | undefined {
  const series = table.finestSeries(instrumentIndex);
  const row = series.source.countUntil(knownAt) - 1;
  return row < 0 || series.time[row] !== knownAt ? undefined : barFacts(new Bar(series, row));
}

function barFacts(bar: Bar): BarFacts {
  const { openTime, time, open, high, low, close } = bar;
  return {
    openTime: timeText(openTime),
    time: timeText(time),
    open,
    high,
    low,
    close,
    volume: bar.instrument.volume === 'known' ? bar.volume : undefined,
  };
}
