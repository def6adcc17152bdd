import { daysFromCivil, HOUR, MINUTE } from '../core/time.js';
import type { Millis } from '../core/time.js';
import { nthWeekday, weekdayOf } from './civil.js';

const MONDAY = 1;
const WEDNESDAY = 3;
const THURSDAY = 4;

/** The usual hours, on New York's wall clock. */
export const XNYS_OPEN: Millis = 9 * HOUR + 30 * MINUTE;
export const XNYS_CLOSE: Millis = 16 * HOUR;

/** Early closes outside the yearly pattern, all at 13:00. */
const SPECIAL_EARLY: readonly (readonly [year: number, month: number, day: number])[] = [
  [1997, 12, 26], // Friday after Christmas
  [1999, 12, 31], // the change of the millennium
  [2003, 12, 26], // Friday after Christmas
];

/**
 * Late opens as announced beforehand: day number to wall-clock time. The one since 1990 that lasted more than a moment
 * of silence is the first anniversary of 11 September 2001.
 */
export const XNYS_LATE_OPENS: ReadonlyMap<number, Millis> = new Map([[daysFromCivil(2002, 9, 11), 12 * HOUR]]);

/**
 * Early closes of a year since 1990: day number to wall-clock time.
 *
 * Known of the years before the present pattern: Christmas Eve closed at 14:00 from 1990 to 1992 and the day after
 * Thanksgiving at 14:00 in 1992, its first year; from 1993 on every early close was at 13:00. Independence Day has had
 * an early close beside it since 1995.
 *
 * These are the hours as announced, which is what a strategy could know the evening before. Trading cut short or
 * delayed without notice (snow on 1994-02-11 and 1996-01-08, the circuit breaker of 1997-10-27, technical faults,
 * minutes of silence) is no early close here.
 */
export function xnysEarlyCloses(year: number): ReadonlyMap<number, Millis> {
  const hour = (year < 1993 ? 14 : 13) * HOUR;
  const closes = new Map<number, Millis>();
  if (year >= 1992) closes.set(nthWeekday(year, 11, THURSDAY, 4) + 1, hour);

  const christmasEve = daysFromCivil(year, 12, 24);
  if (mondayToThursday(christmasEve)) closes.set(christmasEve, hour);

  const independenceEve = independenceEarlyClose(year);
  if (independenceEve !== undefined) closes.set(independenceEve, hour);

  for (const [specialYear, month, day] of SPECIAL_EARLY) {
    if (specialYear === year) closes.set(daysFromCivil(year, month, day), hour);
  }
  return closes;
}

/**
 * 3 July closes early when it and the 4th are working days. Until 2012 a Wednesday was the exception: the holiday being
 * a Thursday, the Friday after it was cut short instead.
 */
function independenceEarlyClose(year: number): number | undefined {
  if (year < 1995) return undefined;
  const eve = daysFromCivil(year, 7, 3);
  if (!mondayToThursday(eve)) return undefined;
  return weekdayOf(eve) === WEDNESDAY && year < 2013 ? eve + 2 : eve;
}

function mondayToThursday(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday >= MONDAY && weekday <= THURSDAY;
}
