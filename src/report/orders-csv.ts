import type { Fill } from '../core/fill.js';
import { quantaToDecimal, quantaToText } from '../core/money.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
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
 * sized by its `notional`. `average_price` is the price of all fills where they have the same, else value over
 * quantity, rounded to 8 digits.
 */
export function ordersCsv(result: Pick<BacktestResult, 'orders' | 'fills'>): string {
  return joined(ordersCsvBlocks(result));
}

/** The same in blocks. */
export function ordersCsvBlocks(result: Pick<BacktestResult, 'orders' | 'fills'>): Iterable<string> {
  return csvBlocks(HEADER, rows(result.orders, fillSums(result.fills)));
}

/** Value and costs of all fills of an order, and their price as long as they share it. */
interface FillSum {
  price: number | undefined;
  value: Quanta;
  cost: Quanta;
}

function fillSums(fills: readonly Fill[]): Map<number, FillSum> {
  const sums = new Map<number, FillSum>();
  for (const { order, priceNumber, valueQuanta, costQuanta } of fills) {
    const sum = sums.get(order.id);
    if (sum === undefined) {
      sums.set(order.id, { price: priceNumber, value: valueQuanta, cost: costQuanta });
      continue;
    }
    if (sum.price !== priceNumber) sum.price = undefined;
    sum.value = addQuanta(sum.value, valueQuanta);
    sum.cost = addQuanta(sum.cost, costQuanta);
  }
  return sums;
}

function* rows(orders: readonly OrderRecord[], sums: ReadonlyMap<number, FillSum>): Generator<Cell[], void, undefined> {
  for (const record of orders) {
    const { order } = record;
    const sum = sums.get(order.id);
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
      sum === undefined ? undefined : averagePrice(record, sum),
      quantaToText(sum?.cost ?? 0),
      timeText(record.endedAt),
    ];
  }
}

function averagePrice({ order, filledLots }: OrderRecord, { price, value }: FillSum): string {
  if (price !== undefined) return numberText(price);
  const { unit } = order.instrument;
  const perUnit = quantaToDecimal(value).mul(`1e${unit.scale}`).div(unit.mantissa.toString());
  return perUnit.div(filledLots).toDecimalPlaces(AVERAGE_DIGITS).toString();
}
