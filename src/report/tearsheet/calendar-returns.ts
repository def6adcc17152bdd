import type { IsoDate } from '../../core/time.js';
import { returnsByPeriod } from '../../statistics/period-returns.js';

/** Returns of one calendar year. */
export interface YearReturns {
  readonly year: number;
  /** January to December; `undefined` where the run has no session. */
  readonly months: readonly (number | undefined)[];
  readonly total: number;
}

/** Session returns put together by month and year, a row a year. Years without a session are left out. */
export function calendarReturns(dates: readonly IsoDate[], returns: ArrayLike<number>): YearReturns[] {
  const months = new Map(returnsByPeriod(dates, returns, 'month').map(({ period, value }) => [period, value]));
  return returnsByPeriod(dates, returns, 'year').map(({ period, value }) => ({
    year: Number(period),
    months: Array.from({ length: 12 }, (_, month) => months.get(`${period}-${String(month + 1).padStart(2, '0')}`)),
    total: value,
  }));
}
