import { alwaysOpen } from '../../../src/calendar/always-open.js';
import type { Calendar, Session } from '../../../src/calendar/calendar.js';
import { xnys } from '../../../src/calendar/xnys.js';
import type { Clock } from '../../../src/clock/clock.js';
import { HOUR, MINUTE, type Millis } from '../../../src/core/time.js';

/** Part of the day. Only orders for extended hours fill in `pre` and `post`. */
export type Phase = 'closed' | 'pre' | 'regular' | 'post';

/** What happens at an instant of the calendar. */
export interface Turn {
  readonly time: Millis;
  readonly to: Phase;
  readonly session: Session;
}

const PRE = 5.5 * HOUR;
const POST = 4 * HOUR;

/** When the market is open: by calendar and clock, or as the test drives it. */
export class Hours {
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly driven: boolean;
  /** Set while the test drives the market. */
  forced: Phase | undefined;

  constructor(clock: Clock, hours: Calendar | 'driven') {
    this.clock = clock;
    this.driven = hours === 'driven';
    this.calendar = hours === 'driven' ? xnys : hours;
  }

  get phase(): Phase {
    if (this.forced !== undefined) return this.forced;
    if (this.driven) return 'closed';
    const now = this.clock.now();
    const next = this.calendar.nextClosing(now);
    if (next.open <= now) return 'regular';
    if (this.calendar === alwaysOpen) return 'closed';
    if (next.open - PRE <= now) return 'pre';
    const today = this.calendar.sessionOf(now);
    return today.close <= now && now < today.close + POST ? 'post' : 'closed';
  }

  /** Number of the last session in which an order of now works, when it is good for one day. */
  lastSession(extended: boolean): number {
    if (this.driven) return 0;
    const now = this.clock.now();
    return (extended && this.phase === 'post' ? this.calendar.sessionOf(now) : this.calendar.nextClosing(now)).index;
  }

  /** Whether the auction of the open, or of the close, takes no orders now: from its cut-off to 19:00 New York. */
  auctionShut(auction: 'opg' | 'cls'): boolean {
    if (this.driven) return auction === 'opg' && this.phase === 'regular';
    const now = this.clock.now();
    const today = this.calendar.sessionOf(now);
    const cutOff = auction === 'opg' ? today.open - 2 * MINUTE : today.close - 10 * MINUTE;
    return now >= cutOff && now < today.dayEnd - 5 * HOUR;
  }

  /** The next change of phase after `time`. */
  nextTurn(time: Millis): Turn {
    const turns: Turn[] = [];
    const next = this.calendar.nextClosing(time);
    for (const session of [this.calendar.at(Math.max(0, next.index - 1)), next]) {
      if (this.calendar !== alwaysOpen) {
        turns.push({ time: session.open - PRE, to: 'pre', session }, { time: session.close + POST, to: 'closed', session });
      }
      turns.push({ time: session.open, to: 'regular', session }, { time: session.close, to: 'post', session });
    }
    return turns.filter((turn) => turn.time > time).reduce((a, b) => (b.time < a.time ? b : a));
  }
}
