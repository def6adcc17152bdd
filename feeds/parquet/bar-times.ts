import type { Calendar } from '../../src/calendar/calendar.js';
import type { BarFault } from '../../src/core/series.js';
import { DAY, dayOfIsoDate, isoDateOfDay, isoInstant, type Millis } from '../../src/core/time.js';
import { SessionMarker, type SessionDays } from '../common/sessions.js';
import { ZoneClock } from '../common/zone-clock.js';
import { calendarFault } from '../csv/faults.js';
import type { TimeKind } from './time-values.js';

/** Makes the times of a bar from its stamp. Reused from row to row. */
export interface BarTimes {
  openTime: Millis;
  time: Millis;
  extended: boolean;
  /** Returns what is wrong with the stamp, or `outside` for a row beyond the limits. */
  set(stamp: Millis, previous: Millis): BarFault | 'outside' | undefined;
}

/** First and last date that are wanted. */
export interface DateLimits {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const NO_TIME: BarFault = {
  code: 'data/time',
  message: 'the row has no time',
  hint: 'remove the row, or read the file in tolerant mode, which drops it',
};

/** Daily rows: a date is a session of the calendar. */
export class SessionTimes implements BarTimes {
  openTime: Millis = 0;
  time: Millis = 0;
  extended = false;
  readonly #zone: ZoneClock | undefined;
  readonly #first: number;
  readonly #last: number;

  constructor(
    kind: TimeKind,
    zone: string,
    readonly days: SessionDays,
    { from, to }: DateLimits,
  ) {
    this.#zone = kind === 'instant' && zone !== 'UTC' ? new ZoneClock(zone) : undefined;
    this.#first = from === undefined ? -Infinity : dayOfIsoDate(from)!;
    this.#last = to === undefined ? Infinity : dayOfIsoDate(to)!;
  }

  set(stamp: Millis): BarFault | 'outside' | undefined {
    if (Number.isNaN(stamp)) return NO_TIME;
    const day = Math.floor((stamp + (this.#zone?.offsetAt(stamp) ?? 0)) / DAY);
    if (day < this.#first || day > this.#last) return 'outside';
    try {
      const session = this.days.of(day);
      if (session === null) {
        return {
          code: 'parquet/no-session',
          message: `${isoDateOfDay(day)} is no session of ${this.days.calendar.name}`,
          hint: 'give the calendar of the venue with instrument: { calendar: … }, or read the file in tolerant mode, which drops such rows',
        };
      }
      this.openTime = session.open;
      this.time = session.close;
      return undefined;
    } catch (error) {
      return calendarFault(error);
    }
  }
}

/** Intraday rows: a stamp is the open or the close of a bar. */
export class InstantTimes implements BarTimes {
  openTime: Millis = 0;
  time: Millis = 0;
  extended = false;
  readonly #zone: ZoneClock | undefined;
  readonly #marker: SessionMarker;
  readonly #first: Millis;
  readonly #end: Millis;

  constructor(
    kind: TimeKind,
    zone: string | undefined,
    readonly duration: Millis,
    readonly anchor: 'open' | 'close',
    calendar: Calendar,
    { from, to }: DateLimits,
  ) {
    this.#zone = kind === 'instant' ? undefined : new ZoneClock(zone!);
    this.#marker = new SessionMarker(calendar);
    const startOf = (day: number): Millis => new ZoneClock(calendar.zone).startOfDay(day);
    this.#first = from === undefined ? -Infinity : startOf(dayOfIsoDate(from)!);
    this.#end = to === undefined ? Infinity : startOf(dayOfIsoDate(to)! + 1);
  }

  set(stamp: Millis, previous: Millis): BarFault | 'outside' | undefined {
    if (Number.isNaN(stamp)) return NO_TIME;
    let instant = stamp;
    if (this.#zone !== undefined) {
      instant = this.#zone.instant(stamp, this.anchor === 'open' ? previous - this.duration : previous);
      if (Number.isNaN(instant)) {
        return {
          code: 'parquet/skipped-hour',
          message: `${isoInstant(stamp).slice(0, -1)} never was in ${this.#zone.name}: the clock was put forward over it`,
          hint: 'check time.zone: the stamps are probably of another zone, such as UTC',
        };
      }
    }
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
