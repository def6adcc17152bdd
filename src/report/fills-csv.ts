import type { Fill } from '../core/fill.js';
import { quantaToText } from '../core/money.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { BacktestResult } from '../engine/result.js';
import { csvBlocksOfLines, joined, textCell } from './csv.js';
import { numberText, quantityText, timeText } from './text.js';

const HEADER = ['id', 'order_id', 'time', 'known_at', 'symbol', 'side', 'quantity', 'price', 'reference_price', 'value', 'cost'];

/** One row a fill, in the order in which they happened, with a column for each kind of cost. */
export function fillsCsv(result: Pick<BacktestResult, 'fills' | 'metrics'>): string {
  return joined(fillsCsvBlocks(result));
}

/** The same in blocks. */
export function fillsCsvBlocks({ fills, metrics }: Pick<BacktestResult, 'fills' | 'metrics'>): Iterable<string> {
  const kinds = [...metrics.costs.byKind.keys()];
  return csvBlocksOfLines([...HEADER, ...kinds.map((kind) => `cost_${kind}`), 'point', 'path_dependent'], lines(fills, kinds));
}

function* lines(fills: readonly Fill[], kinds: readonly string[]): Generator<string, void, undefined> {
  for (const fill of fills) {
    const { order } = fill;
    let line =
      `${fill.id},${order.id},${timeText(fill.time)},${timeText(fill.knownAt)},${textCell(order.symbol)},${order.side},` +
      `${quantityText(fill.lots, order.instrument.lot)},${numberText(fill.priceNumber)},${numberText(fill.referenceNumber)},` +
      `${quantaToText(fill.valueQuanta)},${quantaToText(fill.costQuanta)},`;
    for (const kind of kinds) line += `${quantaToText(costOf(fill, kind))},`;
    yield `${line}${fill.point},${fill.pathDependent}`;
  }
}

function costOf({ costs }: Fill, kind: string): Quanta {
  let sum: Quanta = 0;
  for (const cost of costs) if (cost.kind === kind) sum = addQuanta(sum, cost.amount);
  return sum;
}
