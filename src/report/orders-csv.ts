import type { Fill } from '../core/fill.js';
import { quantaToDecimal } from '../core/money.js';
import type { Notional, OrderExtras } from '../core/order.js';
import { addQuanta, sumQuanta, type Quanta } from '../core/quanta.js';
import type { BacktestResult } from '../engine/result.js';
import { csvFileBlocks, csvFileText, type CsvFile } from './csv.js';
import type { CsvRow } from './csv-row.js';
import { fillsByOrder } from './fills-by-order.js';

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

function ordersFile({ orders, fills }: Pick<BacktestResult, 'orders' | 'fills'>): CsvFile {
  const byOrder = fillsByOrder({ orders, fills });
  return {
    header: HEADER,
    rows: orders.length,
    cells(to, row) {
      const record = orders[row]!;
      orderCells(to, record, byOrder.of(record.order.id));
    },
  };
}

function orderCells(to: CsvRow, record: OrderRecord, fills: readonly Fill[]): void {
  const { order } = record;
  const { lot } = order.instrument;
  to.number(order.id).text(order.clientOrderId).text(order.strategy).text(order.symbol).text(order.side).text(order.type);
  if (order.notional === undefined) to.quantity(record.lots, lot).empty();
  else notionalCell(to.empty(), order.notional);
  to.number(order.limit).number(order.stop).text(order.timeInForce).text(order.purpose).text(order.tag).time(order.decidedAt);
  to.text(record.status).text(record.reason).text(record.message).quantity(record.filledLots, lot);
  averagePriceCell(to, record, fills);
  let cost: Quanta = 0;
  for (const fill of fills) cost = addQuanta(cost, fill.costQuanta);
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

function averagePriceCell(to: CsvRow, { order, filledLots }: OrderRecord, fills: readonly Fill[]): void {
  const price = fills[0]?.priceNumber;
  if (price === undefined || haveSamePrice(fills, price)) {
    to.number(price);
    return;
  }
  const { unit } = order.instrument;
  const value = sumQuanta(fills.map((fill) => fill.valueQuanta));
  const perUnit = quantaToDecimal(value).mul(`1e${unit.scale}`).div(unit.mantissa.toString());
  to.text(perUnit.div(filledLots).toDecimalPlaces(AVERAGE_DIGITS).toString());
}

function haveSamePrice(fills: readonly Fill[], price: number): boolean {
  for (const fill of fills) if (fill.priceNumber !== price) return false;
  return true;
}
