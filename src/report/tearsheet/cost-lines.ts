import { quantaToNumber } from '../../core/money.js';
import type { BacktestResult } from '../../engine/result.js';
import { fillRowsOf } from '../../record/rows-of.js';
import type { LineSource } from './line-data.js';

/** Costs paid so far, at the end of each session: a line a kind, and their sum where there are several. */
export function costLines(result: Pick<BacktestResult, 'fills' | 'equity'>): LineSource[] {
  const fills = fillRowsOf(result);
  const { sessionTimes } = result.equity;
  const kinds = new Map<string, Float64Array>();
  let session = 0;
  for (let at = 0; at < fills.length; at++) {
    const fill = fills.at(at)!;
    while (session < sessionTimes.length - 1 && sessionTimes[session]! < fill.time) session++;
    for (const { kind, amount } of fill.costs) {
      let paid = kinds.get(kind);
      if (paid === undefined) kinds.set(kind, (paid = new Float64Array(sessionTimes.length)));
      paid[session]! += quantaToNumber(amount);
    }
  }
  const lines = [...kinds].map(([name, values]) => ({ name, values: cumulated(values) }));
  if (lines.length < 2) return lines;
  const total = Float64Array.from(sessionTimes, (_, i) => lines.reduce((sum, line) => sum + line.values[i]!, 0));
  return [{ name: 'all costs', values: total }, ...lines];
}

function cumulated(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => (sum += value));
}
