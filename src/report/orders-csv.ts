import type { Fill } from '../core/fill.js';
import { quantaToDecimal } from '../core/money.js';
import type { Notional, OrderExtras } from '../core/order.js';
import { addQuanta, sumQuanta, type Quanta } from '../core/quanta.js';
import type { BacktestResult } from '../engine/result.js';
import { csvFileBlocks, csvFileText, numberCell, textCell, timeCell, type CsvFile } from './csv.js';
import { fillsByOrder } from './fills-by-order.js';
import type { TextWriter } from './text-writer.js';

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
    writeRow(out, row) {
      const record = orders[row]!;
      writeOrder(out, record, byOrder.of(record.order.id));
    },
  };
}

function writeOrder(out: TextWriter, record: OrderRecord, fills: readonly Fill[]): void {
  const { order } = record;
  const { lot } = order.instrument;
  out.whole(order.id).text(',').text(textCell(order.clientOrderId)).text(',').text(textCell(order.strategy)).text(',');
  out.text(textCell(order.symbol)).text(',').text(order.side).text(',').text(order.type).text(',');
  if (order.notional === undefined) out.quantity(record.lots, lot).text(',,');
  else writeNotional(out.text(','), order.notional).text(',');
  numberCell(out, order.limit).text(',');
  numberCell(out, order.stop).text(',').text(order.timeInForce).text(',').text(order.purpose).text(',');
  out.text(textCell(order.tag)).text(',').time(order.decidedAt).text(',').text(record.status).text(',');
  out.text(textCell(record.reason)).text(',').text(textCell(record.message)).text(',').quantity(record.filledLots, lot).text(',');
  writeAveragePrice(out, record, fills).text(',');
  let cost: Quanta = 0;
  for (const fill of fills) cost = addQuanta(cost, fill.costQuanta);
  timeCell(out.quanta(cost).text(','), record.endedAt);
  if (order.extras === undefined) out.text(NO_EXTRAS);
  else writeExtras(out, order.extras);
}

/** Trailing distance, end, and the orders of its class, each after its comma. */
function writeExtras(out: TextWriter, { trail, expiresAt, parent, sibling, replaces }: OrderExtras): void {
  numberCell(out.text(','), trail !== undefined && 'amount' in trail ? trail.amount : undefined);
  numberCell(out.text(','), trail !== undefined && 'percent' in trail ? trail.percent : undefined);
  timeCell(out.text(','), expiresAt);
  for (const other of [parent, sibling, replaces]) numberCell(out.text(','), other);
}

function writeNotional(out: TextWriter, notional: Notional): TextWriter {
  return notional === 'max' ? out.text(notional) : out.quanta(notional);
}

function writeAveragePrice(out: TextWriter, { order, filledLots }: OrderRecord, fills: readonly Fill[]): TextWriter {
  const price = fills[0]?.priceNumber;
  if (price === undefined || fills.every((fill) => fill.priceNumber === price)) return numberCell(out, price);
  const { unit } = order.instrument;
  const value = sumQuanta(fills.map((fill) => fill.valueQuanta));
  const perUnit = quantaToDecimal(value).mul(`1e${unit.scale}`).div(unit.mantissa.toString());
  return out.text(perUnit.div(filledLots).toDecimalPlaces(AVERAGE_DIGITS).toString());
}
