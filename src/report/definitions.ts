import type { Metrics } from '../engine/metrics.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import type { BenchmarkFigures } from './benchmark-figures.js';

/** How a figure is written. Fractions are shown as percent; `days` are calendar days. */
export type FigureUnit = 'money' | 'percent' | 'ratio' | 'days' | 'count';

export type FigureGroup = 'Return' | 'Risk' | 'Trading';

/** One figure of a report: what it is called, what it means and where it is found. */
export interface FigureDefinition {
  /** Name in metrics.json. */
  readonly key: string;
  readonly label: string;
  readonly group: FigureGroup;
  readonly unit: FigureUnit;
  /** The formula in words. */
  readonly definition: string;
  /** What `n` counts. */
  readonly counts: string;
  /** Where the formula comes from, when it is not plain arithmetic. */
  readonly source?: string;
  readonly of: (metrics: Metrics) => Statistic;
  /** The benchmark's value, where the figure makes sense for it. */
  readonly ofBenchmark?: (benchmark: BenchmarkFigures) => Statistic;
}

/** Every figure of every report, in the order in which reports show them. */
export const FIGURES: readonly FigureDefinition[] = [
  {
    key: 'finalEquity',
    label: 'Final equity',
    group: 'Return',
    unit: 'money',
    definition: 'Cash plus all open positions at their last price, at the last point of the run.',
    counts: 'points',
    of: ({ finalEquity, points }) => statistic(finalEquity, points),
    ofBenchmark: (benchmark) => benchmark.finalEquity,
  },
  {
    key: 'totalReturn',
    label: 'Total return',
    group: 'Return',
    unit: 'percent',
    definition: 'Final equity over starting equity, less 1. Costs are in it.',
    counts: 'sessions',
    of: (metrics) => metrics.totalReturn,
    ofBenchmark: (benchmark) => benchmark.totalReturn,
  },
  {
    key: 'cagr',
    label: 'Growth a year (CAGR)',
    group: 'Return',
    unit: 'percent',
    definition:
      '(final equity / starting equity) ^ (1 / years) − 1, where years = sessions / sessions a year of the calendar. It extrapolates a run of less than a year.',
    counts: 'sessions',
    of: (metrics) => metrics.cagr,
    ofBenchmark: (benchmark) => benchmark.cagr,
  },
  {
    key: 'volatility',
    label: 'Volatility a year',
    group: 'Risk',
    unit: 'percent',
    definition:
      'Sample standard deviation (n − 1) of the session returns × √(sessions a year). The first return is from the starting equity.',
    counts: 'session returns',
    of: (metrics) => metrics.volatility,
    ofBenchmark: (benchmark) => benchmark.volatility,
  },
  {
    key: 'sharpe',
    label: 'Sharpe ratio',
    group: 'Risk',
    unit: 'ratio',
    definition: 'Mean of the session returns / their sample standard deviation × √(sessions a year). The risk-free rate is taken as 0.',
    counts: 'session returns',
    source: 'Sharpe (1994), The Sharpe Ratio, Journal of Portfolio Management 21',
    of: (metrics) => metrics.sharpe,
    ofBenchmark: (benchmark) => benchmark.sharpe,
  },
  {
    key: 'probabilisticSharpe',
    label: 'Probability that Sharpe > 0',
    group: 'Risk',
    unit: 'percent',
    definition:
      'Probabilistic Sharpe ratio against 0: Φ(SR × √(n − 1) / √(1 − γ₃ SR + (γ₄ − 1) / 4 × SR²)), with SR a session, skewness γ₃ and plain kurtosis γ₄ (3 for a normal distribution).',
    counts: 'session returns',
    source: 'Bailey and López de Prado (2012), The Sharpe Ratio Efficient Frontier, Journal of Risk 15',
    of: (metrics) => metrics.probabilisticSharpe,
  },
  {
    key: 'maxDrawdown',
    label: 'Deepest drawdown',
    group: 'Risk',
    unit: 'percent',
    definition:
      'Lowest value of equity / highest equity so far − 1. Every point of the run counts, the starting equity too; for a benchmark the session points.',
    counts: 'points',
    of: ({ drawdown }) => drawdown.depth,
    ofBenchmark: (benchmark) => benchmark.maxDrawdown,
  },
  {
    key: 'drawdownDays',
    label: 'Its length',
    group: 'Risk',
    unit: 'days',
    definition:
      'Calendar days from the peak before the deepest drawdown until equity reached that peak again, or to the last point if it did not.',
    counts: 'points',
    of: ({ drawdown, points }) => existing(drawdown.lengthDays, points, 'equity never fell below its peak'),
  },
  {
    key: 'recoveryDays',
    label: 'Its recovery',
    group: 'Risk',
    unit: 'days',
    definition: 'Calendar days from the bottom of the deepest drawdown until its peak was reached again.',
    counts: 'points',
    of: ({ drawdown, points }) =>
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
    definition: 'Calendar days from peak to recovery of the longest drawdown that was made good; 0 if none was.',
    counts: 'points',
    of: ({ drawdown, points }) => statistic(drawdown.longestRecoveredDays, points),
  },
  {
    key: 'currentDrawdown',
    label: 'Drawdown at the end',
    group: 'Risk',
    unit: 'percent',
    definition: 'Final equity / highest equity of the run − 1.',
    counts: 'points',
    of: ({ drawdown, points }) => statistic(drawdown.current, points),
  },
  {
    key: 'trades',
    label: 'Trades closed',
    group: 'Trading',
    unit: 'count',
    definition: 'Closed pieces of positions: (part of) an entry matched with (part of) an exit, first in first out.',
    counts: 'trades',
    of: ({ trades }) => statistic(trades, trades),
  },
  {
    key: 'winRate',
    label: 'Trades that made money',
    group: 'Trading',
    unit: 'percent',
    definition: 'Closed trades with a profit above 0 after the costs of entry and exit / all closed trades.',
    counts: 'trades',
    of: (metrics) => metrics.winRate,
  },
  {
    key: 'costs',
    label: 'Costs of trading',
    group: 'Trading',
    unit: 'money',
    definition: 'Sum of all costs of all fills, booked in cash.',
    counts: 'fills',
    of: ({ costs }) => statistic(costs.total.toNumber(), costs.fills),
  },
  {
    key: 'traded',
    label: 'Value traded',
    group: 'Trading',
    unit: 'money',
    definition: 'Sum of price × quantity of all fills, buys and sells.',
    counts: 'fills',
    of: ({ costs }) => statistic(costs.traded.toNumber(), costs.fills),
  },
  {
    key: 'costRate',
    label: 'Costs of value traded',
    group: 'Trading',
    unit: 'percent',
    definition: 'Costs of trading / value traded.',
    counts: 'fills',
    of: ({ costs }) =>
      costs.traded.isZero()
        ? noStatistic('nothing was traded', costs.fills)
        : statistic(costs.total.div(costs.traded).toNumber(), costs.fills),
  },
  {
    key: 'orders',
    label: 'Orders',
    group: 'Trading',
    unit: 'count',
    definition: 'Orders that the strategies sent.',
    counts: 'orders',
    of: ({ orders }) => statistic(orders, orders),
  },
  {
    key: 'rejectedOrders',
    label: 'Orders rejected',
    group: 'Trading',
    unit: 'count',
    definition: 'Orders that the risk rules or the broker refused; orders.csv says why.',
    counts: 'orders',
    of: ({ rejectedOrders, orders }) => statistic(rejectedOrders, orders),
  },
  {
    key: 'fills',
    label: 'Fills',
    group: 'Trading',
    unit: 'count',
    definition: 'Executions, whole or in part.',
    counts: 'fills',
    of: ({ fills }) => statistic(fills, fills),
  },
  {
    key: 'pathDependentFills',
    label: 'Fills that depend on the path',
    group: 'Trading',
    unit: 'count',
    definition: 'Fills that another order of prices within their bar would have made differently; the path policy decided.',
    counts: 'fills',
    of: ({ pathDependentFills, fills }) => statistic(pathDependentFills, fills),
  },
];

function existing(value: number | undefined, n: number, reason: string): Statistic {
  return value === undefined ? noStatistic(reason, n) : statistic(value, n);
}
