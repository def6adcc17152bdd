import type { Fill } from '../core/fill.js';
import type { Exact } from '../core/money.js';
import type { Notional, Trail } from '../core/order.js';
import type { BacktestResult } from '../engine/result.js';
import type { OrderChange, OrderRecord } from '../record/order-record.js';
import { writeDecision } from './decision-json.js';
import type { OrderFacts } from './explanation.js';
import { writeFill } from './fill-json.js';
import { jsonNumber, numberField, stringField, timeField } from './json-writer.js';
import { joinedText, textBlocks, type TextWriter } from './text-writer.js';

/** What the facts of an order are read from. */
export type FactSource = Pick<BacktestResult, 'table' | 'decisions' | 'settings'>;

/**
 * Writes an order from its decision to its end, with its fills, as JSON (`OrderFacts`). Straight into text: a run may
 * have tens of thousands of orders, and objects made for each would take longer than all its arithmetic.
 */
export function writeOrder(out: TextWriter, source: FactSource, record: OrderRecord, fills: readonly Fill[]): void {
  const { order, changes } = record;
  const { extras } = order;
  const { lot } = order.instrument;
  out.text('{"id":').whole(order.id);
  stringField(out, ',"strategy":', order.strategy);
  stringField(out, ',"symbol":', order.symbol);
  out.text(',"side":"').text(order.side).text('","type":"').text(order.type).text('","purpose":"').text(order.purpose).text('"');
  if (order.notional === undefined)
    out
      .text(',"quantity":"')
      .quantity(changes[0]?.from ?? order.lots, lot)
      .text('"');
  else writeNotional(out, order.notional);
  numberField(out, ',"limit":', order.limit);
  numberField(out, ',"stop":', order.stop);
  if (extras?.trail !== undefined) writeTrail(out, extras.trail);
  out.text(',"timeInForce":"').text(order.timeInForce).text('"');
  timeField(out, ',"expiresAt":', extras?.expiresAt);
  numberField(out, ',"parent":', extras?.parent);
  numberField(out, ',"sibling":', extras?.sibling);
  numberField(out, ',"replaces":', extras?.replaces);
  numberField(out, ',"afterFill":', order.afterFill?.id);
  writeDecision(out.text(',"decision":'), source, order);
  writeList(out.text(',"changes":'), changes, (change) => writeChange(out, change, lot));
  out.text(',"status":"').text(record.status).text('"');
  stringField(out, ',"reason":', record.reason);
  stringField(out, ',"message":', record.message);
  timeField(out, ',"endedAt":', record.endedAt);
  writeList(out.text(',"fills":'), fills, (fill) => writeFill(out, source, fill));
  out.text('}');
}

/** The same as an object. */
export function orderFacts(source: FactSource, record: OrderRecord, fills: readonly Fill[]): OrderFacts {
  return JSON.parse(joinedText(textBlocks(1, (out) => writeOrder(out, source, record, fills)))) as OrderFacts;
}

function writeNotional(out: TextWriter, notional: Notional): void {
  out.text(',"notional":"');
  (notional === 'max' ? out.text(notional) : out.quanta(notional)).text('"');
}

function writeTrail(out: TextWriter, trail: Trail): void {
  out.text(',"trail":{');
  if ('amount' in trail) jsonNumber(out.text('"amount":'), trail.amount);
  else jsonNumber(out.text('"percent":'), trail.percent);
  out.text('}');
}

function writeChange(out: TextWriter, { time, from, to, reason, message }: OrderChange, lot: Exact): void {
  out.text('{"time":"').time(time).text('","from":"').quantity(from, lot).text('","to":"').quantity(to, lot).text('"');
  stringField(out, ',"reason":', reason);
  stringField(out, ',"message":', message);
  out.text('}');
}

function writeList<T>(out: TextWriter, items: readonly T[], write: (item: T) => void): void {
  out.text('[');
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.text(',');
    write(items[i]!);
  }
  out.text(']');
}
