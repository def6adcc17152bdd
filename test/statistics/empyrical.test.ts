import { describe, expect, test } from '@jest/globals';

import {
  annualisedAlpha,
  annualisedVolatility,
  benchmarkRegression,
  cagr,
  calmarRatio,
  captureRatio,
  type CaptureSide,
  downsideDeviation,
  equityFromReturns,
  maxDrawdown,
  omegaRatio,
  returnsByPeriod,
  type ReturnPeriod,
  rollingAlpha,
  rollingBeta,
  rollingSharpe,
  sharpeRatio,
  sortinoRatio,
  type Statistic,
  tailRatio,
  totalReturn,
} from '../../src/statistics/index.js';
import { expectNear, golden, report } from './golden-file.js';

interface Case {
  readonly returns: string;
  readonly expected: unknown;
  readonly period?: string;
  readonly risk_free?: string;
  readonly required_return?: string | number;
  readonly factor_returns?: string;
  readonly benchmark?: string;
  readonly starting_value?: number;
  readonly convert_to?: string;
  readonly window?: number;
}

interface EmpyricalFile {
  readonly series: Readonly<Record<string, { readonly values: ReadonlyArray<number | 'NaN'> | string; readonly dates: string }>>;
  readonly definitions: { readonly annualisation: Readonly<Record<string, number>> };
  readonly cases: Readonly<Record<string, readonly Case[]>>;
  readonly decimals: Readonly<Record<string, number>>;
}

const FILE = 'stats-empyrical-a.json';
const { series, definitions, cases, decimals } = golden<EmpyricalFile>(FILE);

/** The series as written, missing values NaN; `-x` is negated, `x[1:]` lacks its first value. */
function values(name: string): number[] {
  if (name.startsWith('-')) return values(name.slice(1)).map((each) => -each);
  if (name.endsWith('[1:]')) return values(name.slice(0, -4)).slice(1);
  const given = series[name]!.values;
  if (typeof given !== 'string') return given.map(Number);
  const [, value, times] = /^(\S+) repeated (\d+) times$/.exec(given)!;
  return Array.from({ length: Number(times) }, () => Number(value));
}

const present = (x: readonly number[]): number[] => x.filter((each) => !Number.isNaN(each));

/** Their conventions: the curve starts at 1 and a missing return leaves it unchanged. No returns, no curve. */
function curve(returns: readonly number[]): number[] {
  return returns.length === 0 ? [] : [...equityFromReturns(returns.map((each) => (Number.isNaN(each) ? 0 : each)))];
}

/** Returns less a constant or a series, missing ones dropped. */
function excess(returns: string, less: string | number = 0): number[] {
  const other = typeof less === 'string' && less in series ? values(less) : undefined;
  return present(values(returns).map((each, i) => each - (other?.[i] ?? Number(less))));
}

const yearly = (given: Case): number => definitions.annualisation[given.period ?? 'daily']!;
const growth = (given: Case): Statistic => {
  const returns = values(given.returns);
  return cagr(curve(returns), returns.length / yearly(given));
};

/**
 * Two series side by side as they align them: by date, from the end (a series without its first value begins a day
 * later). A pair with a missing return counts as one without a benchmark.
 */
function aligned(given: Case): { returns: Float64Array; benchmark: Float64Array } {
  const all = [values(given.returns), values(given.benchmark ?? given.factor_returns!)] as const;
  const longest = Math.max(...all.map((each) => each.length));
  const [own, other] = all.map((each) => [...Array.from({ length: longest - each.length }, () => Number.NaN), ...each]) as [
    number[],
    number[],
  ];
  return {
    returns: Float64Array.from(own, (each) => (Number.isNaN(each) ? 0 : each)),
    benchmark: Float64Array.from(other, (each, i) => (Number.isNaN(own[i]!) ? Number.NaN : each)),
  };
}

type Both = (returns: Float64Array, benchmark: Float64Array) => Statistic | Statistic[];
const beside =
  (of: Both, keep: (benchmark: number) => boolean = () => true) =>
  (given: Case): Statistic | Statistic[] => {
    const { returns, benchmark } = aligned(given);
    return of(
      returns,
      benchmark.map((each) => (keep(each) ? each : Number.NaN)),
    );
  };
const alpha: Both = (returns, benchmark) =>
  annualisedAlpha(benchmarkRegression(returns, benchmark), { periodsPerYear: 252, annualise: 'compound' });
const alphaBeta: Both = (returns, benchmark) => [alpha(returns, benchmark) as Statistic, benchmarkRegression(returns, benchmark).beta];
const capture =
  (side: CaptureSide): Both =>
  (returns, benchmark) =>
    captureRatio(returns, benchmark, { periodsPerYear: 252, side });
const over = (up: Statistic, down: Statistic): Statistic =>
  up.value === undefined || down.value === undefined
    ? { ...up, value: undefined, reason: up.reason ?? down.reason! }
    : { ...up, value: up.value / down.value };
const upDown: Both = (returns, benchmark) =>
  over(capture('up')(returns, benchmark) as Statistic, capture('down')(returns, benchmark) as Statistic);

/** Full windows only, as they give them. */
const windows =
  (of: Both) =>
  (given: Case): (Statistic | Statistic[])[] => {
    const { returns, benchmark } = aligned(given);
    const window = given.window!;
    return Array.from({ length: Math.max(0, returns.length + 1 - window) }, (_, i) =>
      of(returns.subarray(i, i + window), benchmark.subarray(i, i + window)),
    );
  };

