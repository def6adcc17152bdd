import type { Calendar } from '../../src/calendar/calendar.js';
import { MINUTE, type Millis } from '../../src/core/time.js';

const LONGEST = 30 * MINUTE;

/** Tells when the silence of a stream is to be looked into: what is traded seldom is often silent. */
export class QuietWatch {
  readonly #calendar: Calendar;
  readonly #usual: Millis;
  #patience: Millis;
  #since: Millis;

  constructor(calendar: Calendar, patience: Millis, start: Millis) {
    this.#calendar = calendar;
    this.#usual = patience;
    this.#patience = patience;
    this.#since = start;
  }

  heard(now: Millis): void {
    this.#since = now;
    this.#patience = this.#usual;
  }

  /** It turned out that there was nothing to hear. */
  nothingTraded(): void {
    this.#patience = Math.min(this.#patience * 2, Math.max(this.#usual, LONGEST));
  }

  isSession(now: Millis): boolean {
    return now > this.#calendar.nextClosing(now).open;
  }

  isSuspicious(now: Millis): boolean {
    const { open } = this.#calendar.nextClosing(now);
    return now > open && now - Math.max(this.#since, open) >= this.#patience;
  }
}
