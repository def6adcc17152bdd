import type { Calendar, Session } from '../../src/calendar/calendar.js';
import { isoDateOfDay, type Millis } from '../../src/core/time.js';

/** Sessions of a calendar by day number, each asked for once however many files ask. */
export class SessionDays {
  readonly #known = new Map<number, Session | null>();

  constructor(readonly calendar: Calendar) {}

  /** The session of a day, or `null` when the venue is shut. @throws ConfigError outside the calendar's range. */
  of(day: number): Session | null {
    const known = this.#known.get(day);
    if (known !== undefined) return known;
    const session = this.calendar.session(isoDateOfDay(day)) ?? null;
    this.#known.set(day, session);
    return session;
  }
}

/**
 * Tells bars outside the regular session, fast for bars in time order. A bar that overlaps the session counts as regular:
 * an hour from 09:00 to 10:00 holds the first half hour of New York's session.
 */
export class SessionMarker {
  #from: Millis = Infinity;
  #open: Millis = 0;
  #close: Millis = 0;
  #dayEnd: Millis = -Infinity;

  constructor(readonly calendar: Calendar) {}

  /** @throws ConfigError outside the calendar's range. */
  isExtended(openTime: Millis, time: Millis): boolean {
    if (time < this.#from || time > this.#dayEnd) {
      const session = this.calendar.sessionOf(time);
      this.#from = time;
      this.#open = session.open;
      this.#close = session.close;
      this.#dayEnd = session.dayEnd;
    }
    return time <= this.#open || openTime >= this.#close;
  }
}
