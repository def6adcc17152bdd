import type { BacktestResult } from '../engine/result.js';
import type { Statistic } from '../statistics/statistic.js';
import { benchmarkFigures } from './benchmark-figures.js';
import { FIGURES, type FigureDefinition } from './definitions.js';

/** A figure of one run. */
export interface Figure {
  readonly definition: FigureDefinition;
  readonly value: Statistic;
  readonly benchmark: Statistic | undefined;
}

/** All figures of a run, in the order of their definitions; without a benchmark, those that need none. */
export function figuresOf(result: Pick<BacktestResult, 'metrics' | 'performance' | 'reliability' | 'benchmark' | 'equity'>): Figure[] {
  const benchmark = benchmarkFigures(result);
  return FIGURES.filter(({ needsBenchmark = false }) => benchmark !== undefined || !needsBenchmark).map((definition) => ({
    definition,
    value: definition.of(result),
    benchmark: benchmark && definition.ofBenchmark?.(benchmark),
  }));
}
