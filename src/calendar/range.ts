import { ConfigError } from '../core/errors.js';
import { dayOfIsoDate, isoDateOfDay, isoInstant } from '../core/time.js';
import type { IsoDate, Millis } from '../core/time.js';

/** The closed range of dates a calendar knows, as day numbers. */
export interface DayRange {
  readonly calendar: string;
  readonly firstDay: number;
  readonly lastDay: number;
}

/**
 * Day number of a date inside the range.
 * @throws ConfigError for a text that is no date, and for a date the calendar does not know.
 */
export function dayInRange(range: DayRange, date: IsoDate): number {
  const day = dayOfIsoDate(date);
  if (day === undefined) {
    throw new ConfigError(`calendar ${range.calendar} was asked for ${JSON.stringify(date)}, which is no date`, {
      code: 'calendar/malformed-date',
      context: { calendar: range.calendar, date },
      hint: 'write an existing date as YYYY-MM-DD, for example "2024-02-29"',
    });
  }
  if (day < range.firstDay || day > range.lastDay) throw outOfRange(range, 'date', date);
  return day;
}

/** The error for an instant outside the range; it also serves a time that is no number. */
export function timeOutOfRange(range: DayRange, time: Millis): ConfigError {
  return outOfRange(range, 'time', Number.isNaN(new Date(time).getTime()) ? String(time) : isoInstant(time));
}

/** The error for a date, instant or index the calendar does not know. */
export function outOfRange(range: DayRange, kind: 'date' | 'time' | 'index', asked: string | number): ConfigError {
  const from = isoDateOfDay(range.firstDay);
  const to = isoDateOfDay(range.lastDay);
  return new ConfigError(`calendar ${range.calendar} knows ${from} to ${to}, not the ${kind} ${asked}`, {
    code: 'calendar/out-of-range',
    context: { calendar: range.calendar, from, to, [kind]: asked },
    hint: `keep the data and the run between ${from} and ${to}`,
  });
}
