import type { Calendar, Session } from '../../src/calendar/calendar.js';
import { ConfigError } from '../../src/core/errors.js';
import type { Millis } from '../../src/core/time.js';

/**
 * When a bar that begins at `openTime` closes, and whether it lies outside the regular session. The last bar of a session ends with
 * it, however long bars are.
 */
export function placeIntraday(
  calendar: Calendar,
  openTime: Millis,
  duration: Millis,
): { readonly time: Millis; readonly extended: boolean } {
  const session = sessionAt(calendar, openTime);
  const end = openTime + duration;
  const isWithin = session !== undefined && openTime < session.close;
  const time = isWithin && openTime >= session.open ? Math.min(end, session.close) : end;
  return { time, extended: !isWithin || time <= session.open };
}

function sessionAt(calendar: Calendar, openTime: Millis): Session | undefined {
  try {
    return calendar.sessionOf(openTime + 1);
  } catch (error) {
    if (error instanceof ConfigError && error.code === 'calendar/out-of-range') return undefined;
    throw error;
  }
}
