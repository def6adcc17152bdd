import type { EquityCurve } from '../analyzers/equity-curve.js';
import type { BarTable } from '../core/table.js';

/** Buying the benchmark with the starting cash and holding it, without costs. */
export interface BenchmarkCurve {
  readonly symbol: string;
  /** Parallel to the equity curve's sessions; NaN before the benchmark's first bar. */
  readonly sessionEquity: Float64Array;
}

/** The benchmark at the sessions of an equity curve, from the price last known at its start (or its first open). */
export function benchmarkCurve(table: BarTable, symbol: string, curve: EquityCurve): BenchmarkCurve {
  const series = table.venueSeries(table.indexOf(symbol));
  const before = series.source.countUntil(curve.startTime);
  const base = before > 0 ? series.close[before - 1]! : series.open[0]!;
  const sessionEquity = Float64Array.from(curve.sessionTimes, (time) => {
    const known = series.source.countUntil(time);
    return known === 0 ? Number.NaN : (curve.startEquity * series.close[known - 1]!) / base;
  });
  return { symbol, sessionEquity };
}
