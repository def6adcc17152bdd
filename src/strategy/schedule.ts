import { Subscription } from '../core/rx.js';
import type { Calendar, Session } from '../calendar/calendar.js';
import { sessionBefore, weekdayOf, weekOf } from '../calendar/week.js';
import type { Clock } from '../clock/clock.js';
import { ConfigError } from '../core/errors.js';
import { MINUTE, type Millis } from '../core/time.js';

/** A scheduled moment as `onTimer` gets it. */
export interface Timer {
  readonly name: string;
  readonly time: Millis;
  readonly session: Session;
}

/** A function, or a name under which `onTimer` is called. */
export type TimerTarget = string | ((timer: Timer) => void);

/** A day on which exchanges trade. */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday';
const WEEKDAYS: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/**
 * Timers that follow the venue's sessions, early closes and holidays included. A timer fires before the bars that
 * close at the same instant; orders it sends may use an open at that instant or later.
 */
export class Schedule {
  readonly #clock: Clock;
  readonly #calendar: Calendar;
  readonly #start: Millis;
  readonly #onTimer: (timer: Timer) => void;

  /** Timers fire after `start` only. */
  constructor(clock: Clock, calendar: Calendar, start: Millis, onTimer: (timer: Timer) => void) {
    this.#clock = clock;
    this.#calendar = calendar;
    this.#start = start;
    this.#onTimer = onTimer;
  }

  /** Every session, `minutes` after its open (before it, when negative). */
  sessionOpen(minutes: number, target: TimerTarget): Subscription {
    return this.#each(target, 'sessionOpen', (session) => session.open + minutes * MINUTE);
  }

  /** Every session, `minutes` after its close (before it, when negative). */
  sessionClose(minutes: number, target: TimerTarget): Subscription {
    return this.#each(target, 'sessionClose', (session) => session.close + minutes * MINUTE);
  }

  /** The first session of each month, `minutes` from its open. Default 5 minutes before it. */
  firstSessionOfMonth(target: TimerTarget, minutes = -5): Subscription {
    return this.#each(target, 'firstSessionOfMonth', (session) =>
      this.isFirstOfMonth(session) ? session.open + minutes * MINUTE : undefined,
    );
  }

  /**
   * Once a week, `minutes` from the open of the first session on or after the weekday (none, when the rest of the
   * week is shut). Default 5 minutes before it.
   */
  weekly(day: Weekday, target: TimerTarget, minutes = -5): Subscription {
    const wanted = WEEKDAYS.indexOf(day);
    if (wanted < 0)
      throw new ConfigError(`unknown weekday ${JSON.stringify(day)}`, {
        code: 'schedule/weekday',
        context: { day },
        hint: `give one of ${WEEKDAYS.join(', ')}`,
      });
    return this.#each(target, 'weekly', (session) => {
      const before = sessionBefore(this.#calendar, session);
      const first =
        weekdayOf(session) >= wanted && (before === undefined || weekdayOf(before) < wanted || weekOf(before) !== weekOf(session));
      return first ? session.open + minutes * MINUTE : undefined;
    });
  }

  /** True for the first session of a calendar month. */
  isFirstOfMonth(session: Session): boolean {
    return sessionBefore(this.#calendar, session)?.date.slice(0, 7) !== session.date.slice(0, 7);
  }

  #each(target: TimerTarget, rule: string, moment: (session: Session) => Millis | undefined): Subscription {
    const run = typeof target === 'string' ? this.#onTimer : target;
    const name = typeof target === 'string' ? target : rule;
    const all = new Subscription();
    let pending: Subscription | undefined;
    const arm = (index: number, notBefore: Millis): void => {
      for (let next = index; next < index + 400; next++) {
        const session = this.#calendar.at(next);
        const time = moment(session);
        if (time === undefined || time <= notBefore) continue;
        if (pending) all.remove(pending);
        pending = this.#clock.at(time, () => {
          arm(next + 1, -Infinity);
          run({ name, time, session });
        });
        all.add(pending);
        return;
      }
    };
    const after = Math.max(this.#clock.now(), this.#start);
    // Sessions that are over may still have a moment to come (`sessionClose(+m)` after midnight).
    arm(Math.max(0, this.#calendar.nextClosing(after).index - 2), after);
    return all;
  }
}
