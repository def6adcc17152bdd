import type { Contribution } from '../analyzers/attribution.js';
import type { BacktestResult } from '../engine/result.js';
import type { PathInterval, PathOutcome } from '../reliability/path-interval.js';
import type { Statistic } from '../statistics/statistic.js';
import type { TradeStatistics } from '../statistics/trade-statistics.js';
import { statisticJson } from './statistic-json.js';
import { timeText } from './text.js';

/** What metrics.json holds of a run's performance beside the figures: tables. */
export function performanceSections({ performance }: Pick<BacktestResult, 'performance'>): Readonly<Record<string, unknown>> {
  const { drawdowns, periods, trading, trades, attribution } = performance;
  return {
    drawdowns: drawdowns.worst.map((each) => ({
      depth: each.depth,
      peakTime: timeText(each.peakTime),
      troughTime: timeText(each.troughTime),
      recoveryTime: each.recoveryTime === undefined ? null : timeText(each.recoveryTime),
      days: each.lengthDays,
      fallDays: each.fallDays,
      recoveryDays: each.recoveryDays ?? null,
      points: each.lengthBars,
    })),
    returns: {
      months: periods.months.map(({ period, value, n }) => ({ period, value, n })),
      years: periods.years.map(({ period, value, n }) => ({ period, value, n })),
    },
    costsByKind: trading.byKind.map(({ kind, total, fills, ofTraded }) => ({ kind, total, fills, ofTraded: statisticJson(ofTraded) })),
    trades: { all: tradesJson(trades.all), long: tradesJson(trades.long), short: tradesJson(trades.short) },
    attribution: {
      profit: attribution.profit,
      other: attribution.other,
      bySymbol: attribution.bySymbol.map(contributionJson),
      byStrategy: attribution.byStrategy.map(contributionJson),
    },
  };
}

/** What metrics.json holds of how far the figures can be trusted. */
export function reliabilitySection({ reliability }: Pick<BacktestResult, 'reliability'>): Readonly<Record<string, unknown>> {
  const { costSensitivity, pathInterval, pathDependentFills, stalePositions, caveats } = reliability;
  return {
    costSensitivity: {
      scenarios: costSensitivity.scenarios.map(({ multiple, sharpe, totalReturn }) => ({
        multiple,
        sharpe: statisticJson(sharpe),
        totalReturn: statisticJson(totalReturn),
      })),
      breakEvenMultiple: statisticJson(costSensitivity.breakEvenMultiple),
    },
    pathDependentFills,
    pathInterval: pathIntervalJson(pathInterval),
    stalePositions,
    caveats,
  };
}

function pathIntervalJson(interval: PathInterval): unknown {
  if (interval.kind !== 'measured') return interval;
  const outcome = ({ policy, finalEquity, sharpe, fills }: PathOutcome): unknown => ({
    policy,
    finalEquity,
    sharpe: statisticJson(sharpe),
    fills,
  });
  const { kind, dependentFills, outcomes, worst, best, worstSharpe, bestSharpe } = interval;
  return {
    kind,
    dependentFills,
    outcomes: outcomes.map(outcome),
    worst: worst.policy,
    best: best.policy,
    worstSharpe: statisticJson(worstSharpe),
    bestSharpe: statisticJson(bestSharpe),
  };
}

function contributionJson({ ofProfit, ...rest }: Contribution): unknown {
  return { ...rest, ofProfit: statisticJson(ofProfit) };
}

function tradesJson(statistics: TradeStatistics): unknown {
  const entries = Object.entries(statistics) as [string, number | Statistic][];
  return Object.fromEntries(entries.map(([name, one]) => [name, typeof one === 'number' ? one : statisticJson(one)]));
}
