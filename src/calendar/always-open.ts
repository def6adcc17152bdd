import { DAY, daysFromCivil, isoDateOfDay } from '../core/time.js';
import type { IsoDate, Millis } from '../core/time.js';
import type { Calendar, Session } from './calendar.js';
import { dayInRange, outOfRange, timeOutOfRange } from './range.js';
import type { DayRange } from './range.js';

const RANGE: DayRange = { calendar: 'always-open', firstDay: 0, lastDay: daysFromCivil(2100, 12, 31) };

/** One UTC day. Everything is worked out when it is asked for: long runs over daily bars make a session for each bar. */
class UtcDay implements Session {
  readonly #day: number;

  constructor(day: number) {
    this.#day = day;
  }

  get index(): number {
    return this.#day;
  }

  get open(): Millis {
    return this.#day * DAY;
  }
  get close(): Millis {
    return (this.#day + 1) * DAY;
  }
  get date(): IsoDate {
    return isoDateOfDay(this.#day);
  }
  get dayEnd(): Millis {
    return this.close;
  }
  get earlyClose(): boolean {
    return false;
  }
}

/** Every UTC day is a session from midnight to midnight, and a session's index is its day number. */
class AlwaysOpenCalendar implements Calendar {
  readonly name = RANGE.calendar;
  readonly zone = 'UTC';
  readonly sessionsPerYear = 365;
  /** The session asked for last: consecutive bars mostly ask for the same one. */
  #last: Session | undefined;

  session(date: IsoDate): Session {
    return this.#day(dayInRange(RANGE, date));
  }

  sessionOf(time: Millis): Session {
    return this.#dayAt(Math.ceil(time / DAY) - 1, time);
  }

  dayEndOf(time: Millis): Millis {
    const day = Math.ceil(time / DAY) - 1;
    if (!(day >= RANGE.firstDay && day <= RANGE.lastDay)) throw timeOutOfRange(RANGE, time);
    return (day + 1) * DAY;
  }

  nextClosing(time: Millis): Session {
    return this.#dayAt(Math.floor(time / DAY), time);
  }

  at(index: number): Session {
    if (!Number.isInteger(index) || index < RANGE.firstDay || index > RANGE.lastDay) {
      throw outOfRange(RANGE, 'index', index);
    }
    return this.#day(index);
  }

  sessions(from: IsoDate, to: IsoDate): readonly Session[] {
    const first = dayInRange(RANGE, from);
    const count = dayInRange(RANGE, to) - first + 1;
    return Array.from({ length: Math.max(count, 0) }, (_, offset) => this.#day(first + offset));
  }

  #dayAt(day: number, time: Millis): Session {
    if (!(day >= RANGE.firstDay && day <= RANGE.lastDay)) throw timeOutOfRange(RANGE, time);
    return this.#day(day);
  }

  #day(day: number): Session {
    if (this.#last?.index === day) return this.#last;
    this.#last = new UtcDay(day);
    return this.#last;
  }
}

/** The calendar of venues that never shut: each UTC day from 1970-01-01 to 2100-12-31 is a session. */
export const alwaysOpen: Calendar = new AlwaysOpenCalendar();
