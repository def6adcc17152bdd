import { DAY, isoDateOfDay } from '../core/time.js';
import type { IsoDate, Millis } from '../core/time.js';
import type { Calendar, Session } from './calendar.js';
import { dayInRange, outOfRange, timeOutOfRange } from './range.js';
import type { DayRange } from './range.js';

/** Columns of a venue's sessions in time order, one row a session. */
export interface SessionTable {
  /** Day number of the session's date. */
  readonly day: ArrayLike<number>;
  readonly open: ArrayLike<Millis>;
  readonly close: ArrayLike<Millis>;
  readonly dayEnd: ArrayLike<Millis>;
  /** 1 where the session closes early. */
  readonly early: ArrayLike<number>;
  /** Midnight of the venue's zone that begins the first date of the range. */
  readonly start: Millis;
}

export interface SessionCalendarOptions {
  readonly name: string;
  readonly zone: string;
  readonly sessionsPerYear: number;
  readonly firstDay: number;
  readonly lastDay: number;
  /** Called once, at the first question: every session dated `firstDay` to `lastDay`. */
  readonly build: () => SessionTable;
}

/**
 * A calendar over a table of sessions, for a venue whose zone lies west of UTC. A question costs
 * one look into a table of days and at most a few steps; a session is one frozen object however often it is asked for.
 */
export class SessionCalendar implements Calendar {
  readonly name: string;
  readonly zone: string;
  readonly sessionsPerYear: number;
  readonly #range: DayRange;
  readonly #build: () => SessionTable;
  readonly #sessions: Session[] = [];
  #table: SessionTable | undefined;
  /** For each date of the range, the row of the first session on or after it. */
  #rowFrom = new Int32Array(0);

  constructor(options: SessionCalendarOptions) {
    this.name = options.name;
    this.zone = options.zone;
    this.sessionsPerYear = options.sessionsPerYear;
    this.#range = { calendar: options.name, firstDay: options.firstDay, lastDay: options.lastDay };
    this.#build = options.build;
  }

  session(date: IsoDate): Session | undefined {
    const day = dayInRange(this.#range, date);
    const table = this.#load();
    const row = this.#rowFrom[day - this.#range.firstDay] as number;
    return table.day[row] === day ? this.#row(table, row) : undefined;
  }

  sessionOf(time: Millis): Session {
    const table = this.#load();
    return this.#row(table, this.#rowOf(table, time));
  }

  dayEndOf(time: Millis): Millis {
    const table = this.#load();
    return table.dayEnd[this.#rowOf(table, time)] as Millis;
  }

  #rowOf(table: SessionTable, time: Millis): number {
    let row = this.#startRow(table, time);
    while (row < table.day.length && (table.dayEnd[row] as Millis) < time) row += 1;
    if (row === table.day.length) throw timeOutOfRange(this.#range, time);
    return row;
  }

  nextClosing(time: Millis): Session {
    const table = this.#load();
    let row = this.#startRow(table, time);
    while (row < table.day.length && (table.close[row] as Millis) <= time) row += 1;
    if (row === table.day.length) throw timeOutOfRange(this.#range, time);
    return this.#row(table, row);
  }

  at(index: number): Session {
    const table = this.#load();
    if (!Number.isInteger(index) || index < 0 || index >= table.day.length) {
      throw outOfRange(this.#range, 'index', index);
    }
    return this.#row(table, index);
  }

  sessions(from: IsoDate, to: IsoDate): readonly Session[] {
    const first = dayInRange(this.#range, from);
    const last = dayInRange(this.#range, to);
    const table = this.#load();
    const found: Session[] = [];
    let row = this.#rowFrom[first - this.#range.firstDay] as number;
    while (row < table.day.length && (table.day[row] as number) <= last) {
      found.push(this.#row(table, row));
      row += 1;
    }
    return found;
  }

  #load(): SessionTable {
    if (this.#table) return this.#table;
    const table = this.#build();
    const { firstDay, lastDay } = this.#range;
    this.#rowFrom = new Int32Array(lastDay - firstDay + 1);
    for (let day = firstDay, row = 0; day <= lastDay; day += 1) {
      while (row < table.day.length && (table.day[row] as number) < day) row += 1;
      this.#rowFrom[day - firstDay] = row;
    }
    this.#table = table;
    return table;
  }

  /** A row not after the one sought: sessions dated two or more days before the UTC date of `time` are over. */
  #startRow(table: SessionTable, time: Millis): number {
    const { firstDay, lastDay } = this.#range;
    const day = Math.floor(time / DAY) - 1;
    if (!(time >= table.start && day <= lastDay)) throw timeOutOfRange(this.#range, time);
    return this.#rowFrom[Math.max(day - firstDay, 0)] as number;
  }

  #row(table: SessionTable, index: number): Session {
    return (this.#sessions[index] ??= Object.freeze({
      date: isoDateOfDay(table.day[index] as number),
      open: table.open[index] as Millis,
      close: table.close[index] as Millis,
      dayEnd: table.dayEnd[index] as Millis,
      earlyClose: table.early[index] === 1,
      index,
    }));
  }
}
