import type { CostItem } from '../core/fill.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BacktestResult } from '../engine/result.js';
import { fillRowsOf } from '../record/rows-of.js';
import { csvFileBlocks, csvFileText, type CsvFile } from './csv.js';

const HEADER = ['id', 'order_id', 'time', 'known_at', 'symbol', 'side', 'quantity', 'price', 'reference_price', 'value', 'cost'];

/** One row a fill, in the order in which they happened, with a column for each kind of cost, and of slippage. */
export function fillsCsv(result: Pick<BacktestResult, 'fills' | 'metrics'>): string {
  return csvFileText(fillsFile(result));
}

/** The same in blocks. */
export function fillsCsvBlocks(result: Pick<BacktestResult, 'fills' | 'metrics'>): Iterable<Uint8Array> {
  return csvFileBlocks(fillsFile(result));
}

function fillsFile(result: Pick<BacktestResult, 'fills' | 'metrics'>): CsvFile {
  const { metrics } = result;
  const fills = fillRowsOf(result);
  const kinds = [...metrics.costs.byKind.keys()];
  const moves = [...metrics.costs.slippageByKind.keys()];
  return {
    header: [...HEADER, ...kinds.map((kind) => `cost_${kind}`), 'point', 'path_dependent', ...moves.map((kind) => `slippage_${kind}`)],
    rows: fills.length,
    cells(to, row) {
      const fill = fills.at(row)!;
      const { order } = fill;
      to.number(fill.id).number(order.id).time(fill.time).time(fill.knownAt).text(order.symbol).text(order.side);
      to.quantity(fill.lots, order.instrument.lot).number(fill.priceNumber).number(fill.referenceNumber);
      to.quanta(fill.valueQuanta).quanta(fill.costQuanta);
      for (const kind of kinds) to.quanta(amountOf(fill.costs, kind));
      to.text(fill.point).text(fill.pathDependent ? 'true' : 'false');
      for (const kind of moves) to.quanta(amountOf(fill.slippage, kind));
    },
  };
}

function amountOf(items: readonly CostItem[], kind: string): Quanta {
  let sum: Quanta = 0;
  for (const item of items) if (item.kind === kind) sum = addQuanta(sum, item.amount);
  return sum;
}
