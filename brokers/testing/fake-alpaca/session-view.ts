import { DateTime } from 'luxon';

import type { Session } from '../../../src/calendar/calendar.js';
import { SECOND, type Millis } from '../../../src/core/time.js';
import { malformed } from './api-error.js';
import type { Hours } from './hours.js';

/** `GET /v2/clock`, in the venue's time. */
export function clockJson(hours: Hours): Record<string, unknown> {
  const now = hours.clock.now();
  const next = hours.calendar.nextClosing(now);
  const following = next.open > now ? next : hours.calendar.at(next.index + 1);
  return {
    timestamp: zoned(hours, now).toISO(),
    is_open: hours.phase === 'regular',
    next_open: seconds(hours, following.open),
    next_close: seconds(hours, next.close),
  };
}

/** `GET /v2/calendar`. @throws ApiError 422 for a date that is none. */
export function calendarJson(hours: Hours, query: URLSearchParams): Record<string, unknown>[] {
  const { calendar } = hours;
  const today = hours.calendar.sessionOf(hours.clock.now()).date;
  const from = dateOf(query, 'start') ?? today;
  const to = dateOf(query, 'end') ?? `${Number(from.slice(0, 4)) + 1}${from.slice(4)}`;
  return calendar.sessions(from, to).map((session) => dayJson(hours, session));
}

function dayJson(hours: Hours, session: Session): Record<string, unknown> {
  const wall = (time: Millis): string => zoned(hours, time).toFormat('HH:mm');
  return {
    date: session.date,
    open: wall(session.open),
    close: wall(session.close),
    session_open: '0400',
    session_close: '2000',
    settlement_date: hours.calendar.at(session.index + 1).date,
  };
}

function dateOf(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name)?.slice(0, 10);
  if (text === undefined) return undefined;
  if (!DateTime.fromISO(text).isValid) throw malformed(`invalid ${name}: ${text}`);
  return text;
}

function zoned({ calendar }: Hours, time: Millis): DateTime {
  return DateTime.fromMillis(time, { zone: calendar.zone });
}

function seconds(hours: Hours, time: Millis): string | null {
  return zoned(hours, Math.floor(time / SECOND) * SECOND).toISO({ suppressMilliseconds: true });
}
