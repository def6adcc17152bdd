import { quantaToText } from '../core/money.js';
import type { Trade } from '../core/trade.js';
import type { BacktestResult } from '../engine/result.js';
import { csvBlocksOfLines, joined, textCell } from './csv.js';
import { numberText, quantityText, timeText } from './text.js';

const HEADER = [
  'id',
  'strategy',
  'symbol',
  'side',
  'quantity',
  'entry_time',
  'entry_price',
  'exit_time',
  'exit_price',
  'gross_profit',
  'costs',
  'net_profit',
  'entry_fill_id',
  'exit_fill_id',
  'entry_order_id',
  'exit_order_id',
];

/** One row a closed piece of a position, first in first out, in the order of the exits. */
export function tradesCsv(result: Pick<BacktestResult, 'trades'>): string {
  return joined(tradesCsvBlocks(result));
}

/** The same in blocks. */
export function tradesCsvBlocks(result: Pick<BacktestResult, 'trades'>): Iterable<string> {
  return csvBlocksOfLines(HEADER, lines(result.trades));
}

function* lines(trades: readonly Trade[]): Generator<string, void, undefined> {
  for (const trade of trades) {
    const { entry, exit } = trade;
    yield (
      `${trade.id},${textCell(trade.strategy)},${textCell(trade.symbol)},${trade.side},${quantityText(trade.lots, trade.instrument.lot)},` +
        `${timeText(entry.time)},${numberText(entry.priceNumber)},${timeText(exit.time)},${numberText(exit.priceNumber)},` +
        `${quantaToText(trade.grossQuanta)},${quantaToText(trade.costQuanta)},${quantaToText(trade.netQuanta)},` +
        `${entry.id},${exit.id},${entry.order.id},${exit.order.id}`
    );
  }
}
