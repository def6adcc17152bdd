import { describe, expect, test } from '@jest/globals';

import {
  annualisedAlpha,
  annualisedVolatility,
  averageDrawdown,
  benchmarkRegression,
  cagr,
  calmarRatio,
  conditionalValueAtRisk,
  deepestDrawdown,
  downsideDeviation,
  DrawdownTracker,
  informationRatio,
  kurtosis,
  maxDrawdown,
  mean,
  minimumTrackRecordLength,
  probabilisticSharpeRatio,
  sharpeRatio,
  sharpeStandardError,
  simpleReturns,
  skewness,
  sortinoRatio,
  standardDeviation,
  type Statistic,
  timedDrawdowns,
  totalReturn,
  trackingError,
  ulcerIndex,
  valueAtRisk,
} from '../../src/statistics/index.js';
import { csv, expectNear, golden, report } from './golden-file.js';

type Facts = Readonly<Record<string, unknown>>;
interface PerformanceFile {
  readonly input: { readonly ranges: Readonly<Record<string, readonly [string, string]>> };
  readonly expected: Readonly<Record<string, Facts>>;
  readonly tolerance: { readonly relative: number };
}

const FILE = 'performance-buy-and-hold.json';
const { input, expected, tolerance } = golden<PerformanceFile>(FILE);
const DAY = 86_400_000;
const YEAR = { periodsPerYear: 252 };

/** Prices of a range, by date. */
function prices(symbol: string, [from, to]: readonly [string, string]): { dates: string[]; equity: number[] } {
  const rows = csv(`examples/data/${symbol}.csv`).filter(({ date }) => date! >= from && date! <= to);
  return { dates: rows.map(({ date }) => date!), equity: rows.map((row) => Number(row['adj_close'])) };
}

/** Each fact of the file, by its name there. `undefined` stands for the file's null. */
function compute(symbol: string): Readonly<Record<string, number | string | undefined>> {
  const { dates, equity } = prices(symbol, input.ranges[symbol]!);
  const times = dates.map((date) => Date.parse(date));
  const returns = simpleReturns(equity);
  const days = (times.at(-1)! - times[0]!) / DAY;
  const tracker = new DrawdownTracker();
  equity.forEach((value, i) => tracker.update(times[i]!, value));
  const deepest = deepestDrawdown(timedDrawdowns(equity, times))!;
  const { peakIndex, troughIndex, recoveryIndex } = deepest;
  // The tracker must say the same as the list.
  expect([tracker.maxDrawdown.value, tracker.peakTime, tracker.troughIndex]).toEqual([deepest.depth, deepest.peakTime, troughIndex]);
  expect(tracker.recoveryIndex).toBe(recoveryIndex ?? -1);

  const of = ({ value, reason }: Statistic): number | undefined => {
    expect(value === undefined).toBe(reason !== undefined);
    return value;
  };
  const sharpe = (riskFreePerPeriod: number): number | undefined => of(sharpeRatio(returns, { ...YEAR, riskFreePerPeriod }));
  const psr = (annual: number): number | undefined => of(probabilisticSharpeRatio(returns, { benchmarkSharpe: annual / Math.sqrt(252) }));
  const minTrl = (annual: number): number | undefined =>
    of(minimumTrackRecordLength(returns, { benchmarkSharpe: annual / Math.sqrt(252) }));
  return {
    returns: returns.length,
    totalReturn: of(totalReturn(equity)),
    cagr_252: of(cagr(equity, returns.length / 252)),
    cagr_calendar: of(cagr(equity, days / 365.25)),
    meanDaily: of(mean(returns)),
    stdDaily: of(standardDeviation(returns)),
    downsideDeviationDaily: of(downsideDeviation(returns, { periodsPerYear: 1 })),
    sortino: of(sortinoRatio(returns, YEAR)),
    sortino_negativeOnly_ddof1: of(sortinoRatio(returns, { ...YEAR, denominator: 'negative-returns' })),
    calmar_252: of(calmarRatio(cagr(equity, returns.length / 252), maxDrawdown(equity))),
    calmar_calendar: of(calmarRatio(cagr(equity, days / 365.25), maxDrawdown(equity))),
    volAnnual: of(annualisedVolatility(returns, YEAR)),
    sharpe_rf0: sharpe(0),
    sharpe_rf2_simple: sharpe(0.02 / 252),
    sharpe_rf2_compound: sharpe(1.02 ** (1 / 252) - 1),
    skew_biased: of(skewness(returns)),
    skew_unbiased: of(skewness(returns, { unbiased: true })),
    kurtosisExcess_biased: of(kurtosis(returns))! - 3,
    kurtosisExcess_unbiased: of(kurtosis(returns, { unbiased: true }))! - 3,
    best: Math.max(...returns),
    worst: Math.min(...returns),
    positiveShare: returns.filter((each) => each > 0).length / returns.length,
    var95_historical: of(valueAtRisk(returns)),
    cvar95_historical: of(conditionalValueAtRisk(returns)),
    var95_historical_lower: of(valueAtRisk(returns, { interpolation: 'lower' })),
    var95_gaussian: of(valueAtRisk(returns, { method: 'gaussian' })),
    cvar95_gaussian: of(conditionalValueAtRisk(returns, { method: 'gaussian' })),
    var95_cornishFisher: of(valueAtRisk(returns, { method: 'cornish-fisher' })),
    'drawdown.ulcerIndex': of(ulcerIndex(equity)),
    'drawdown.averageDrawdown': of(averageDrawdown(equity)),
    kurtosisRaw_biased: of(kurtosis(returns)),
    'drawdown.maxDrawdown': of(maxDrawdown(equity)),
    'drawdown.peak': dates[peakIndex],
    'drawdown.trough': dates[troughIndex],
    'drawdown.recovery': recoveryIndex === undefined ? undefined : dates[recoveryIndex],
    'drawdown.sessionsPeakToTrough': troughIndex - peakIndex,
    'drawdown.sessionsTroughToRecovery': recoveryIndex === undefined ? undefined : recoveryIndex - troughIndex,
    'drawdown.sessionsUnderWater': deepest.lengthBars,
    'drawdown.daysPeakToTrough': (deepest.troughTime - deepest.peakTime) / DAY,
    'drawdown.daysPeakToRecovery': recoveryIndex === undefined ? undefined : deepest.lengthDays,
    'psr.sharpeDaily': of(sharpeRatio(returns, { periodsPerYear: 1 })),
    'psr.stdError': of(sharpeStandardError(returns)),
    'psr.psr_star0': psr(0),
    'psr.psr_starAnnual1': psr(1),
    'psr.minTRL_star0_95': minTrl(0),
    'psr.minTRL_starAnnual1_95': minTrl(1),
    'psr.minTRL_starAnnual0.25_95': minTrl(0.25),
    ...besideSpy(symbol, returns, of),
  };
}

