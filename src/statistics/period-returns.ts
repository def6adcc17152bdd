import { dayOfIsoDate, isoDateOfDay, type IsoDate } from '../core/time.js';

/** Calendar units that returns are put together by. Weeks begin on Monday (ISO 8601). */
export type ReturnPeriod = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Compound return of one calendar unit. */
export interface PeriodReturn {
  /** `2024-03-22`, the Monday of a week, `2024-03`, `2024-Q1` or `2024`. */
  readonly period: string;
  /** Product of (1 + return) less 1. NaN where one of its returns does not exist. */
  readonly value: number;
  /** Returns in it. */
  readonly n: number;
  readonly firstDate: IsoDate;
  readonly lastDate: IsoDate;
}

/** Returns of calendar units in time order; `dates[i]` is the (ascending) date of `returns[i]`. Units without a return are left out. */
export function returnsByPeriod(dates: readonly IsoDate[], returns: ArrayLike<number>, unit: ReturnPeriod): PeriodReturn[] {
  const found: PeriodReturn[] = [];
  let first = 0;
  for (let i = 0; i < returns.length; i = first) {
    const period = periodOf(dates[first]!, unit);
    let growth = 1;
    for (; first < returns.length && periodOf(dates[first]!, unit) === period; first++) growth *= 1 + returns[first]!;
    found.push({ period, value: growth - 1, n: first - i, firstDate: dates[i]!, lastDate: dates[first - 1]! });
  }
  return found;
}

/** Monday was the fifth day of the epoch: 1970-01-05. */
const FIRST_MONDAY = 4;

function periodOf(date: IsoDate, unit: ReturnPeriod): string {
  switch (unit) {
    case 'day':
      return date;
    case 'week': {
      const day = dayOfIsoDate(date)!;
      return isoDateOfDay(day - ((((day - FIRST_MONDAY) % 7) + 7) % 7));
    }
    case 'month':
      return date.slice(0, 7);
    case 'quarter':
      return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
    case 'year':
      return date.slice(0, 4);
  }
}
