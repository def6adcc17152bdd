import { lastKnown } from '../core/external.js';
import type { OrderView } from '../core/order.js';
import type { BarTable } from '../core/table.js';
import type { BacktestResult } from '../engine/result.js';
import type { Decision } from '../record/decision-log.js';
import { barFacts } from './bar-facts.js';
import type { DecisionFacts, IndicatorFacts, InputFacts } from './explanation.js';
import { timeText } from './text.js';

/** What was known when an order was decided. */
export function decisionFacts({ table, decisions }: Pick<BacktestResult, 'table' | 'decisions'>, order: OrderView): DecisionFacts {
  const decision = decisions?.of(order);
  return {
    time: timeText(order.decidedAt),
    hook: decision?.hook,
    tag: order.tag,
    because: order.why?.because,
    signals: order.why?.signals,
    ...(decision !== undefined && {
      bar: decision.bar && barFacts(decision.bar),
      indicators: Object.fromEntries(decision.names.map((name, place) => [name, readingOf(decision, place)])),
      inputs: inputsOf(table, order, decision),
    }),
  };
}

function readingOf(decision: Decision, place: number): IndicatorFacts {
  const [value, previous] = [decision.valueAt(place), decision.previousAt(place)];
  return { value: Number.isNaN(value) ? null : value, previous: Number.isNaN(previous) ? null : previous };
}

/** Everything that `bar.get` could have read at the decision's bar; `undefined` where that is nothing. */
export function inputsOf(
  table: BarTable,
  { instrumentIndex, symbol }: OrderView,
  { bar }: Decision,
): Readonly<Record<string, InputFacts>> | undefined {
  const extra = table.finestSeries(instrumentIndex).source.columns.extra;
  if (bar === undefined || (extra === undefined && table.externals.length === 0)) return undefined;
  const found: Record<string, InputFacts> = {};
  for (const name of extra?.keys() ?? []) {
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
