import type { CostItem } from '../core/fill.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BacktestResult } from '../engine/result.js';
import { csvFileBlocks, csvFileText, numberCell, textCell, timeCell, type CsvFile } from './csv.js';

const HEADER = ['id', 'order_id', 'time', 'known_at', 'symbol', 'side', 'quantity', 'price', 'reference_price', 'value', 'cost'];

/** One row a fill, in the order in which they happened, with a column for each kind of cost, and of slippage. */
export function fillsCsv(result: Pick<BacktestResult, 'fills' | 'metrics'>): string {
  return csvFileText(fillsFile(result));
}

/** The same in blocks. */
export function fillsCsvBlocks(result: Pick<BacktestResult, 'fills' | 'metrics'>): Iterable<Uint8Array> {
  return csvFileBlocks(fillsFile(result));
}

function fillsFile({ fills, metrics }: Pick<BacktestResult, 'fills' | 'metrics'>): CsvFile {
  const kinds = [...metrics.costs.byKind.keys()];
  const moves = [...metrics.costs.slippageByKind.keys()];
  return {
    header: [...HEADER, ...kinds.map((kind) => `cost_${kind}`), 'point', 'path_dependent', ...moves.map((kind) => `slippage_${kind}`)],
    rows: fills.length,
    writeRow(out, row) {
      const fill = fills[row]!;
      const { order } = fill;
      out.whole(fill.id).text(',').whole(order.id).text(',');
      timeCell(out, fill.time).text(',');
      timeCell(out, fill.knownAt).text(',').text(textCell(order.symbol)).text(',').text(order.side).text(',');
      out.quantity(fill.lots, order.instrument.lot).text(',');
      numberCell(out, fill.priceNumber).text(',');
      numberCell(out, fill.referenceNumber).text(',').quanta(fill.valueQuanta).text(',').quanta(fill.costQuanta).text(',');
      for (const kind of kinds) out.quanta(amountOf(fill.costs, kind)).text(',');
      out.text(fill.point).text(fill.pathDependent ? ',true' : ',false');
      for (const kind of moves) out.text(',').quanta(amountOf(fill.slippage, kind));
    },
  };
}

function amountOf(items: readonly CostItem[], kind: string): Quanta {
  let sum: Quanta = 0;
  for (const item of items) if (item.kind === kind) sum = addQuanta(sum, item.amount);
  return sum;
}
