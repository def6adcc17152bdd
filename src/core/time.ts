import { ConfigError } from './errors.js';

/** An instant: milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number;

/** A calendar date as `YYYY-MM-DD`. */
export type IsoDate = string;

/** Milliseconds of a second. */
export const SECOND: Millis = 1000;
/** Milliseconds of a minute. */
export const MINUTE: Millis = 60 * SECOND;
/** Milliseconds of an hour. */
export const HOUR: Millis = 60 * MINUTE;
/** Milliseconds of a day. */
export const DAY: Millis = 24 * HOUR;

/** Length of a bar: minutes or hours of the clock, or one session of the instrument's calendar (`1d`). */
export type Interval = `${number}m` | `${number}h` | '1d';

/** Interval of any bar a strategy can meet: of a feed, or made of the sessions of a week or a month. */
export type BarInterval = Interval | '1w' | '1mo';

/**
 * Length of an intraday interval in milliseconds; `undefined` for a session bar, whose length its calendar decides.
 * @throws ConfigError for a text that is no interval.
 */
export function intervalMillis(interval: Interval): Millis | undefined {
  if (interval === '1d') return undefined;
  const match = /^([1-9]\d*)([mh])$/.exec(interval);
  if (!match) {
    throw new ConfigError(`unknown bar interval ${JSON.stringify(interval)}`, {
      code: 'config/interval',
      context: { interval },
      hint: 'write minutes or hours as "1m", "15m", "1h", and sessions as "1d"',
    });
  }
  return Number(match[1]) * (match[2] === 'm' ? MINUTE : HOUR);
}

/** Length of a bar in milliseconds; `undefined` for sessions, weeks and months. @throws ConfigError as {@link intervalMillis}. */
export function barMillis(interval: BarInterval): Millis | undefined {
  return interval === '1w' || interval === '1mo' ? undefined : intervalMillis(interval);
}

/** Orders intervals from the finest to the coarsest; a session ranks above everything intraday. */
export function compareIntervals(a: BarInterval, b: BarInterval): number {
  return rankOf(a) - rankOf(b);
}

/** Any intraday interval is shorter than a year of milliseconds. */
const SESSION_RANKS: Readonly<Record<string, number>> = { '1d': 366 * DAY, '1w': 367 * DAY, '1mo': 368 * DAY };

function rankOf(interval: BarInterval): number {
  return SESSION_RANKS[interval] ?? barMillis(interval)!;
}

/** Days from 1970-01-01 to a proleptic Gregorian date (month 1 to 12). Integer arithmetic, no time zone. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The date of a day number, as counted by {@link daysFromCivil}. Dates of late stay at hand: sweeps ask for the same ones. */
export function isoDateOfDay(day: number): IsoDate {
  return dates.get(day) ?? noted(day);
}

/** Dates asked for lately: those of a few years. A run begins and ends on the same ones, however often it is made. */
const dates = new Map<number, IsoDate>();
const MOST_DATES = 1024;

function noted(day: number): IsoDate {
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  if (dates.size === MOST_DATES) dates.clear();
  dates.set(day, date);
  return date;
}

/** Day number of an ISO date, or `undefined` when the text is no date that exists. */
export function dayOfIsoDate(date: IsoDate): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return undefined;
  const day = daysFromCivil(Number(match[1]), Number(match[2]), Number(match[3]));
  return isoDateOfDay(day) === date ? day : undefined;
}

/** An instant as ISO 8601 in UTC, without the milliseconds when they are zero. */
export function isoInstant(time: Millis): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
