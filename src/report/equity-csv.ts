import type { BacktestResult } from '../engine/result.js';
import { csvFileBlocks, csvFileText, type CsvFile } from './csv.js';
import { equityPoints, type EquityDetail } from './equity-points.js';

/** One row a session (or a point): date of its session, time, equity, drawdown and, if there is one, the benchmark. */
export function equityCsv(result: BacktestResult, detail: EquityDetail = 'sessions'): string {
  return csvFileText(equityFile(result, detail));
}

/** The same in blocks. */
export function equityCsvBlocks(result: BacktestResult, detail: EquityDetail = 'sessions'): Iterable<Uint8Array> {
  return csvFileBlocks(equityFile(result, detail));
}

function equityFile(result: BacktestResult, detail: EquityDetail): CsvFile {
  const points = equityPoints(result, detail);
  const { times, equity, drawdown, benchmark } = points;
  return {
    header: ['date', 'time', 'equity', 'drawdown', ...(benchmark === undefined ? [] : ['benchmark'])],
    rows: points.length,
    cells(to, row) {
      to.text(points.dateAt(row)).time(times[row]).number(equity[row]).number(drawdown[row]);
      if (benchmark !== undefined) to.number(benchmark[row]);
    },
  };
}
