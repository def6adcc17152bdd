import { lastKnown } from '../core/external.js';
import type { Order } from '../core/order.js';
import type { BarTable } from '../core/table.js';
import type { BacktestResult } from '../engine/result.js';
import type { Decision } from '../record/decision-log.js';
import { writeBar } from './bar-json.js';
import type { InputFacts } from './explanation.js';
import { plain } from './json.js';
import { jsonNumber, jsonString, stringField } from './json-writer.js';
import type { TextWriter } from './text-writer.js';
import { timeText } from './text.js';

/** Writes what was known when an order was decided (`DecisionFacts`). */
export function writeDecision(out: TextWriter, { table, decisions }: Pick<BacktestResult, 'table' | 'decisions'>, order: Order): void {
  const decision = decisions?.of(order);
  out.text('{"time":"').time(order.decidedAt).text('"');
  stringField(out, ',"hook":', decision?.hook);
  stringField(out, ',"tag":', order.tag);
  stringField(out, ',"because":', order.why?.because);
  if (order.why?.signals !== undefined) out.text(',"signals":').text(JSON.stringify(plain(order.why.signals)));
  if (decision !== undefined) {
    if (decision.bar !== undefined) writeBar(out.text(',"bar":'), decision.bar);
    writeIndicators(out.text(',"indicators":{'), decision);
    out.text('}');
    const inputs = inputsOf(table, order, decision);
    if (inputs !== undefined) out.text(',"inputs":').text(JSON.stringify(plain(inputs)));
  }
  out.text('}');
}

function writeIndicators(out: TextWriter, decision: Decision): void {
  const { names } = decision;
  let first = true;
  for (const place of placesOf(names)) {
    if (!first) out.text(',');
    first = false;
    jsonString(out, names[place]!).text(':{"value":');
    writeReading(out, decision.valueAt(place)).text(',"previous":');
    writeReading(out, decision.previousAt(place)).text('}');
  }
}

function writeReading(out: TextWriter, value: number): TextWriter {
  return Number.isNaN(value) ? out.text('null') : jsonNumber(out, value);
}

const places = new WeakMap<readonly string[], readonly number[]>();

/** Places of the names in the order of an object's keys (whole numbers first), as whoever reads the file has them. */
function placesOf(names: readonly string[]): readonly number[] {
  let found = places.get(names);
  if (found === undefined) places.set(names, (found = Object.values(Object.fromEntries(names.map((name, place) => [name, place])))));
  return found;
}

/** Everything that `bar.get` could have read at the decision's bar. */
function inputsOf(table: BarTable, { instrumentIndex, symbol }: Order, { bar }: Decision): Record<string, InputFacts> | undefined {
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
