import type { BacktestResult } from '../../engine/result.js';
import type { Statistic } from '../../statistics/statistic.js';
import type { BenchmarkFigures } from '../benchmark-figures.js';

/** How a figure is written. Fractions are shown as percent; `days` are calendar days. */
export type FigureUnit = 'money' | 'percent' | 'ratio' | 'days' | 'count';

/** Heading under which reports show a figure. */
export type FigureGroup = 'Return' | 'Risk' | 'Benchmark' | 'Exposure' | 'Trading' | 'Trades' | 'Reliability';

/** What figures are made from. */
export type FigureSource = Pick<BacktestResult, 'metrics' | 'performance' | 'reliability'>;

/** One figure of a report: what it is called, what it means and where it is found. */
export interface FigureDefinition {
  /** Name in metrics.json. */
  readonly key: string;
  readonly label: string;
  readonly group: FigureGroup;
  readonly unit: FigureUnit;
  /** Whether the printed table has it: the important ones, some only for runs that they say something of. */
  readonly inSummary?: true | ((run: FigureSource) => boolean);
  /** Left out of runs that name no benchmark. */
  readonly needsBenchmark?: true;
  /** The formula in words. */
  readonly definition: string;
  /** What `n` counts. */
  readonly counts: string;
  /** Where the formula comes from, when it is not plain arithmetic. */
  readonly source?: string;
  /** The figure, taken from what a run found. */
  readonly of: (run: FigureSource) => Statistic;
  /** The benchmark's value, where the figure makes sense for it. */
  readonly ofBenchmark?: (benchmark: BenchmarkFigures) => Statistic;
}
