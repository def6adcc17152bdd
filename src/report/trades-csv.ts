import type { BacktestResult } from '../engine/result.js';
import { csvFileBlocks, csvFileText, numberCell, textCell, timeCell, type CsvFile } from './csv.js';

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

function tradesFile({ trades, performance }: Pick<BacktestResult, 'trades' | 'performance'>): CsvFile {
  const excursions = performance.excursions.trades;
  return {
    header: HEADER,
    rows: trades.length,
    writeRow(out, row) {
      const trade = trades[row]!;
      const { entry, exit } = trade;
      const { adverse, favourable } = excursions[row]!;
      out
        .whole(trade.id)
        .text(',')
        .text(textCell(trade.strategy))
        .text(',')
        .text(textCell(trade.symbol))
        .text(',')
        .text(trade.side)
        .text(',');
      out.quantity(trade.lots, trade.instrument.lot).text(',');
      timeCell(out, entry.time).text(',');
      numberCell(out, entry.priceNumber).text(',');
      timeCell(out, exit.time).text(',');
      numberCell(out, exit.priceNumber).text(',');
      out.quanta(trade.grossQuanta).text(',').quanta(trade.costQuanta).text(',').quanta(trade.netQuanta).text(',');
      out.whole(entry.id).text(',').whole(exit.id).text(',').whole(entry.order.id).text(',').whole(exit.order.id).text(',');
      numberCell(out, adverse).text(',');
      numberCell(out, favourable);
    },
  };
}
