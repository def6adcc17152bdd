import type { EquityCurve } from '../analyzers/equity-curve.js';
import { Performance } from '../analyzers/performance.js';
import type { BarTable } from '../core/table.js';
import type { RunRecord } from '../record/run-record.js';
import type { PathInterval } from '../reliability/path-interval.js';
import { Reliability } from '../reliability/reliability.js';
import type { BenchmarkCurve } from './benchmark.js';
import type { Metrics } from './metrics.js';
import type { BacktestResult } from './result.js';

export interface InsightParts {
  readonly curve: EquityCurve;
  readonly metrics: Metrics;
  readonly table: BarTable;
  readonly record: RunRecord;
  readonly positions: BacktestResult['positions'];
  readonly benchmark: BenchmarkCurve | undefined;
  readonly pathInterval: PathInterval;
}

/** What is worked out of a finished run when somebody reads it. Makes two objects and computes nothing. */
export function insightOf(parts: InsightParts): Pick<BacktestResult, 'performance' | 'reliability'> {
  const { curve, metrics, table, record, positions, benchmark, pathInterval } = parts;
  const performance = new Performance({
    curve,
    sessionsPerYear: metrics.sessionsPerYear,
    cagr: metrics.cagr,
    maxDrawdown: metrics.drawdown.depth,
    table,
    record,
    positions,
    benchmark,
  });
  return {
    performance,
    reliability: new Reliability({ curve, metrics, performance, table, record, openPositions: positions.length, pathInterval }),
  };
}