/** Facts against SPY, which the file gives for all others. */
function besideSpy(
  symbol: string,
  returns: Float64Array,
  of: (statistic: Statistic) => number | undefined,
): Readonly<Record<string, number | undefined>> {
  if (symbol === 'SPY') return {};
  const benchmark = simpleReturns(prices('SPY', input.ranges[symbol]!).equity);
  const line = benchmarkRegression(returns, benchmark);
  return {
    'vsBenchmark.beta': of(line.beta),
    'vsBenchmark.alphaDaily': of(line.alphaPerPeriod),
    'vsBenchmark.alphaAnnual_times252': of(annualisedAlpha(line, YEAR)),
    'vsBenchmark.alphaAnnual_compound': of(annualisedAlpha(line, { ...YEAR, annualise: 'compound' })),
    'vsBenchmark.correlation': of(line.correlation),
    'vsBenchmark.trackingErrorAnnual': of(trackingError(returns, benchmark, YEAR)),
    'vsBenchmark.informationRatio': of(informationRatio(returns, benchmark, YEAR)),
  };
}

/** `{ a: { b: 1 } }` as `{ 'a.b': 1 }`. */
function flatten(facts: Facts): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]): Array<[string, unknown]> => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, value]];
      return Object.entries(value).map(([inner, each]) => [`${name}.${inner}`, each]);
    }),
  );
}

describe(`golden ${FILE}`, () => {
  const counted = { covered: 0, total: 0 };

  test.each(Object.keys(expected))('%s', (symbol) => {
    const wanted = flatten(expected[symbol]!);
    const actual = compute(symbol);
    counted.covered += Object.keys(actual).length;
    counted.total += Object.keys(wanted).filter((name) => !['range', 'benchmark'].includes(name)).length;
    for (const [name, value] of Object.entries(actual)) {
      expect(wanted).toHaveProperty([name]);
      const fact = wanted[name];
      // Counts, dates and nulls exactly, numbers within the file's tolerance.
      if (typeof fact !== 'number' || Number.isInteger(fact)) expect([name, value ?? null]).toEqual([name, fact]);
      else expectNear(`${symbol} ${name}`, value as number | undefined, fact, tolerance.relative, name.startsWith('psr.psr') ? 1e-9 : 0);
    }
  });

  test('coverage', () => {
    report(FILE, counted.covered, counted.total, 'facts');
    expect([counted.covered, counted.total]).toEqual([4 * 47 + 3 * 7, 4 * 47 + 3 * 7]);
  });
});
