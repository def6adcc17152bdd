import type { Fill } from '../core/fill.js';
import { quantaToDecimal, quantaToText } from '../core/money.js';
import type { Notional, OrderExtras } from '../core/order.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BacktestResult } from '../engine/result.js';
import { csvBlocksOfLines, joined, textCell } from './csv.js';
import { numberText, quantityText, timeText } from './text.js';

type OrderRecord = BacktestResult['orders'][number];

const HEADER = [
  'id',
  'client_order_id',
  'strategy',
  'symbol',
  'side',
  'type',
  'quantity',
  'notional',
  'limit',
  'stop',
  'tif',
  'purpose',
  'tag',
  'decided_at',
  'status',
  'reason',
  'message',
  'filled_quantity',
  'average_price',
  'cost',
  'ended_at',
  'trail_amount',
  'trail_percent',
  'expires_at',
  'parent_id',
  'sibling_id',
  'replaces_id',
];

/** The last columns of an order that has none of it: nearly all orders. */
const NO_EXTRAS = ',,,,,,';

/** Digits after the point of an average price. */
const AVERAGE_DIGITS = 8;

/**
 * One row an order, in the order of creation. `quantity` is what was asked for, after cuts; it is empty for an order
 * sized by its `notional`. `average_price` is the price of all fills where they have the same, else value over
 * quantity, rounded to 8 digits.
 */
export function ordersCsv(result: Pick<BacktestResult, 'orders' | 'fills'>): string {
  return joined(ordersCsvBlocks(result));
}

/** The same in blocks. */
export function ordersCsvBlocks(result: Pick<BacktestResult, 'orders' | 'fills'>): Iterable<string> {
  return csvBlocksOfLines(HEADER, lines(result.orders, fillSums(result.fills)));
}

/** Value and costs of all fills of an order, and their price as long as they share it. */
interface FillSum {
  price: number | undefined;
  value: Quanta;
  cost: Quanta;
}

/** By order id. */
function fillSums(fills: readonly Fill[]): readonly (FillSum | undefined)[] {
  const sums: (FillSum | undefined)[] = [];
  for (const { order, priceNumber, valueQuanta, costQuanta } of fills) {
    const sum = sums[order.id];
    if (sum === undefined) {
      sums[order.id] = { price: priceNumber, value: valueQuanta, cost: costQuanta };
      continue;
    }
    if (sum.price !== priceNumber) sum.price = undefined;
    sum.value = addQuanta(sum.value, valueQuanta);
    sum.cost = addQuanta(sum.cost, costQuanta);
  }
  return sums;
}

function* lines(orders: readonly OrderRecord[], sums: readonly (FillSum | undefined)[]): Generator<string, void, undefined> {
  for (const record of orders) {
    const { order } = record;
    const sum = sums[order.id];
    const { lot } = order.instrument;
    const sized = order.notional === undefined;
    yield (
      `${order.id},${textCell(order.clientOrderId)},${textCell(order.strategy)},${textCell(order.symbol)},${order.side},${order.type},` +
        `${sized ? quantityText(record.lots, lot) : ''},${sized ? '' : notionalText(order.notional)},` +
        `${numberText(order.limit)},${numberText(order.stop)},${order.timeInForce},${order.purpose},${textCell(order.tag)},` +
        `${timeText(order.decidedAt)},${record.status},${textCell(record.reason)},${textCell(record.message)},` +
        `${quantityText(record.filledLots, lot)},${sum === undefined ? '' : averagePrice(record, sum)},${quantaToText(sum?.cost ?? 0)},` +
        `${timeText(record.endedAt)}${order.extras === undefined ? NO_EXTRAS : extrasText(order.extras)}`
    );
  }
}

/** Trailing distance, end, and the orders of its class, each after its comma. */
function extrasText({ trail, expiresAt, parent, sibling, replaces }: OrderExtras): string {
  const amount = trail !== undefined && 'amount' in trail ? trail.amount : undefined;
  const percent = trail !== undefined && 'percent' in trail ? trail.percent : undefined;
  return `,${numberText(amount)},${numberText(percent)},${timeText(expiresAt)},${parent ?? ''},${sibling ?? ''},${replaces ?? ''}`;
}

function notionalText(notional: Notional): string {
  return notional === 'max' ? notional : quantaToText(notional);
}

function averagePrice({ order, filledLots }: OrderRecord, { price, value }: FillSum): string {
  if (price !== undefined) return numberText(price);
  const { unit } = order.instrument;
  const perUnit = quantaToDecimal(value).mul(`1e${unit.scale}`).div(unit.mantissa.toString());
  return perUnit.div(filledLots).toDecimalPlaces(AVERAGE_DIGITS).toString();
}
