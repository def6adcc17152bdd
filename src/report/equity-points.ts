import { benchmarkCurve } from '../engine/benchmark.js';
import type { BacktestResult } from '../engine/result.js';
import type { IsoDate } from '../core/time.js';

/** `sessions`: the last point of each session; `all`: every point of the run. */
export type EquityDetail = 'sessions' | 'all';

/** The equity curve as reports show it. All arrays are parallel; the start value stands apart. */
export interface EquityPoints {
  readonly detail: EquityDetail;
  readonly length: number;
  readonly times: Float64Array;
  readonly equity: Float64Array;
  /** `equity / highest equity so far - 1`, where every point of the run counts, the start value too. */
  readonly drawdown: Float64Array;
  /** NaN before the benchmark's first bar. */
  readonly benchmark: Float64Array | undefined;
  /** Session to which a point is counted. */
  dateAt(index: number): IsoDate;
}

/** The points that a report shows. */
export function equityPoints(
  result: Pick<BacktestResult, 'equity' | 'benchmark' | 'table'>,
  detail: EquityDetail = 'sessions',
): EquityPoints {
  const { equity: curve, benchmark, table } = result;
  const drawdown = drawdownOfAll(curve.startEquity, curve.equity);
  if (detail === 'all') {
    let session = 0;
    return {
      detail,
      length: curve.times.length,
      times: curve.times,
      equity: curve.equity,
      drawdown,
      benchmark: benchmark && benchmarkCurve(table, benchmark.symbol, { ...curve, sessionTimes: curve.times }).sessionEquity,
      dateAt(index) {
        const time = curve.times[index]!;
        if (session > 0 && curve.sessionTimes[session - 1]! >= time) session = 0;
        while (session < curve.sessionTimes.length - 1 && curve.sessionTimes[session]! < time) session++;
        return curve.sessionDates[session]!;
      },
    };
  }
  const ofSessions = new Float64Array(curve.sessionTimes.length);
  let point = 0;
  for (let session = 0; session < ofSessions.length; session++) {
    while (point < curve.times.length - 1 && curve.times[point]! < curve.sessionTimes[session]!) point++;
    ofSessions[session] = drawdown[point]!;
  }
  return {
    detail,
    length: curve.sessionTimes.length,
    times: curve.sessionTimes,
    equity: curve.sessionEquity,
    drawdown: ofSessions,
    benchmark: benchmark?.sessionEquity,
    dateAt: (index) => curve.sessionDates[index]!,
  };
}

function drawdownOfAll(start: number, equity: Float64Array): Float64Array {
  let peak = start;
  return equity.map((value) => {
    if (value > peak) peak = value;
    return value / peak - 1;
  });
}
