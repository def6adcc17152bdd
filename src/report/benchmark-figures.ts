import { type ReturnFigures, returnFigures } from '../analyzers/return-figures.js';
import type { BacktestResult } from '../engine/result.js';
import { maxDrawdown } from '../statistics/max-drawdown.js';
import { annualisedVolatility, cagr, simpleReturns, totalReturn } from '../statistics/returns.js';
import { sharpeRatio } from '../statistics/sharpe.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import { averageDrawdown, timeUnderWater, ulcerIndex } from '../statistics/under-water.js';

/** The benchmark's own figures, over the same sessions and by the same definitions. */
export interface BenchmarkFigures {
  readonly symbol: string;
  readonly finalEquity: Statistic;
  readonly totalReturn: Statistic;
  readonly cagr: Statistic;
  readonly volatility: Statistic;
  readonly sharpe: Statistic;
  /** Of the session points, like the three below: the benchmark has no others. */
  readonly maxDrawdown: Statistic;
  readonly averageDrawdown: Statistic;
  readonly ulcerIndex: Statistic;
  readonly timeUnderWater: Statistic;
  readonly returns: ReturnFigures;
}

export function benchmarkFigures({
  benchmark,
  equity,
  metrics,
}: Pick<BacktestResult, 'benchmark' | 'equity' | 'metrics'>): BenchmarkFigures | undefined {
  if (benchmark === undefined) return undefined;
  const { symbol, sessionEquity } = benchmark;
  const { sessionsPerYear: periodsPerYear } = metrics;
  const n = sessionEquity.length;
  const known = n > 0 && !Number.isNaN(sessionEquity[0]);
  const none = noStatistic(n === 0 ? 'the run has no session' : `${symbol} has no price yet at the first session`, n);
  const of = (make: () => Statistic): Statistic => (known ? make() : none);
  const curve = Float64Array.of(equity.startEquity, ...sessionEquity);
  const returns = simpleReturns(curve);
  const ends = [equity.startEquity, sessionEquity[n - 1]!];
  const growth = of(() => ({ ...cagr(ends, n / periodsPerYear), n }));
  const deepest = of(() => ({ ...maxDrawdown(curve), n }));
  return {
    symbol,
    finalEquity: of(() => statistic(sessionEquity[n - 1]!, n)),
    totalReturn: of(() => ({ ...totalReturn(ends), n })),
    cagr: growth,
    volatility: of(() => annualisedVolatility(returns, { periodsPerYear })),
    sharpe: of(() => sharpeRatio(returns, { periodsPerYear })),
    maxDrawdown: deepest,
    averageDrawdown: of(() => ({ ...averageDrawdown(curve), n })),
    ulcerIndex: of(() => ({ ...ulcerIndex(curve), n })),
    timeUnderWater: of(() => ({ ...timeUnderWater(curve), n })),
    returns: known ? returnFigures({ returns, periodsPerYear, cagr: growth, maxDrawdown: deepest }) : allOf(none),
  };
}

/** Figures of returns that do not exist, all for one reason. */
function allOf(none: Statistic): ReturnFigures {
  const names = Object.keys(returnFigures({ returns: new Float64Array(0), periodsPerYear: 1, cagr: none, maxDrawdown: none }));
  return Object.fromEntries(names.map((name) => [name, none])) as unknown as ReturnFigures;
}
