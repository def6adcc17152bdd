import type { Calendar } from '../../src/calendar/calendar.js';
import type { BarFault } from '../../src/core/series.js';
import { DAY, dayOfIsoDate, isoDateOfDay, type IsoDate, type Millis } from '../../src/core/time.js';
import { SessionMarker, type SessionDays } from '../common/sessions.js';
import { ZoneClock } from '../common/zone-clock.js';
import { fieldText } from './decimal.js';
import { calendarFault } from './faults.js';
import { Stamp } from './stamp.js';
import type { TimeColumn } from './time-options.js';

/** First and last date that are wanted, inclusive. */
export interface DateLimits {
  readonly from: IsoDate | undefined;
  readonly to: IsoDate | undefined;
}

/** Makes the times of a bar out of its stamp. Reused from row to row. */
export interface RowTime {
  readonly column: TimeColumn;
  openTime: Millis;
  time: Millis;
  extended: boolean;
  /** Returns what is wrong with the stamp, or `outside` for a row beyond the limits. */
  read(bytes: Uint8Array, from: number, to: number, previous: Millis): BarFault | 'outside' | undefined;
  /** The same for an instant, without bytes: for stamps that are plain numbers of the column's `epochUnit`. */
  at(instant: Millis): BarFault | 'outside' | undefined;
}

/** Daily rows: a date is a session of the calendar. */
export class SessionTime implements RowTime {
  openTime: Millis = 0;
  time: Millis = 0;
  extended = false;
  readonly #stamp = new Stamp();
  readonly #first: number;
  readonly #last: number;
  readonly #zone: ZoneClock | undefined;

  constructor(
    readonly column: TimeColumn,
    readonly days: SessionDays,
    limits: DateLimits,
  ) {
    this.#first = limits.from === undefined ? -Infinity : dayOfIsoDate(limits.from)!;
    this.#last = limits.to === undefined ? Infinity : dayOfIsoDate(limits.to)!;
    this.#zone = column.epochUnit !== undefined && column.zone !== undefined ? new ZoneClock(column.zone) : undefined;
  }

  read(bytes: Uint8Array, from: number, to: number): BarFault | 'outside' | undefined {
    const stamp = this.#stamp;
    this.column.read(bytes, from, to, stamp);
    return isInReach(stamp.local) ? this.at(stamp.local) : notATime(this.column, fieldText(bytes, from, to));
  }

  at(instant: Millis): BarFault | 'outside' | undefined {
    const local = this.#zone === undefined ? instant : instant + this.#zone.offsetAt(instant);
    const day = Math.floor(local / DAY);
    if (day < this.#first || day > this.#last) return 'outside';
    try {
      const session = this.days.of(day);
      if (session === null) return noSession(day, this.days.calendar);
      this.openTime = session.open;
      this.time = session.close;
      return undefined;
    } catch (error) {
      return calendarFault(error);
    }
  }
}

/** Intraday rows: a stamp is the open or the close of a bar. */
export class InstantTime implements RowTime {
  openTime: Millis = 0;
  time: Millis = 0;
  extended = false;
  readonly #stamp = new Stamp();
  readonly #zone: ZoneClock | undefined;
  readonly #marker: SessionMarker;
  readonly #first: Millis;
  readonly #end: Millis;

  constructor(
    readonly column: TimeColumn,
    readonly duration: Millis,
    readonly anchor: 'open' | 'close',
    calendar: Calendar,
    limits: DateLimits,
  ) {
    this.#zone = column.zone === undefined ? undefined : new ZoneClock(column.zone);
    this.#marker = new SessionMarker(calendar);
    // The zone's rules are loaded for those who need them only: that takes as long as thousands of rows.
    const startOf = (day: number): Millis => new ZoneClock(calendar.zone).startOfDay(day);
    this.#first = limits.from === undefined ? -Infinity : startOf(dayOfIsoDate(limits.from)!);
    this.#end = limits.to === undefined ? Infinity : startOf(dayOfIsoDate(limits.to)! + 1);
  }

  read(bytes: Uint8Array, from: number, to: number, previous: Millis): BarFault | 'outside' | undefined {
    const stamp = this.#stamp;
    this.column.read(bytes, from, to, stamp);
    const { local, offset } = stamp;
    if (!isInReach(local)) return notATime(this.column, fieldText(bytes, from, to));
    const before = this.anchor === 'open' ? previous - this.duration : previous;
    let instant = local - offset;
    if (Number.isNaN(instant)) {
      if (this.#zone === undefined) return noOffset(fieldText(bytes, from, to));
      instant = this.#zone.instant(local, before);
      if (Number.isNaN(instant)) return skippedHour(this.column, fieldText(bytes, from, to));
    }
    return this.at(instant);
  }

  at(instant: Millis): BarFault | 'outside' | undefined {
    this.openTime = this.anchor === 'open' ? instant : instant - this.duration;
    this.time = this.openTime + this.duration;
    if (this.openTime < this.#first || this.time > this.#end) return 'outside';
    try {
      this.extended = this.#marker.isExtended(this.openTime, this.time);
      return undefined;
    } catch (error) {
      return calendarFault(error);
    }
  }
}

/** Whether a time lies within the years 0 to 9999: seconds read as milliseconds, or the reverse, mostly do not. */
export function isInReach(time: Millis): boolean {
  return time >= -62_167_219_200_000 && time < 253_402_300_800_000;
}

export function notATime(column: TimeColumn, text: string): BarFault {
  return {
    code: 'csv/time',
    message: `${JSON.stringify(text)} is no time of format ${column.format}`,
    hint: 'say how the column is written with time: { format: … }: date, iso, epoch-seconds, epoch-millis or luxon tokens',
  };
}

export function noOffset(text: string): BarFault {
  return {
    code: 'csv/zone',
    message: `${JSON.stringify(text)} has no offset from UTC, and no zone was given`,
    hint: 'say whose local time it is with time: { zone: "America/New_York" }, or "UTC"',
  };
}

export function skippedHour(column: TimeColumn, text: string): BarFault {
  return {
    code: 'csv/skipped-hour',
    message: `${JSON.stringify(text)} never was in ${column.zone}: the clock was put forward over it`,
    hint: 'check time.zone: the stamps are probably of another zone, such as UTC',
  };
}

function noSession(day: number, calendar: Calendar): BarFault {
  return {
    code: 'csv/no-session',
    message: `${isoDateOfDay(day)} is no session of ${calendar.name}`,
    hint: 'give the calendar of the venue with instrument: { calendar: … }, or read the file in tolerant mode, which drops such rows',
  };
}
