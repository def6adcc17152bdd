import { daysFromCivil } from '../core/time.js';
import { easterSunday, lastWeekday, nthWeekday, weekdayOf } from './civil.js';

const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;

/** Closures no rule gives, as year, month, day. They were not all foreseeable, but no price was made on these days. */
const SPECIAL: readonly (readonly [year: number, month: number, day: number])[] = [
  [1994, 4, 27], // funeral of Richard Nixon
  [2001, 9, 11], // attacks of 11 September, until the 14th
  [2001, 9, 12],
  [2001, 9, 13],
  [2001, 9, 14],
  [2004, 6, 11], // day of mourning for Ronald Reagan
  [2007, 1, 2], // day of mourning for Gerald Ford
  [2012, 10, 29], // hurricane Sandy
  [2012, 10, 30],
  [2018, 12, 5], // day of mourning for George H. W. Bush
  [2025, 1, 9], // day of mourning for Jimmy Carter
];

/** A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after. */
function observed(day: number): number {
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return day - 1;
  return weekday === SUNDAY ? day + 1 : day;
}

/**
 * Day numbers on which the New York Stock Exchange is shut in a year since 1990, weekends aside.
 *
 * New Year's Day on a Saturday is not kept at all: the Friday before ends the accounting year, and the exchange trades.
 */
export function xnysClosures(year: number): ReadonlySet<number> {
  const newYear = daysFromCivil(year, 1, 1);
  const closures = new Set([
    weekdayOf(newYear) === SUNDAY ? newYear + 1 : newYear,
    nthWeekday(year, 2, MONDAY, 3), // Washington's Birthday
    easterSunday(year) - 2, // Good Friday
    lastWeekday(year, 5, MONDAY), // Memorial Day
    observed(daysFromCivil(year, 7, 4)), // Independence Day
    nthWeekday(year, 9, MONDAY, 1), // Labor Day
    nthWeekday(year, 11, THURSDAY, 4), // Thanksgiving
    observed(daysFromCivil(year, 12, 25)), // Christmas
  ]);
  if (year >= 1998) closures.add(nthWeekday(year, 1, MONDAY, 3)); // Martin Luther King Jr. Day
  if (year >= 2022) closures.add(observed(daysFromCivil(year, 6, 19))); // Juneteenth
  for (const [specialYear, month, day] of SPECIAL) {
    if (specialYear === year) closures.add(daysFromCivil(year, month, day));
  }
  return closures;
}