/** A rolling series of ours: its full windows as statistics. */
const full = (rolled: Float64Array, window: number): Statistic[] =>
  [...rolled.subarray(Math.min(rolled.length, window - 1))].map((value) =>
    Number.isNaN(value) ? { value: undefined, n: window, reason: 'none' } : { value, n: window },
  );

const UNITS: Readonly<Record<string, ReturnPeriod>> = { weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' };

/** The dates that the file describes. */
function datesOf(name: string, count: number): string[] {
  const [, kind, first] = /^(daily|weekly|month ends|year ends).* from (\S+)$/.exec(series[name]!.dates)!;
  const start = new Date(`${first!}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) => {
    const [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()];
    const at =
      kind === 'daily'
        ? [year, month, day + i]
        : kind === 'weekly'
          ? [year, month, day + 7 * i]
          : kind === 'month ends'
            ? [year, month + i + 1, 0]
            : [year + i, month, day];
    return new Date(Date.UTC(at[0]!, at[1]!, at[2])).toISOString().slice(0, 10);
  });
}

const COMPUTED: Readonly<Record<string, (given: Case) => Statistic | (Statistic | Statistic[])[] | readonly number[]>> = {
  cum_returns: (given) =>
    curve(values(given.returns))
      .slice(1)
      .map((each) => each * given.starting_value!),
  cum_returns_final: (given) => totalReturn(curve(values(given.returns))),
  aggregate_returns: ({ returns, convert_to }) =>
    returnsByPeriod(datesOf(returns, values(returns).length), values(returns), UNITS[convert_to!]!).map(({ value }) => value),
  max_drawdown: (given) => maxDrawdown(curve(values(given.returns))),
  annual_ret: growth,
  cagr: growth,
  annual_volatility: (given) => annualisedVolatility(present(values(given.returns)), { periodsPerYear: yearly(given) }),
  calmar: (given) => calmarRatio(growth(given), maxDrawdown(curve(values(given.returns)))),
  omega: ({ returns, risk_free, required_return }) =>
    omegaRatio(excess(returns, risk_free), { thresholdPerPeriod: (1 + Number(required_return)) ** (1 / 252) - 1 }),
  sharpe_ratio: (given) => sharpeRatio(excess(given.returns, given.risk_free), { periodsPerYear: yearly(given) }),
  downside_risk: (given) => downsideDeviation(excess(given.returns, given.required_return), { periodsPerYear: yearly(given) }),
  sortino: (given) => sortinoRatio(excess(given.returns, given.required_return), { periodsPerYear: yearly(given) }),
  excess_sharpe: (given) => sharpeRatio(excess(given.returns, given.factor_returns), { periodsPerYear: 1 }),
  alpha: beside(alpha),
  alpha_beta: beside(alphaBeta),
  up_alpha_beta: beside(alphaBeta, (benchmark) => benchmark > 0),
  down_alpha_beta: beside(alphaBeta, (benchmark) => benchmark < 0),
  tail_ratio: ({ returns }) => tailRatio(present(values(returns))),
  capture_ratio: beside(capture('all')),
  up_capture: beside(capture('up')),
  down_capture: beside(capture('down')),
  up_down_capture: beside(upDown),
  roll_up_capture: windows(capture('up')),
  roll_down_capture: windows(capture('down')),
  roll_up_down_capture: windows(upDown),
  roll_alpha_beta: (given) => {
    const { returns, benchmark } = aligned(given);
    const window = given.window!;
    const alphas = full(rollingAlpha(returns, benchmark, { window, periodsPerYear: 252, annualise: 'compound' }), window);
    return full(rollingBeta(returns, benchmark, { window }), window).map((beta, i) => [alphas[i]!, beta]);
  },
  roll_sharpe_ratio: (given) => {
    // Their first window holds the missing return and drops it; in ours such a window has no ratio.
    const returns = Float64Array.from(values(given.returns));
    const window = given.window!;
    const rolled = full(rollingSharpe(returns, { window, periodsPerYear: 252 }), window);
    if (rolled.length === 0) return [];
    expect(rolled[0]!.value).toBeUndefined();
    return [sharpeRatio(present([...returns.subarray(0, window)]), { periodsPerYear: 252 }), ...rolled.slice(1)];
  },
};

/** A number, a list or a list of lists, NaN where there is none: as the file writes it. */
function written(found: Statistic | readonly (Statistic | readonly Statistic[] | number)[]): unknown {
  if (Array.isArray(found)) return found.map((each) => (typeof each === 'number' ? each : written(each as Statistic)));
  const { value, reason } = found as Statistic;
  expect(reason === undefined).toBe(value !== undefined);
  return value ?? 'NaN';
}

function compare(name: string, actual: unknown, expected: unknown, allowed: number): void {
  if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length);
    expected.forEach((each, i) => compare(`${name} ${i}`, (actual as unknown[])[i], each, allowed));
  } else if (expected === 'NaN') expect([name, actual]).toEqual([name, 'NaN']);
  else expectNear(name, actual as number, expected as number, 0, allowed);
}

// Not built: stability_of_timeseries, roll_max_drawdown, batting_average.
describe(`golden ${FILE}`, () => {
  const rows = Object.keys(COMPUTED).flatMap((name) => cases[name]!.map((given) => ({ name, given, returns: given.returns })));

  test('coverage', () => {
    const all = Object.values(cases).flat().length;
    report(FILE, rows.length, all, 'cases');
    expect([rows.length, all]).toEqual([82, 87]);
  });

  test.each(rows)('$name of $returns', ({ name, given }) => {
    compare(name, written(COMPUTED[name]!(given)), given.expected, 1.5 * 10 ** -decimals[name]!);
  });
});
