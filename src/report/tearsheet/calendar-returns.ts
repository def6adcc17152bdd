import type { IsoDate } from '../../core/time.js';

/** Returns of one calendar year. */
export interface YearReturns {
  readonly year: number;
  /** January to December; `undefined` where the run has no session. */
  readonly months: readonly (number | undefined)[];
  readonly total: number;
}

/**
 * Returns by calendar month and year: last equity of the month (year) over the last equity before it, less 1. The first
 * month and the last one hold what the run has of them. Years without a session are left out.
 */
export function calendarReturns(dates: readonly IsoDate[], equity: ArrayLike<number>, startEquity: number): YearReturns[] {
  const years: { year: number; months: (number | undefined)[]; total: number; before: number }[] = [];
  let before = startEquity;
  for (let i = 0; i < dates.length; i++) {
    const date = dates[i]!;
    const month = date.slice(0, 7);
    if (dates[i + 1]?.slice(0, 7) === month) continue;
    const year = Number(date.slice(0, 4));
    let last = years[years.length - 1];
    if (last?.year !== year) {
      last = { year, months: Array.from({ length: 12 }, () => undefined), total: Number.NaN, before };
      years.push(last);
    }
    const value = equity[i]!;
    last.months[Number(date.slice(5, 7)) - 1] = value / before - 1;
    last.total = value / last.before - 1;
    before = value;
  }
  return years.map(({ year, months, total }) => ({ year, months, total }));
}
