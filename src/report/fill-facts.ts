import { Bar } from '../core/bar.js';
import type { CostItem, FillView } from '../core/fill.js';
import { quantaToText } from '../core/money.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BarTable } from '../core/table.js';
import type { BacktestResult } from '../engine/result.js';
import { barFacts } from './bar-facts.js';
import type { FillBranch, FillFacts } from './explanation.js';
import { quantityText, timeText } from './text.js';

/** A fill with the bar that made it. */
export function fillFacts({ table, settings }: Pick<BacktestResult, 'table' | 'settings'>, fill: FillView): FillFacts {
  const branch = branchOf(fill);
  const bar = barOfFill(table, fill);
  return {
    id: fill.id,
    time: timeText(fill.time),
    knownAt: timeText(fill.knownAt),
    quantity: quantityText(fill.lots, fill.instrument.lot),
    price: fill.priceNumber,
    referencePrice: fill.referenceNumber,
    value: quantaToText(fill.valueQuanta),
    cost: quantaToText(fill.costQuanta),
    costs: costsByKind(fill.costs),
    branch,
    policy: branch === 'path-dependent' ? pathPolicyOf(settings) : undefined,
    bar: bar && barFacts(bar),
  };
}

function costsByKind(costs: readonly CostItem[]): Record<string, string> {
  const sums = new Map<string, Quanta>();
  for (const { kind, amount } of costs) sums.set(kind, addQuanta(sums.get(kind) ?? 0, amount));
  return Object.fromEntries([...sums].map(([kind, amount]) => [kind, quantaToText(amount)]));
}

/** The broker's path policy, of a broker that has one. */
export function pathPolicyOf({ broker }: BacktestResult['settings']): string | undefined {
  const policy = broker['pathPolicy'];
  return typeof policy === 'string' ? policy : undefined;
}

export function branchOf({ order: { type, limit, stop }, point, pathDependent, referenceNumber }: FillView): FillBranch {
  if (point === 'close') return 'close';
  if (point === 'path') return pathDependent ? 'path-dependent' : 'path';
  if (type === 'market') return 'open';
  // A trailing stop's price moved with the market, so that it is not known any more.
  return referenceNumber === (stop ?? limit) ? 'open' : 'gap';
}

/** The bar that filled an order closed when the fill became known. */
export function barOfFill(table: BarTable, { instrumentIndex, knownAt }: FillView): Bar | undefined {
  const series = table.venueSeries(instrumentIndex);
  const row = series.source.countUntil(knownAt) - 1;
  return row < 0 || series.time[row] !== knownAt ? undefined : new Bar(series, row);
}
