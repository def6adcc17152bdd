import { quantaToDecimal, quantaToText } from '../core/money.js';
import type { BacktestResult } from '../engine/result.js';
import { csvBlocks, joined, type Cell } from './csv.js';
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
];

/** Digits after the point of an average price. */
const AVERAGE_DIGITS = 8;

/**
 * One row an order, in the order of creation. `quantity` is what was asked for, after cuts; it is empty for an order
 * sized by its `notional`. `average_price` is value over quantity, rounded to 8 digits.
 */
export function ordersCsv(result: Pick<BacktestResult, 'orders'>): string {
  return joined(ordersCsvBlocks(result));
}

/** The same in blocks. */
export function ordersCsvBlocks(result: Pick<BacktestResult, 'orders'>): Iterable<string> {
  return csvBlocks(HEADER, rows(result.orders));
}

function* rows(orders: readonly OrderRecord[]): Generator<Cell[], void, undefined> {
  for (const record of orders) {
    const { order } = record;
    const { lot } = order.instrument;
    yield [
      order.id,
      order.clientOrderId,
      order.strategy,
      order.symbol,
      order.side,
      order.type,
      order.notional === undefined ? quantityText(record.lots, lot) : undefined,
      order.notional === undefined || order.notional === 'max' ? order.notional : quantaToText(order.notional),
      numberText(order.limit),
      numberText(order.stop),
      order.timeInForce,
      order.purpose,
      order.tag,
      timeText(order.decidedAt),
      record.status,
      record.reason,
      record.message,
      quantityText(record.filledLots, lot),
      averagePrice(record),
      quantaToText(record.cost),
      timeText(record.endedAt),
    ];
  }
}

function averagePrice({ order, filledLots, value }: OrderRecord): string {
  if (filledLots === 0) return '';
  const { unit } = order.instrument;
  const units = quantaToDecimal(value).mul(`1e${unit.scale}`).div(unit.mantissa.toString());
  return units.div(filledLots).toDecimalPlaces(AVERAGE_DIGITS).toString();
}
