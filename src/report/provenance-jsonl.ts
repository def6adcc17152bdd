import type { Bar } from '../core/bar.js';
import type { FillView } from '../core/fill.js';
import type { OrderView } from '../core/order.js';
import type { Rows } from '../core/rows.js';
import type { BacktestResult } from '../engine/result.js';
import { MAX_DECISIONS, type Decision } from '../record/decision-log.js';
import type { OrderRecordView } from '../record/order-record.js';
import { fillRowsOf, orderRowsOf } from '../record/rows-of.js';
import { inputsOf } from './decision-facts.js';
import { barOfFill, branchOf } from './fill-facts.js';
import { fillsByOrder, type FillsByOrder } from './fills-by-order.js';
import { plain } from './json.js';
import { JsonNumbers } from './json-numbers.js';
import { changeFacts, lotsAsked, type FactSource } from './order-facts.js';
import type { ProvenanceHeader, ProvenanceNotes } from './provenance-lines.js';
import { quantityText } from './text.js';
import { textBlocks, type TextWriter } from './text-writer.js';

/**
 * What orders.csv and fills.csv do not say of the orders: what was known at each decision, and which bar made each fill by
 * which rule. A header (`ProvenanceHeader`), then a line an order (`ProvenanceLine`): the first {@link MAX_DECISIONS} orders. In blocks
 * of bytes, each good until the next one is asked for.
 *
 * Names stand in the header, and figures go straight into text: a run may have tens of thousands of orders, and with a
 * name at each figure, and objects made for each, they would take longer than all its arithmetic.
 */
export function provenanceBlocks(
  result: Pick<BacktestResult, 'table' | 'decisions' | 'settings' | 'orders' | 'fills'>,
  limit = MAX_DECISIONS,
): Iterable<Uint8Array> {
  const orders = orderRowsOf(result);
  const fills = fillRowsOf(result);
  const byOrder = fillsByOrder(result);
  const written = Math.min(limit, orders.length);
  const numbers = new JsonNumbers();
  return textBlocks(written + 1, (out, line) => {
    if (line === 0) out.text(JSON.stringify(headerOf(result, orders.length, written)));
    else writeOrder(out, numbers, result, orders.at(line - 1)!, fills, byOrder);
    out.text('\n');
  });
}

function headerOf(
  { settings, decisions }: Pick<BacktestResult, 'settings' | 'decisions'>,
  orders: number,
  written: number,
): ProvenanceHeader {
  const indicators = settings.strategies.map(({ name }, index) => [name, decisions?.namesOf(index) ?? []] as const);
  return { format: 2, orders, written, indicators: Object.fromEntries(indicators) };
}

function writeOrder(
  out: TextWriter,
  numbers: JsonNumbers,
  source: FactSource,
  record: OrderRecordView,
  fills: Rows<FillView>,
  byOrder: FillsByOrder,
): void {
  const { order } = record;
  const decision = source.decisions?.of(order);
  out.text('[').number(order.id);
  if (decision === undefined) out.text(',null,null,null,[');
  else {
    // The name of a method: it needs no escapes.
    out.text(',"').text(decision.hook).text('",');
    writeBar(out, numbers, decision.bar);
    out.text(',');
    for (let place = 0; place < decision.names.length; place++) numbers.add(decision.valueAt(place)).add(decision.previousAt(place));
    numbers.writeTo(out);
    out.text(',[');
  }
  const first = byOrder.first(order.id);
  for (let place = first; place >= 0; place = byOrder.next(place)) {
    const fill = fills.at(place)!;
    out
      .text(place === first ? '[' : ',[')
      .number(fill.id)
      .text(',"')
      .text(branchOf(fill))
      .text('",');
    writeBar(out, numbers, barOfFill(source.table, fill));
    out.text(']');
  }
  out.text(']');
  const notes = notesOf(source, record, decision);
  if (notes !== undefined) out.text(',').text(JSON.stringify(plain(notes)));
  out.text(']');
}

function writeBar(out: TextWriter, numbers: JsonNumbers, bar: Bar | undefined): void {
  if (bar === undefined) {
    out.text('null');
    return;
  }
  numbers.add(bar.openTime).add(bar.time).add(bar.open).add(bar.high).add(bar.low).add(bar.close);
  if (bar.instrument.volume === 'known') numbers.add(bar.volume);
  numbers.writeTo(out);
}

/** What few orders have; `undefined` for all others. */
function notesOf({ table }: FactSource, record: OrderRecordView, decision: Decision | undefined): ProvenanceNotes | undefined {
  const { order, changes } = record;
  const inputs = decision && inputsOf(table, order, decision);
  const asked = order.notional === undefined && changes.length === 0 && lotsAsked(record) !== record.lots;
  if (!asked && isPlain(order) && changes.length === 0 && inputs === undefined) return undefined;
  const { lot } = order.instrument;
  return {
    asked: asked ? quantityText(lotsAsked(record), lot) : undefined,
    afterFill: order.afterFill?.id,
    because: order.why?.because,
    signals: order.why?.signals,
    inputs,
    changes: changes.length === 0 ? undefined : changes.map((change) => changeFacts(change, lot)),
  };
}

function isPlain({ afterFill, why }: OrderView): boolean {
  return afterFill === undefined && why === undefined;
}
