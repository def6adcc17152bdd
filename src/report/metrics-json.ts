import type { BacktestResult } from '../engine/result.js';
import type { Statistic } from '../statistics/statistic.js';
import { timeText } from './text.js';
import { figuresOf } from './figures.js';
import { jsonText } from './json.js';
import { performanceSections, reliabilitySection } from './metrics-sections.js';
import { withoutMachinePaths } from './paths.js';
import { statisticJson } from './statistic-json.js';

/** Version of the layout of metrics.json and manifest.json. */
export const SCHEMA_VERSION = 1;

/**
 * All figures of a run as JSON. A figure is `{ value, n }`, or `{ value: null, n, reason }` where its definition gives
 * no number. Amounts under `money` are exact, as text.
 */
export function metricsJson(result: BacktestResult): string {
  const { settings, metrics, flows, benchmark, analysis } = result;
  const { basis, calendar, account, broker, risk, strategies, seed, from, to } = settings;
  const figures = figuresOf(result);
  return jsonText({
    schemaVersion: SCHEMA_VERSION,
    name: settings.name,
    settings: {
      seed,
      basis,
      calendar,
      sessionsPerYear: metrics.sessionsPerYear,
      account,
      broker,
      risk,
      strategies,
      from,
      to,
      benchmark: settings.benchmark,
    },
    period: {
      firstSession: metrics.firstSession,
      lastSession: metrics.lastSession,
      sessions: metrics.sessions,
      points: metrics.points,
      lastTime: timeText(metrics.lastTime),
    },
    figures: Object.fromEntries(figures.map(({ definition, value }) => [definition.key, statisticJson(value)])),
    drawdown: {
      peakTime: timeText(metrics.drawdown.peakTime) || undefined,
      troughTime: timeText(metrics.drawdown.troughTime) || undefined,
      recoveryTime: timeText(metrics.drawdown.recoveryTime) || undefined,
    },
    benchmark: benchmark && {
      symbol: benchmark.symbol,
      figures: Object.fromEntries(
        figures.flatMap((figure) => (figure.benchmark === undefined ? [] : [[figure.definition.key, statisticJson(figure.benchmark)]])),
      ),
    },
    performance: performanceSections(result),
    reliability: reliabilitySection(result),
    money: {
      currency: account.currency,
      startCash: result.startCash,
      flows,
      finalCash: result.finalCash,
      costs: metrics.costs.total,
      costsByKind: metrics.costs.byKind,
      traded: metrics.costs.traded,
    },
    strategies: result.strategies.map(({ name, realised, costs, account: own }) => ({
      name,
      realised,
      costs,
      ...(own && { account: own }),
    })),
    openPositions: result.positions.map((position) => ({
      strategy: position.strategy,
      symbol: position.symbol,
      quantity: position.quantity,
    })),
    analysis: Object.fromEntries(
      Object.entries(analysis).map(([name, value]) => [name, isStatistic(value) ? statisticJson(value) : value]),
    ),
    inputs: result.inputs,
    warnings: withoutMachinePaths(result).warnings,
  });
}

/** True for what an analyzer of one number gives. */
export function isStatistic(value: unknown): value is Statistic {
  return typeof value === 'object' && value !== null && 'value' in value && typeof (value as { n?: unknown }).n === 'number';
}
