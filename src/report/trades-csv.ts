import type { BacktestResult } from '../engine/result.js';
import { tradeRowsOf } from '../record/rows-of.js';
import { csvFileBlocks, csvFileText, type CsvFile } from './csv.js';

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
  return csvFileText(tradesFile(result));
}

/** The same in blocks. */
export function tradesCsvBlocks(result: Pick<BacktestResult, 'trades' | 'performance'>): Iterable<Uint8Array> {
  return csvFileBlocks(tradesFile(result));
}

function tradesFile(result: Pick<BacktestResult, 'trades' | 'performance'>): CsvFile {
  const trades = tradeRowsOf(result);
  const excursions = result.performance.excursions.trades;
  return {
    header: HEADER,
    rows: trades.length,
    cells(to, row) {
      const trade = trades.at(row)!;
      const { entry, exit } = trade;
      const { adverse, favourable } = excursions[row]!;
      to.number(trade.id).text(trade.strategy).text(trade.symbol).text(trade.side).quantity(trade.lots, trade.instrument.lot);
      to.time(entry.time).number(entry.priceNumber).time(exit.time).number(exit.priceNumber);
      to.quanta(trade.grossQuanta).quanta(trade.costQuanta).quanta(trade.netQuanta);
      to.number(entry.id).number(exit.id).number(entry.order.id).number(exit.order.id).number(adverse).number(favourable);
    },
  };
}
