import { ConfigError } from '../core/errors.js';
import type { IsoDate } from '../core/time.js';
import { maxDrawdown } from '../statistics/max-drawdown.js';
import { benchmarkRegression } from '../statistics/regression.js';
import { annualisedVolatility, cagr, simpleReturns, totalReturn } from '../statistics/returns.js';
import { sharpeRatio } from '../statistics/sharpe.js';
import type { Statistic } from '../statistics/statistic.js';
import { drawdownSeries } from '../statistics/under-water.js';
import type { ComparedRun } from './compared-run.js';

/** A curve over the sessions that all runs cover. Arrays are parallel to the period's dates; NaN where it has no session. */
export interface CommonCurve {
  readonly label: string;
  readonly isBenchmark: boolean;
  /** 100 just before the first common session. */
  readonly rebased: Float64Array;
  readonly drawdown: Float64Array;
  readonly returns: Float64Array;
  readonly figures: CommonFigures;
}

/** Figures over the common period only, of session points. */
export interface CommonFigures {
  readonly totalReturn: Statistic;
  readonly cagr: Statistic;
  readonly volatility: Statistic;
  readonly sharpe: Statistic;
  readonly maxDrawdown: Statistic;
}

/** The sessions that all compared runs share. */
export interface CommonPeriod {
  /** Sessions of any run from the latest first to the earliest last one. */
  readonly dates: readonly IsoDate[];
  readonly curves: readonly CommonCurve[];
}

/**
 * Puts runs side by side over the sessions that all of them cover. The benchmark is one of the curves where all runs
 * have the same.
 * @throws ConfigError where no session is common to all.
 */
export function commonPeriod(runs: readonly ComparedRun[]): CommonPeriod {
  const first = runs.map(({ dates }) => dates[0]!).reduce((a, b) => (a > b ? a : b));
  const last = runs.map(({ dates }) => dates[dates.length - 1]!).reduce((a, b) => (a < b ? a : b));
  if (first > last) {
    throw new ConfigError(`the runs have no session in common: one begins on ${first}, another ends on ${last}`, {
      code: 'report/no-common-period',
      context: { first, last },
      hint: 'compare runs whose periods overlap',
    });
  }
  const dates = [...new Set(runs.flatMap((run) => run.dates.filter((date) => date >= first && date <= last)))].sort();
  const curves = runs.map((run) => curveOf(run.label, run, run.equity, run.startEquity, dates));
  const benchmark = commonBenchmark(runs);
  if (benchmark === undefined) return { dates, curves };
  const { label, run, values } = benchmark;
  return { dates, curves: [...curves, { ...curveOf(label, run, values, run.startEquity, dates), isBenchmark: true }] };
}

/** The benchmark, where every run has the same symbol: from the run that covers most sessions. */
function commonBenchmark(runs: readonly ComparedRun[]): { label: string; run: ComparedRun; values: Float64Array } | undefined {
  const symbol = runs[0]!.manifest.settings.benchmark;
  if (symbol === undefined || runs.some(({ manifest }) => manifest.settings.benchmark !== symbol)) return undefined;
  const run = runs.reduce((a, b) => (b.dates.length > a.dates.length ? b : a));
  return run.benchmark && { label: `${symbol}, held`, run, values: run.benchmark };
}

function curveOf(label: string, run: ComparedRun, equity: Float64Array, start: number, dates: readonly IsoDate[]): CommonCurve {
  const { sessionsPerYear: periodsPerYear } = run;
  const from = run.dates.findIndex((date) => date >= dates[0]!);
  const to = run.dates.findLastIndex((date) => date <= dates[dates.length - 1]!) + 1;
  const points = new Float64Array(to - from + 1);
  points[0] = from === 0 ? start : equity[from - 1]!;
  points.set(equity.subarray(from, to), 1);
  const returns = simpleReturns(points);
  const falls = drawdownSeries(points);
  const n = returns.length;
  const ends = [points[0], points[n]!];
  const at = new Map(run.dates.slice(from, to).map((date, i) => [date, i]));
  const spread = (valueAt: (i: number) => number): Float64Array =>
    Float64Array.from(dates, (date) => {
      const i = at.get(date);
      return i === undefined ? Number.NaN : valueAt(i);
    });
  return {
    label,
    isBenchmark: false,
    rebased: spread((i) => (100 * points[i + 1]!) / points[0]!),
    drawdown: spread((i) => falls[i + 1]!),
    returns: spread((i) => returns[i]!),
    figures: {
      totalReturn: { ...totalReturn(ends), n },
      cagr: { ...cagr(ends, n / periodsPerYear), n },
      volatility: annualisedVolatility(returns, { periodsPerYear }),
      sharpe: sharpeRatio(returns, { periodsPerYear }),
      maxDrawdown: { ...maxDrawdown(points), n: points.length },
    },
  };
}

/** Pearson's correlation of the session returns of each two curves, over the sessions that both have. */
export function correlations(curves: readonly CommonCurve[]): Statistic[][] {
  return curves.map((a) =>
    curves.map((b) => {
      const both = a.returns.map((value, i) => (Number.isNaN(value) ? Number.NaN : b.returns[i]!));
      const own = a.returns.filter((value) => !Number.isNaN(value));
      const other = both.filter((_, i) => !Number.isNaN(a.returns[i]!));
      return benchmarkRegression(own, other).correlation;
    }),
  );
}
