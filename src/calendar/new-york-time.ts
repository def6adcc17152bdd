import { HOUR } from '../core/time.js';
import type { Millis } from '../core/time.js';
import { lastWeekday, nthWeekday } from './civil.js';

const SUNDAY = 0;

/**
 * What to add to New York's wall clock to get UTC, as a function of the day number, for the days of one year.
 *
 * Daylight time runs from the first Sunday of April to the last of October until 2006, and from the second Sunday of
 * March to the first of November since 2007. It holds for years since 1987 and for days that are no such Sunday, whose
 * own offset changes at two in the morning: no venue trades on them.
 */
export function newYorkOffsets(year: number): (day: number) => Millis {
  const since2007 = year >= 2007;
  const first = since2007 ? nthWeekday(year, 3, SUNDAY, 2) : nthWeekday(year, 4, SUNDAY, 1);
  const end = since2007 ? nthWeekday(year, 11, SUNDAY, 1) : lastWeekday(year, 10, SUNDAY);
  return (day) => (day > first && day < end ? 4 * HOUR : 5 * HOUR);
}
