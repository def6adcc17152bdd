import type { IANAZone } from 'luxon';

import { ConfigError } from '../../src/core/errors.js';
import { DAY, HOUR, MINUTE, type Millis } from '../../src/core/time.js';
import { luxon } from './luxon.js';

/**
 * The wall clock of a zone. The zone's rules are asked twice a day, not once a row: between two midnights an offset
 * changes at most once, and when it does, the instant of the change is kept.
 *
 * Local time is written as milliseconds as if it were UTC.
 */
export class ZoneClock {
  readonly #zone: IANAZone;
  #day = Number.NaN;
  /** What to take from local time to get UTC: from the start of the day, and from `#change` on. */
  #before: Millis = 0;
  #after: Millis = 0;
  #change: Millis = Infinity;

  /** @throws ConfigError for a name that is no IANA zone. */
  constructor(readonly name: string) {
    const { IANAZone: Zone } = luxon();
    if (!Zone.isValidZone(name)) {
      throw new ConfigError(`unknown time zone ${JSON.stringify(name)}`, {
        code: 'config/zone',
        context: { zone: name },
        hint: 'give an IANA zone such as "America/New_York" or "UTC"',
      });
    }
    this.#zone = Zone.create(name);
  }

  /** Offset of the zone at an instant. */
  offsetAt(instant: Millis): Millis {
    return this.#zone.offset(instant) * MINUTE;
  }

  /**
   * The instant of a local time, NaN for one that the clock skipped in spring. In the hour that the clock repeats in
   * autumn it is the first passing, unless that is not after `previous`: then the second.
   */
  instant(local: Millis, previous: Millis = -Infinity): Millis {
    const day = Math.floor(local / DAY);
    if (day !== this.#day) this.#load(day);
    if (this.#change === Infinity) return local - this.#before;
    const early = local - this.#before;
    const late = local - this.#after;
    const isEarly = early < this.#change;
    const isLate = late >= this.#change;
    if (isEarly && (!isLate || early > previous)) return early;
    return isLate ? late : Number.NaN;
  }

  /** The first instant of a local date, given as day number. */
  startOfDay(day: number): Millis {
    const instant = this.instant(day * DAY);
    return Number.isNaN(instant) ? this.#change : instant;
  }

  #load(day: number): void {
    this.#day = day;
    // Half a day to either side holds every zone's midnight; a change then lies between the two looks.
    let low = day * DAY - 15 * HOUR;
    let high = (day + 1) * DAY + 15 * HOUR;
    this.#before = this.offsetAt(low);
    this.#after = this.offsetAt(high);
    this.#change = Infinity;
    if (this.#before === this.#after) return;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetAt(middle) === this.#before) low = middle;
      else high = middle;
    }
    this.#change = high;
  }
}
