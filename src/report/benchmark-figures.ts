import type { BacktestResult } from '../engine/result.js';
import { maxDrawdown } from '../statistics/max-drawdown.js';
import { annualisedVolatility, cagr, simpleReturns, totalReturn } from '../statistics/returns.js';
import { sharpeRatio } from '../statistics/sharpe.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';

/** The benchmark's own figures, over the same sessions and by the same definitions. */
export interface BenchmarkFigures {
  readonly symbol: string;
  readonly finalEquity: Statistic;
  readonly totalReturn: Statistic;
  readonly cagr: Statistic;
  readonly volatility: Statistic;
  readonly sharpe: Statistic;
  /** Of the session points: the benchmark has no others. */
  readonly maxDrawdown: Statistic;
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
  if (n === 0 || Number.isNaN(sessionEquity[0])) {
    const none = noStatistic(n === 0 ? 'the run has no session' : `${symbol} has no price yet at the first session`, n);
    return { symbol, finalEquity: none, totalReturn: none, cagr: none, volatility: none, sharpe: none, maxDrawdown: none };
  }
  const curve = Float64Array.of(equity.startEquity, ...sessionEquity);
  const ends = [equity.startEquity, sessionEquity[n - 1]!];
  const returns = simpleReturns(curve);
  return {
    symbol,
    finalEquity: statistic(sessionEquity[n - 1]!, n),
    totalReturn: { ...totalReturn(ends), n },
    cagr: { ...cagr(ends, n / periodsPerYear), n },
    volatility: annualisedVolatility(returns, { periodsPerYear }),
    sharpe: sharpeRatio(returns, { periodsPerYear }),
    maxDrawdown: { ...maxDrawdown(curve), n },
  };
}
