import type { ExcursionResult } from '../analyzers/excursions.js';
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
  'mae',
  'mfe',
];

/** One row a closed piece of a position, first in first out, in the order of the exits. */
export function tradesCsv(result: Pick<BacktestResult, 'trades' | 'performance'>): string {
  return joined(tradesCsvBlocks(result));
}

/** The same in blocks. */
export function tradesCsvBlocks(result: Pick<BacktestResult, 'trades' | 'performance'>): Iterable<string> {
  return csvBlocksOfLines(HEADER, lines(result.trades, result.performance.excursions));
}

function* lines(trades: readonly Trade[], excursions: ExcursionResult): Generator<string, void, undefined> {
  for (let i = 0; i < trades.length; i++) {
    const trade = trades[i]!;
    const { entry, exit } = trade;
    const { adverse, favourable } = excursions.trades[i]!;
    yield (
      `${trade.id},${textCell(trade.strategy)},${textCell(trade.symbol)},${trade.side},${quantityText(trade.lots, trade.instrument.lot)},` +
        `${timeText(entry.time)},${numberText(entry.priceNumber)},${timeText(exit.time)},${numberText(exit.priceNumber)},` +
        `${quantaToText(trade.grossQuanta)},${quantaToText(trade.costQuanta)},${quantaToText(trade.netQuanta)},` +
        `${entry.id},${exit.id},${entry.order.id},${exit.order.id},${numberText(adverse)},${numberText(favourable)}`
    );
  }
}
