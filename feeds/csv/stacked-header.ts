import type { DataError } from '../../src/core/errors.js';
import type { RowFaults } from './faults.js';

type Cells = { readonly cells: readonly string[]; readonly next: number } | undefined;

/**
 * The header that yfinance writes over three lines: what the columns are, whose they are, and the name of the index.
 * @param names - the first line, which begins with `Price`.
 * @param at - where the second one begins.
 * @returns the columns' names and where the rows begin; the first line as it is when the others do not follow.
 * @throws DataError for a file of several symbols.
 */
export function stackedHeader(
  names: readonly string[],
  cellsAt: (from: number) => Cells,
  at: number,
  faults: RowFaults,
): { readonly names: string[]; readonly next: number } {
  const tickers = cellsAt(at);
  const index = tickers?.cells[0] === 'Ticker' ? cellsAt(tickers.next) : undefined;
  if (tickers === undefined || index === undefined || index.cells.slice(1).some((cell) => cell !== ''))
    return { names: [...names], next: at };
  const symbols = [...new Set(tickers.cells.slice(1))];
  if (symbols.length > 1) throw severalSymbols(symbols, faults);
  return { names: [index.cells[0]!, ...names.slice(1)], next: index.next };
}

function severalSymbols(symbols: readonly string[], faults: RowFaults): DataError {
  return faults.error(2, {
    code: 'csv/several-symbols',
    message: `the file holds several symbols (${symbols.slice(0, 8).join(', ')})`,
    hint: 'write one file a symbol, with yfinance for example by download(symbol, multi_level_index=False).to_csv(...)',
    context: { symbols },
  });
}
