import { dayOfIsoDate } from '../core/time.js';
import type { Calendar, Session } from './calendar.js';

/** Weekday of a session's date: 0 for Monday. */
export function weekdayOf(session: Session): number {
  return (dayOfIsoDate(session.date)! + 3) % 7;
}

/** Number of the week, Monday to Sunday, that holds the session's date. */
export function weekOf(session: Session): number {
  return Math.floor((dayOfIsoDate(session.date)! + 3) / 7);
}

/** The session before another one, `undefined` before the first that the calendar knows. */
export function sessionBefore(calendar: Calendar, { index }: Session): Session | undefined {
  return index === 0 ? undefined : calendar.at(index - 1);
}
