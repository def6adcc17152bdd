import type { FillView } from '../core/fill.js';
import { quantaToDecimal } from '../core/money.js';
import type { Notional, OrderExtras } from '../core/order.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { Rows } from '../core/rows.js';
import type { BacktestResult } from '../engine/result.js';
import type { OrderRecordView } from '../record/order-record.js';
import { fillRowsOf, orderRowsOf } from '../record/rows-of.js';
import { csvFileBlocks, csvFileText, type CsvFile } from './csv.js';
import type { CsvRow } from './csv-row.js';
import { fillsByOrder, type FillsByOrder } from './fills-by-order.js';

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

/** How many columns at the end are for what few orders have. */
const EXTRAS = 6;

/** Digits after the point of an average price. */
const AVERAGE_DIGITS = 8;

/**
 * One row an order, in the order of creation. `quantity` is what was asked for, after cuts; it is empty for an order
 * sized by its `notional`. `average_price` is the price of all fills where they have the same, else value over
 * quantity, rounded to 8 digits.
 */
export function ordersCsv(result: Pick<BacktestResult, 'orders' | 'fills'>): string {
  return csvFileText(ordersFile(result));
}

/** The same in blocks. */
export function ordersCsvBlocks(result: Pick<BacktestResult, 'orders' | 'fills'>): Iterable<Uint8Array> {
  return csvFileBlocks(ordersFile(result));
}

function ordersFile(result: Pick<BacktestResult, 'orders' | 'fills'>): CsvFile {
  const orders = orderRowsOf(result);
  const fills = fillRowsOf(result);
  const byOrder = fillsByOrder(result);
  return {
    header: HEADER,
    rows: orders.length,
    cells(to, row) {
      orderCells(to, orders.at(row)!, fills, byOrder);
    },
  };
}

function orderCells(to: CsvRow, record: OrderRecordView, fills: Rows<FillView>, byOrder: FillsByOrder): void {
  const { order } = record;
  const { lot } = order.instrument;
  to.number(order.id).text(order.clientOrderId).text(order.strategy).text(order.symbol).text(order.side).text(order.type);
  if (order.notional === undefined) to.quantity(record.lots, lot).empty();
  else notionalCell(to.empty(), order.notional);
  to.number(order.limit).number(order.stop).text(order.timeInForce).text(order.purpose).text(order.tag).time(order.decidedAt);
  to.text(record.status).text(record.reason).text(record.message).quantity(record.filledLots, lot);
  let price: number | undefined;
  let hasOnePrice = true;
  let value: Quanta = 0;
  let cost: Quanta = 0;
  for (let place = byOrder.first(order.id); place >= 0; place = byOrder.next(place)) {
    const { priceNumber, valueQuanta, costQuanta } = fills.at(place)!;
    price ??= priceNumber;
    if (priceNumber !== price) hasOnePrice = false;
    value = addQuanta(value, valueQuanta);
    cost = addQuanta(cost, costQuanta);
  }
  if (hasOnePrice) to.number(price);
  else to.text(averagePrice(value, record));
  to.quanta(cost).time(record.endedAt);
  if (order.extras === undefined) to.empty(EXTRAS);
  else extraCells(to, order.extras);
}

/** Trailing distance, end, and the orders of its class. */
function extraCells(to: CsvRow, { trail, expiresAt, parent, sibling, replaces }: OrderExtras): void {
  to.number(trail !== undefined && 'amount' in trail ? trail.amount : undefined);
  to.number(trail !== undefined && 'percent' in trail ? trail.percent : undefined);
  to.time(expiresAt).number(parent).number(sibling).number(replaces);
}

function notionalCell(to: CsvRow, notional: Notional): void {
  if (notional === 'max') to.text(notional);
  else to.quanta(notional);
}

function averagePrice(value: Quanta, { order, filledLots }: OrderRecordView): string {
  const { unit } = order.instrument;
  const perUnit = quantaToDecimal(value).mul(`1e${unit.scale}`).div(unit.mantissa.toString());
  return perUnit.div(filledLots).toDecimalPlaces(AVERAGE_DIGITS).toString();
}
