import type { BacktestResult } from '../engine/result.js';
import { csvBlocks, joined, type Cell } from './csv.js';
import { equityPoints, type EquityDetail, type EquityPoints } from './equity-points.js';
import { numberText, timeText } from './text.js';

/** One row a session (or a point): date of its session, time, equity, drawdown and, if there is one, the benchmark. */
export function equityCsv(result: BacktestResult, detail: EquityDetail = 'sessions'): string {
  return joined(equityCsvBlocks(result, detail));
}

/** The same in blocks. */
export function equityCsvBlocks(result: BacktestResult, detail: EquityDetail = 'sessions'): Iterable<string> {
  const points = equityPoints(result, detail);
  return csvBlocks(['date', 'time', 'equity', 'drawdown', ...(points.benchmark === undefined ? [] : ['benchmark'])], rows(points));
}

function* rows(points: EquityPoints): Generator<Cell[], void, undefined> {
  const { times, equity, drawdown, benchmark } = points;
  for (let i = 0; i < points.length; i++) {
    const row = [points.dateAt(i), timeText(times[i]), numberText(equity[i]), numberText(drawdown[i])];
    if (benchmark !== undefined) row.push(numberText(benchmark[i]));
    yield row;
  }
}
