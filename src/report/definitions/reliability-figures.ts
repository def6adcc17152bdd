import type { Metrics } from '../../engine/metrics.js';
import type { Reliability } from '../../reliability/reliability.js';
import { noStatistic, statistic, type Statistic } from '../../statistics/statistic.js';
import type { FigureDefinition, FigureSource } from './figure.js';

/** How far the others can be trusted. */
export const RELIABILITY_FIGURES: readonly FigureDefinition[] = [
  {
    key: 'sharpeWithoutCosts',
    label: 'Sharpe ratio without costs',
    group: 'Reliability',
    unit: 'ratio',
    definition: 'Sharpe ratio of the session returns with the costs of each session added back, fills held fixed.',
    counts: 'session returns',
    of: ({ reliability }) => sharpeAt(reliability, 0),
  },
  {
    key: 'sharpeAtTwiceCosts',
    label: 'Sharpe ratio at twice the costs',
    group: 'Reliability',
    unit: 'ratio',
    inSummary: true,
    definition: 'Sharpe ratio of the session returns with the costs of each session taken off once more, fills held fixed.',
    counts: 'session returns',
    of: ({ reliability }) => sharpeAt(reliability, 2),
  },
  {
    key: 'breakEvenCosts',
    label: 'Costs that leave nothing, times',
    group: 'Reliability',
    unit: 'ratio',
    inSummary: true,
    definition:
      'Multiple of the costs at which the mean session return is 0: 1 + mean return / mean of (costs of a session / equity before it).',
    counts: 'session returns',
    of: ({ reliability }) => reliability.costSensitivity.breakEvenMultiple,
  },
  {
    key: 'pathDependentFills',
    label: 'Fills that depend on the path',
    group: 'Reliability',
    unit: 'count',
    inSummary: true,
    definition: 'Fills that another order of prices within their bar would have made differently; the path policy decided.',
    counts: 'fills',
    of: ({ metrics: { pathDependentFills, fills } }) => statistic(pathDependentFills, fills),
  },
  {
    key: 'worstPathEquity',
    label: 'Final equity, worst path policy',
    group: 'Reliability',
    unit: 'money',
    inSummary: onPath,
    definition: 'Lowest final equity of the run under all policies about the way of prices within a bar.',
    counts: 'policies',
    of: ({ reliability, metrics }) => pathEquity(reliability, metrics, 'worst'),
  },
  {
    key: 'bestPathEquity',
    label: 'Final equity, best path policy',
    group: 'Reliability',
    unit: 'money',
    inSummary: onPath,
    definition: 'Highest final equity of the run under all these policies.',
    counts: 'policies',
    of: ({ reliability, metrics }) => pathEquity(reliability, metrics, 'best'),
  },
  {
    key: 'worstPathSharpe',
    label: 'Sharpe ratio, worst path policy',
    group: 'Reliability',
    unit: 'ratio',
    definition: 'Lowest Sharpe ratio of the run under all these policies.',
    counts: 'policies',
    of: ({ reliability, metrics }) => pathSharpe(reliability, metrics, 'worst'),
  },
  {
    key: 'bestPathSharpe',
    label: 'Sharpe ratio, best path policy',
    group: 'Reliability',
    unit: 'ratio',
    definition: 'Highest Sharpe ratio of the run under all these policies.',
    counts: 'policies',
    of: ({ reliability, metrics }) => pathSharpe(reliability, metrics, 'best'),
  },
  {
    key: 'staleSessions',
    label: 'Sessions valued at old prices',
    group: 'Reliability',
    unit: 'count',
    definition: 'Sum over the instruments of the sessions at whose end one was held that had no bar in that session.',
    counts: 'sessions',
    of: ({ reliability, metrics }) =>
      statistic(
        reliability.stalePositions.reduce((sum, each) => sum + each.sessions, 0),
        metrics.sessions,
      ),
  },
];

function onPath({ reliability }: FigureSource): boolean {
  return reliability.pathInterval.kind !== 'none';
}

function sharpeAt({ costSensitivity }: Reliability, multiple: number): Statistic {
  return costSensitivity.scenarios.find((each) => each.multiple === multiple)!.sharpe;
}

function pathEquity({ pathInterval }: Reliability, { finalEquity }: Metrics, end: 'worst' | 'best'): Statistic {
  switch (pathInterval.kind) {
    case 'none':
      return statistic(finalEquity, 1);
    case 'measured':
      return statistic(pathInterval[end].finalEquity, pathInterval.outcomes.length);
    case 'unknown':
      return noStatistic(pathInterval.reason, 1);
  }
}

function pathSharpe({ pathInterval }: Reliability, { sharpe }: Metrics, end: 'worst' | 'best'): Statistic {
  switch (pathInterval.kind) {
    case 'none':
      return { ...sharpe, n: 1 };
    case 'measured':
      return { ...pathInterval[end === 'worst' ? 'worstSharpe' : 'bestSharpe'], n: pathInterval.outcomes.length };
    case 'unknown':
      return noStatistic(pathInterval.reason, 1);
  }
}
