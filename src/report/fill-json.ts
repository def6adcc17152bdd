import { Bar } from '../core/bar.js';
import type { CostItem, Fill } from '../core/fill.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BarTable } from '../core/table.js';
import type { BacktestResult } from '../engine/result.js';
import { writeBar } from './bar-json.js';
import type { FillBranch } from './explanation.js';
import { jsonNumber, jsonString, stringField } from './json-writer.js';
import type { TextWriter } from './text-writer.js';

/** Writes a fill with the bar that made it (`FillFacts`). */
export function writeFill(out: TextWriter, { table, settings }: Pick<BacktestResult, 'table' | 'settings'>, fill: Fill): void {
  out.text('{"id":').whole(fill.id).text(',"time":"').time(fill.time).text('","knownAt":"').time(fill.knownAt);
  out.text('","quantity":"').quantity(fill.lots, fill.instrument.lot).text('","price":');
  jsonNumber(out, fill.priceNumber).text(',"referencePrice":');
  jsonNumber(out, fill.referenceNumber).text(',"value":"').quanta(fill.valueQuanta).text('","cost":"').quanta(fill.costQuanta);
  writeCosts(out.text('","costs":{'), fill.costs);
  const branch = branchOf(fill);
  out.text('},"branch":"').text(branch).text('"');
  const policy = settings.broker['pathPolicy'];
  if (branch === 'path-dependent' && typeof policy === 'string') stringField(out, ',"policy":', policy);
  const bar = barOfFill(table, fill);
  if (bar !== undefined) writeBar(out.text(',"bar":'), bar);
  out.text('}');
}

function writeCosts(out: TextWriter, costs: readonly CostItem[]): void {
  // Mostly one: then there is nothing to add up.
  if (costs.length === 1) return writeCost(out, costs[0]!);
  const sums = new Map<string, Quanta>();
  for (const { kind, amount } of costs) sums.set(kind, addQuanta(sums.get(kind) ?? 0, amount));
  // In the order of an object's keys, as whoever reads the file has them.
  for (const [place, [kind, amount]] of Object.entries(Object.fromEntries(sums)).entries())
    writeCost(place === 0 ? out : out.text(','), { kind, amount });
}

function writeCost(out: TextWriter, { kind, amount }: CostItem): void {
  jsonString(out, kind).text(':"').quanta(amount).text('"');
}

function branchOf({ order: { type, limit, stop }, point, pathDependent, referenceNumber }: Fill): FillBranch {
  if (point === 'close') return 'close';
  if (point === 'path') return pathDependent ? 'path-dependent' : 'path';
  if (type === 'market') return 'open';
  // A trailing stop's price moved with the market, so that it is not known any more.
  return referenceNumber === (stop ?? limit) ? 'open' : 'gap';
}

/** The bar that filled an order closed when the fill became known. */
function barOfFill(table: BarTable, { instrumentIndex, knownAt }: Fill): Bar | undefined {
  const series = table.venueSeries(instrumentIndex);
  const row = series.source.countUntil(knownAt) - 1;
  return row < 0 || series.time[row] !== knownAt ? undefined : new Bar(series, row);
}
