import { describe, expect, test } from '@jest/globals';

import { annualisedVolatility, cagr, maxDrawdown, sharpeRatio, type Statistic, totalReturn } from '../../src/statistics/index.js';
import { expectNear, golden, report } from './golden-file.js';

interface Case {
  readonly returns: string;
  readonly expected: unknown;
  readonly period?: string;
  readonly risk_free?: string;
}

interface EmpyricalFile {
  readonly series: Readonly<Record<string, { readonly values: ReadonlyArray<number | 'NaN'> | string }>>;
  readonly definitions: { readonly annualisation: Readonly<Record<string, number>> };
  readonly cases: Readonly<Record<string, readonly Case[]>>;
  readonly decimals: Readonly<Record<string, number>>;
}

const FILE = 'stats-empyrical-a.json';
const { series, definitions, cases, decimals } = golden<EmpyricalFile>(FILE);

/** The series as written, missing values NaN. */
function values(name: string): number[] {
  const given = series[name]!.values;
  if (typeof given !== 'string') return given.map(Number);
  const [, value, times] = /^(\S+) repeated (\d+) times$/.exec(given)!;
  return Array.from({ length: Number(times) }, () => Number(value));
}

const present = (x: readonly number[]): number[] => x.filter((each) => !Number.isNaN(each));

/** Their conventions: the curve starts at 1 and a missing return leaves it unchanged. No returns, no curve. */
function curve(returns: readonly number[]): number[] {
  if (returns.length === 0) return [];
  let equity = 1;
  return [1, ...returns.map((each) => (equity *= Number.isNaN(each) ? 1 : 1 + each))];
}

function excess(given: Case): number[] {
  const free = given.risk_free ?? '0.0';
  const less = free in series ? values(free) : undefined;
  return present(values(given.returns).map((each, i) => each - (less?.[i] ?? Number(free))));
}

const yearly = (given: Case): number => definitions.annualisation[given.period ?? 'daily']!;
const growth = (given: Case): Statistic => {
  const returns = values(given.returns);
  return cagr(curve(returns), returns.length / yearly(given));
};

const COMPUTED: Readonly<Record<string, (given: Case) => Statistic>> = {
  cum_returns_final: (given) => totalReturn(curve(values(given.returns))),
  max_drawdown: (given) => maxDrawdown(curve(values(given.returns))),
  annual_ret: growth,
  cagr: growth,
  annual_volatility: (given) => annualisedVolatility(present(values(given.returns)), { periodsPerYear: yearly(given) }),
  sharpe_ratio: (given) => sharpeRatio(excess(given), { periodsPerYear: yearly(given) }),
  excess_sharpe: (given) => sharpeRatio(excess(given), { periodsPerYear: 1 }),
};

describe(`golden ${FILE}`, () => {
  const rows = Object.keys(COMPUTED).flatMap((name) => cases[name]!.map((given) => ({ name, given, returns: given.returns })));

  test('coverage', () => {
    report(FILE, rows.length, Object.values(cases).flat().length, 'cases');
    expect(rows).toHaveLength(20);
  });

  test.each(rows)('$name of $returns', ({ name, given }) => {
    const { value, reason } = COMPUTED[name]!(given);
    if (given.expected === 'NaN') {
      expect(value).toBeUndefined();
      expect(reason).toBeDefined();
    } else {
      expectNear(name, value, given.expected as number, 0, 1.5 * 10 ** -decimals[name]!);
    }
  });
});
