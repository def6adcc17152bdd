import { type PeriodReturn, returnsByPeriod } from '../statistics/period-returns.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import type { AnalyzerFactory } from './analyzer.js';
import { ofEquityCurve } from './curve-analyzer.js';
import type { EquityCurve } from './equity-curve.js';
import { sessionReturnsOf } from './session-returns.js';

/** Returns by calendar units, made of session returns. A unit that the run does not cover whole is in it with what it has. */
export interface PeriodTable {
  /** One a session. */
  readonly days: readonly PeriodReturn[];
  readonly months: readonly PeriodReturn[];
  readonly years: readonly PeriodReturn[];
  /** Part of the months with a return above 0. */
  readonly positiveMonths: Statistic;
  readonly bestMonth: Statistic;
  readonly worstMonth: Statistic;
}

/** Returns by day, month and year of a finished curve. */
export function periodTableOf(curve: EquityCurve): PeriodTable {
  const returns = sessionReturnsOf(curve);
  const by = (unit: 'day' | 'month' | 'year'): PeriodReturn[] => returnsByPeriod(curve.sessionDates, returns, unit);
  const months = by('month');
  const n = months.length;
  const over = (of: (values: readonly number[]) => number): Statistic =>
    n === 0 ? noStatistic('the run has no session', 0) : statistic(of(months.map(({ value }) => value)), n);
  return {
    days: by('day'),
    months,
    years: by('year'),
    positiveMonths: over((values) => values.filter((each) => each > 0).length / n),
    bestMonth: over((values) => Math.max(...values)),
    worstMonth: over((values) => Math.min(...values)),
  };
}

/** Returns by day, month and year. */
export function periodReturns(): AnalyzerFactory<PeriodTable> {
  return ofEquityCurve(periodTableOf);
}
