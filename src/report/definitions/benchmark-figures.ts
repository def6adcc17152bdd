import type { Performance } from '../../analyzers/performance.js';
import type { BenchmarkComparison } from '../../analyzers/versus-benchmark.js';
import { noStatistic, type Statistic } from '../../statistics/statistic.js';
import type { FigureDefinition } from './figure.js';

/** Beside the benchmark, session by session. */
export const BENCHMARK_FIGURES: readonly FigureDefinition[] = [
  {
    key: 'alpha',
    label: 'Alpha a year',
    group: 'Benchmark',
    unit: 'percent',
    inSummary: true,
    needsBenchmark: true,
    definition: '(mean of the session returns − beta × mean of the benchmark’s) × sessions a year. The risk-free rate is taken as 0.',
    counts: 'sessions with both returns',
    source: 'Jensen (1968), The Performance of Mutual Funds in the Period 1945-1964, Journal of Finance 23',
    of: ({ performance }) => besideBenchmark(performance, 'alpha'),
  },
  {
    key: 'beta',
    label: 'Beta',
    group: 'Benchmark',
    unit: 'ratio',
    inSummary: true,
    needsBenchmark: true,
    definition: 'Covariance of the session returns with the benchmark’s / variance of the benchmark’s.',
    counts: 'sessions with both returns',
    source: 'Jensen (1968), The Performance of Mutual Funds in the Period 1945-1964, Journal of Finance 23',
    of: ({ performance }) => besideBenchmark(performance, 'beta'),
  },
  {
    key: 'correlation',
    label: 'Correlation',
    group: 'Benchmark',
    unit: 'ratio',
    needsBenchmark: true,
    definition: 'Pearson’s correlation of the session returns with the benchmark’s.',
    counts: 'sessions with both returns',
    of: ({ performance }) => besideBenchmark(performance, 'correlation'),
  },
  {
    key: 'trackingError',
    label: 'Tracking error a year',
    group: 'Benchmark',
    unit: 'percent',
    needsBenchmark: true,
    definition: 'Sample standard deviation of (session return − benchmark’s) × √(sessions a year).',
    counts: 'sessions with both returns',
    of: ({ performance }) => besideBenchmark(performance, 'trackingError'),
  },
  {
    key: 'informationRatio',
    label: 'Information ratio',
    group: 'Benchmark',
    unit: 'ratio',
    inSummary: true,
    needsBenchmark: true,
    definition: 'Mean of (session return − benchmark’s) / its sample standard deviation × √(sessions a year).',
    counts: 'sessions with both returns',
    source: 'Grinold and Kahn (2000), Active Portfolio Management, chapter 5',
    of: ({ performance }) => besideBenchmark(performance, 'informationRatio'),
  },
  {
    key: 'upCapture',
    label: 'Up capture',
    group: 'Benchmark',
    unit: 'ratio',
    needsBenchmark: true,
    definition: 'In the sessions in which the benchmark rose: compound annual return of the run / that of the benchmark.',
    counts: 'sessions in which the benchmark rose',
    source: 'Morningstar (2011), Upside/Downside Capture Ratio, by sessions in place of months',
    of: ({ performance }) => besideBenchmark(performance, 'upCapture'),
  },
  {
    key: 'downCapture',
    label: 'Down capture',
    group: 'Benchmark',
    unit: 'ratio',
    needsBenchmark: true,
    definition: 'In the sessions in which the benchmark fell: compound annual return of the run / that of the benchmark. Below 1 is good.',
    counts: 'sessions in which the benchmark fell',
    source: 'Morningstar (2011), Upside/Downside Capture Ratio, by sessions in place of months',
    of: ({ performance }) => besideBenchmark(performance, 'downCapture'),
  },
];

/** Only asked for runs that name a benchmark. */
function besideBenchmark({ benchmark }: Performance, figure: Exclude<keyof BenchmarkComparison, 'symbol'>): Statistic {
  return benchmark?.[figure] ?? noStatistic('the run names no benchmark', 0);
}
