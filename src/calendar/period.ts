import { ConfigError } from '../core/errors.js';
import { barMillis, intervalMillis, type BarInterval, type Interval, type Millis } from '../core/time.js';
import type { Calendar, Session } from './calendar.js';
import { sessionBefore, weekOf } from './week.js';

/** Length of a bar made of shorter ones: minutes or hours from the session's open, a session, or those of a week or month. */
export type Period = Exclude<Interval, '1d'> | 'session' | 'week' | 'month';

/** A stretch of regular trading hours, `[start, end)`: a bar made of it exists from `end` on. */
export interface PeriodWindow {
  readonly start: Millis;
  readonly end: Millis;
}

/** The windows of a period on a calendar. Windows never cross a session unless they hold whole ones. */
export interface PeriodWindows {
  /** Interval under which bars of the period are known. */
  readonly interval: BarInterval;
  /** The window that holds an instant of regular hours; for any other instant, that of the session which closes next. */
  of(time: Millis): PeriodWindow;
}

/**
 * @param subject - what is put together, for the error: `SPY`.
 * @throws ConfigError for a period that is none, or that bars of `interval` do not divide: a bar across the border of two
 * windows would lie about its time.
 */
export function periodWindows(period: Period, interval: BarInterval, calendar: Calendar, subject: string): PeriodWindows {
  const length = lengthOf(period, interval, subject);
  if (length !== undefined) {
    return {
      interval: period as Interval,
      of(time) {
        const { open, close } = calendar.nextClosing(time);
        const start = open + Math.floor((time - open) / length) * length;
        return { start, end: Math.min(start + length, close) };
      },
    };
  }
  if (period === 'session') {
    return {
      interval: '1d',
      of(time) {
        const { open, close } = calendar.nextClosing(time);
        return { start: open, end: close };
      },
    };
  }
  const groupOf = period === 'week' ? weekOf : monthOf;
  return {
    interval: period === 'week' ? '1w' : '1mo',
    of: (time) => groupWindow(calendar, calendar.nextClosing(time), groupOf),
  };
}

/** Number of the month that holds the session's date. */
function monthOf({ date }: Session): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
}

/** From the open of the first to the close of the last session of one group. */
function groupWindow(calendar: Calendar, session: Session, groupOf: (session: Session) => number): PeriodWindow {
  const group = groupOf(session);
  let first = session;
  for (let other = sessionBefore(calendar, first); other !== undefined && groupOf(other) === group; other = sessionBefore(calendar, first))
    first = other;
  let last = session;
  for (let other = calendar.at(last.index + 1); groupOf(other) === group; other = calendar.at(last.index + 1)) last = other;
  return { start: first.open, end: last.close };
}

/** Length of the period in milliseconds, `undefined` for whole sessions. */
function lengthOf(period: Period, interval: BarInterval, subject: string): Millis | undefined {
  const coarse = interval === '1w' || interval === '1mo';
  if (!coarse && (period === 'session' || period === 'week' || period === 'month')) return undefined;
  const length = coarse ? undefined : intervalMillis(period as Interval);
  const barLength = barMillis(interval);
  if (length !== undefined && barLength !== undefined && length % barLength === 0) return length;
  throw new ConfigError(`${subject}: ${interval} bars cannot be consolidated into ${JSON.stringify(period)}`, {
    code: 'consolidate/period',
    context: { symbol: subject, interval, period },
    hint: coarse
      ? 'start from session bars or shorter ones'
      : barLength === undefined
        ? 'session bars make up a "session", a "week" or a "month"; load intraday bars for anything shorter'
        : `give a whole multiple of ${interval}, "session", "week" or "month"`,
  });
}
