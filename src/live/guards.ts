import type { Subscription } from 'rxjs';

import type { Calendar } from '../calendar/calendar.js';
import type { Clock } from '../clock/clock.js';
import { barMillis, type BarInterval, type Millis } from '../core/time.js';
import type { ClosedSlice } from './slice-builder.js';

/** Watches what a session costs. */
export class SessionLoss {
  readonly #calendar: Calendar;
  readonly #limit: number | undefined;
  #dayEnd: Millis = -Infinity;
  #before: number | undefined;
  #start: number | undefined;

  /** @param limit - part of the equity before the session that may be lost in it. */
  constructor(calendar: Calendar, limit: number | undefined) {
    this.#calendar = calendar;
    this.#limit = limit;
  }

  /** Takes an equity point; says why to halt, where too much is lost. */
  check(time: Millis, equity: number): string | undefined {
    if (this.#limit === undefined) return undefined;
    if (time > this.#dayEnd) {
      this.#dayEnd = this.#calendar.dayEndOf(time);
      this.#start = this.#before ?? equity;
    }
    this.#before = equity;
    // Not as a quotient: a loss of the limit itself is none beyond it.
    if (equity >= this.#start! * (1 - this.#limit)) return undefined;
    const loss = 1 - equity / this.#start!;
    return `this session has lost ${(loss * 100).toFixed(2)} % of equity, the limit is ${(this.#limit * 100).toFixed(2)} %`;
  }
}

export interface StaleDataParts {
  readonly clock: Clock;
  readonly calendar: Calendar;
  /** Milliseconds without a bar. Default: ten intervals; session bars are never stale. */
  readonly after: Millis | undefined;
  readonly onStale: (reason: string) => void;
  readonly onFresh: () => void;
}

/** Notices that bars have stopped to come during a session. */
export class StaleData {
  readonly #parts: StaleDataParts;
  #check: Subscription | undefined;
  #patience: Millis | undefined;
  #last: Millis = -Infinity;
  isStale = false;

  constructor(parts: StaleDataParts) {
    this.#parts = parts;
  }

  /** Bars of this interval are to come from now on. */
  begin(interval: BarInterval): void {
    const length = barMillis(interval);
    this.#patience = this.#parts.after ?? (length === undefined ? undefined : 10 * length);
    this.#last = this.#parts.clock.now();
    this.#watch();
  }

  onBar({ time }: ClosedSlice): void {
    this.#last = Math.max(this.#last, time);
    if (this.isStale) {
      this.isStale = false;
      this.#parts.onFresh();
    }
    this.#watch();
  }

  stop(): void {
    this.#check?.unsubscribe();
  }

  /** One look when patience ends, or when it ends in the next session. */
  #watch(): void {
    const { clock, calendar } = this.#parts;
    this.#check?.unsubscribe();
    if (this.#patience === undefined) return;
    const session = calendar.nextClosing(this.#last);
    const due = Math.max(this.#last, session.open) + this.#patience;
    this.#check = clock.at(due, () => {
      // Patience that ends after the close has the next session to wait for.
      if (due > session.close) {
        this.#last = session.close;
        return this.#watch();
      }
      this.isStale = true;
      this.#parts.onStale(`no bar for ${Math.round(this.#patience! / 1000)} s during the session`);
    });
  }
}
