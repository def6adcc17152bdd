import type { CostItem, Fill } from '../core/fill.js';
import { quantaToText } from '../core/money.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BacktestResult } from '../engine/result.js';
import { csvBlocksOfLines, joined, textCell } from './csv.js';
import { numberText, quantityText, timeText } from './text.js';

const HEADER = ['id', 'order_id', 'time', 'known_at', 'symbol', 'side', 'quantity', 'price', 'reference_price', 'value', 'cost'];

/** One row a fill, in the order in which they happened, with a column for each kind of cost, and of slippage. */
export function fillsCsv(result: Pick<BacktestResult, 'fills' | 'metrics'>): string {
  return joined(fillsCsvBlocks(result));
}

/** The same in blocks. */
export function fillsCsvBlocks({ fills, metrics }: Pick<BacktestResult, 'fills' | 'metrics'>): Iterable<string> {
  const kinds = [...metrics.costs.byKind.keys()];
  const moves = [...metrics.costs.slippageByKind.keys()];
  const header = [...HEADER, ...kinds.map((kind) => `cost_${kind}`), 'point', 'path_dependent', ...moves.map((kind) => `slippage_${kind}`)];
  return csvBlocksOfLines(header, lines(fills, kinds, moves));
}

function* lines(fills: readonly Fill[], kinds: readonly string[], moves: readonly string[]): Generator<string, void, undefined> {
  for (const fill of fills) {
    const { order } = fill;
    let line =
      `${fill.id},${order.id},${timeText(fill.time)},${timeText(fill.knownAt)},${textCell(order.symbol)},${order.side},` +
      `${quantityText(fill.lots, order.instrument.lot)},${numberText(fill.priceNumber)},${numberText(fill.referenceNumber)},` +
      `${quantaToText(fill.valueQuanta)},${quantaToText(fill.costQuanta)},`;
    for (const kind of kinds) line += `${quantaToText(amountOf(fill.costs, kind))},`;
    line += `${fill.point},${fill.pathDependent}`;
    for (const kind of moves) line += `,${quantaToText(amountOf(fill.slippage, kind))}`;
    yield line;
  }
}

function amountOf(items: readonly CostItem[], kind: string): Quanta {
  let sum: Quanta = 0;
  for (const item of items) if (item.kind === kind) sum = addQuanta(sum, item.amount);
  return sum;
}
