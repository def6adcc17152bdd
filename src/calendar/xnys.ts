import { DAY, daysFromCivil } from '../core/time.js';
import type { Millis } from '../core/time.js';
import type { Calendar } from './calendar.js';
import { weekdayOf } from './civil.js';
import { newYorkOffsets } from './new-york-time.js';
import { SessionCalendar } from './session-calendar.js';
import type { SessionTable } from './session-calendar.js';
import { xnysClosures } from './xnys-closures.js';
import { XNYS_CLOSE, XNYS_LATE_OPENS, XNYS_OPEN, xnysEarlyCloses } from './xnys-hours.js';

const FIRST_YEAR = 1990;
const LAST_YEAR = 2035;

/**
 * Sessions of the New York Stock Exchange, which the other US stock exchanges keep too: 1990-01-01 to 2035-12-31, from
 * rules and a list of exceptions. Regular hours are 09:30 to 16:00 New York; dates to come follow today's rules.
 */
export const xnys: Calendar = new SessionCalendar({
  name: 'XNYS',
  zone: 'America/New_York',
  sessionsPerYear: 252,
  firstDay: daysFromCivil(FIRST_YEAR, 1, 1),
  lastDay: daysFromCivil(LAST_YEAR, 12, 31),
  build,
});

function build(): SessionTable {
  const days: number[] = [];
  const opens: Millis[] = [];
  const closes: Millis[] = [];
  const dayEnds: Millis[] = [];
  const early: number[] = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    const offsetOf = newYorkOffsets(year);
    const closures = xnysClosures(year);
    const earlyCloses = xnysEarlyCloses(year);
    const yearEnd = daysFromCivil(year + 1, 1, 1);
    for (let day = daysFromCivil(year, 1, 1); day < yearEnd; day += 1) {
      const weekday = weekdayOf(day);
      if (weekday === 0 || weekday === 6 || closures.has(day)) continue;
      const midnight = day * DAY + offsetOf(day);
      const earlyClose = earlyCloses.get(day);
      days.push(day);
      opens.push(midnight + (XNYS_LATE_OPENS.get(day) ?? XNYS_OPEN));
      closes.push(midnight + (earlyClose ?? XNYS_CLOSE));
      dayEnds.push(midnight + DAY);
      early.push(earlyClose === undefined ? 0 : 1);
    }
  }
  const firstDay = daysFromCivil(FIRST_YEAR, 1, 1);
  return {
    day: new Int32Array(days),
    open: new Float64Array(opens),
    close: new Float64Array(closes),
    dayEnd: new Float64Array(dayEnds),
    early: new Uint8Array(early),
    start: firstDay * DAY + newYorkOffsets(FIRST_YEAR)(firstDay),
  };
}
