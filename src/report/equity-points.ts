import type { EquityCurve } from '../analyzers/equity-curve.js';
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
  if (detail === 'all') {
    let session = 0;
    return {
      detail,
      length: curve.times.length,
      times: curve.times,
      equity: curve.equity,
      drawdown: drawdownOf(curve, curve.times),
      benchmark: benchmark && benchmarkCurve(table, benchmark.symbol, { ...curve, sessionTimes: curve.times }).sessionEquity,
      dateAt(index) {
        const time = curve.times[index]!;
        if (session > 0 && curve.sessionTimes[session - 1]! >= time) session = 0;
        while (session < curve.sessionTimes.length - 1 && curve.sessionTimes[session]! < time) session++;
        return curve.sessionDates[session]!;
      },
    };
  }
  return {
    detail,
    length: curve.sessionTimes.length,
    times: curve.sessionTimes,
    equity: curve.sessionEquity,
    drawdown: drawdownOf(curve, curve.sessionTimes),
    benchmark: benchmark?.sessionEquity,
    dateAt: (index) => curve.sessionDates[index]!,
  };
}

/** Drawdown at these times, each the time of a point. */
function drawdownOf({ startEquity, times, equity }: EquityCurve, at: Float64Array): Float64Array {
  const drawdown = new Float64Array(at.length);
  let peak = startEquity;
  let last = startEquity;
  let point = 0;
  for (let i = 0; i < at.length; i++) {
    const until = at[i]!;
    for (; point < times.length && times[point]! <= until; point++) {
      last = equity[point]!;
      if (last > peak) peak = last;
    }
    drawdown[i] = last / peak - 1;
  }
  return drawdown;
}
