import { noStatistic, statistic, type Statistic } from '../../statistics/statistic.js';
import type { FigureDefinition } from './figure.js';

/** What was lost on the way. */
export const DRAWDOWN_FIGURES: readonly FigureDefinition[] = [
  {
    key: 'maxDrawdown',
    label: 'Deepest drawdown',
    group: 'Risk',
    unit: 'percent',
    inSummary: true,
    definition:
      'Lowest value of equity / highest equity so far − 1. Every point of the run counts, the starting equity too; for a benchmark the session points.',
    counts: 'points',
    of: ({ metrics: { drawdown } }) => drawdown.depth,
    ofBenchmark: (benchmark) => benchmark.maxDrawdown,
  },
  {
    key: 'drawdownDays',
    label: 'Its length',
    group: 'Risk',
    unit: 'days',
    inSummary: true,
    definition:
      'Calendar days from the peak before the deepest drawdown until equity reached that peak again, or to the last point if it did not.',
    counts: 'points',
    of: ({ metrics: { drawdown, points } }) => existing(drawdown.lengthDays, points, 'equity never fell below its peak'),
  },
  {
    key: 'recoveryDays',
    label: 'Its recovery',
    group: 'Risk',
    unit: 'days',
    inSummary: true,
    definition: 'Calendar days from the bottom of the deepest drawdown until its peak was reached again.',
    counts: 'points',
    of: ({ metrics: { drawdown, points } }) =>
      existing(
        drawdown.recoveryDays,
        points,
        drawdown.peakTime === undefined ? 'equity never fell below its peak' : 'the peak was not reached again',
      ),
  },
  {
    key: 'longestRecoveredDays',
    label: 'Longest drawdown made good',
    group: 'Risk',
    unit: 'days',
    inSummary: true,
    definition: 'Calendar days from peak to recovery of the longest drawdown that was made good; 0 if none was.',
    counts: 'points',
    of: ({ metrics: { drawdown, points } }) => statistic(drawdown.longestRecoveredDays, points),
  },
  {
    key: 'longestDrawdownDays',
    label: 'Longest drawdown',
    group: 'Risk',
    unit: 'days',
    definition: 'Calendar days from peak to recovery of the longest drawdown, or to the last point if it was not made good.',
    counts: 'points',
    of: ({ performance, metrics }) => statistic(performance.drawdowns.longestDays, metrics.points),
  },
  {
    key: 'currentDrawdown',
    label: 'Drawdown at the end',
    group: 'Risk',
    unit: 'percent',
    inSummary: true,
    definition: 'Final equity / highest equity of the run − 1.',
    counts: 'points',
    of: ({ metrics: { drawdown, points } }) => statistic(drawdown.current, points),
  },
  {
    key: 'averageDrawdown',
    label: 'Average drawdown',
    group: 'Risk',
    unit: 'percent',
    definition: 'Mean over all points of equity / highest equity so far − 1; the points at a peak count as 0.',
    counts: 'points',
    of: ({ performance }) => performance.drawdowns.average,
    ofBenchmark: (benchmark) => benchmark.averageDrawdown,
  },
  {
    key: 'ulcerIndex',
    label: 'Ulcer index',
    group: 'Risk',
    unit: 'ratio',
    definition: '√(mean over all points of the squared drawdown in percent).',
    counts: 'points',
    source: 'Martin and McCann (1989), The Investor’s Guide to Fidelity Funds',
    of: ({ performance }) => performance.drawdowns.ulcerIndex,
    ofBenchmark: (benchmark) => benchmark.ulcerIndex,
  },
  {
    key: 'timeUnderWater',
    label: 'Time under water',
    group: 'Risk',
    unit: 'percent',
    inSummary: true,
    definition: 'Points at which equity was below its highest so far / all points, the starting equity included.',
    counts: 'points',
    of: ({ performance }) => performance.drawdowns.timeUnderWater,
    ofBenchmark: (benchmark) => benchmark.timeUnderWater,
  },
];

function existing(value: number | undefined, n: number, reason: string): Statistic {
  return value === undefined ? noStatistic(reason, n) : statistic(value, n);
}
