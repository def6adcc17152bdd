import { quantaToText, type Exact } from '../core/money.js';
import type { Notional, OrderId } from '../core/order.js';
import type { BacktestResult } from '../engine/result.js';
import type { OrderChange, OrderRecordView } from '../record/order-record.js';
import { fillRowsOf } from '../record/rows-of.js';
import { decisionFacts } from './decision-facts.js';
import type { ChangeFacts, FillFacts, OrderFacts } from './explanation.js';
import { fillFacts } from './fill-facts.js';
import { fillsByOrder } from './fills-by-order.js';
import { quantityText, timeText } from './text.js';

/** What the facts of an order are read from. */
export type FactSource = Pick<BacktestResult, 'table' | 'decisions' | 'settings'>;

/** An order from its decision to its end, with its fills. */
export function orderFacts(source: FactSource & Pick<BacktestResult, 'orders' | 'fills'>, record: OrderRecordView): OrderFacts {
  const { order, changes } = record;
  const { extras } = order;
  const { lot } = order.instrument;
  return {
    id: order.id,
    strategy: order.strategy,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    purpose: order.purpose,
    quantity: order.notional === undefined ? quantityText(lotsAsked(record), lot) : undefined,
    notional: order.notional === undefined ? undefined : notionalText(order.notional),
    limit: order.limit,
    stop: order.stop,
    trail: extras?.trail,
    timeInForce: order.timeInForce,
    expiresAt: timeText(extras?.expiresAt) || undefined,
    parent: extras?.parent,
    sibling: extras?.sibling,
    replaces: extras?.replaces,
    afterFill: order.afterFill?.id,
    decision: decisionFacts(source, order),
    changes: changes.map((change) => changeFacts(change, lot)),
    status: record.status,
    reason: record.reason,
    message: record.message,
    endedAt: timeText(record.endedAt) || undefined,
    fills: factsOfFills(source, order.id),
  };
}

function factsOfFills(source: FactSource & Pick<BacktestResult, 'orders' | 'fills'>, order: OrderId): FillFacts[] {
  const byOrder = fillsByOrder(source);
  const fills = fillRowsOf(source);
  const facts: FillFacts[] = [];
  for (let place = byOrder.first(order); place >= 0; place = byOrder.next(place)) facts.push(fillFacts(source, fills.at(place)!));
  return facts;
}

/** Lots of the order as it was decided, before cuts. */
export function lotsAsked({ order, changes }: OrderRecordView): number {
  return changes[0]?.from ?? order.lots;
}

/** A cut of the order's size. */
export function changeFacts({ time, from, to, reason, message }: OrderChange, lot: Exact): ChangeFacts {
  return { time: timeText(time), from: quantityText(from, lot), to: quantityText(to, lot), reason, message };
}

function notionalText(notional: Notional): string {
  return notional === 'max' ? notional : quantaToText(notional);
}
