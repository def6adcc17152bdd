import { daysFromCivil } from '../../src/core/time.js';

const DAYS_OF_MONTH: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Day number of a date (month 1 to 12), or NaN when there is no such date. */
export function civilDay(year: number, month: number, day: number): number {
  if (!(day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0)) && !(month === 2 && day === 29 && isLeap(year))) return Number.NaN;
  return daysFromCivil(year, month, day);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
