import { ConfigError } from '../core/errors.js';
import { alwaysOpen } from './always-open.js';
import type { Calendar } from './calendar.js';
import { xnys } from './xnys.js';

export { alwaysOpen, xnys };
export type { Calendar, Session } from './calendar.js';
export { periodWindows, type Period, type PeriodWindow, type PeriodWindows } from './period.js';

/** Names of the calendars that come with Barstream. */
export type CalendarName = 'XNYS' | 'always-open';

const CALENDARS: ReadonlyMap<string, Calendar> = new Map([xnys, alwaysOpen].map((each) => [each.name, each]));

/**
 * The calendar with this name.
 * @throws ConfigError for a name that is not a calendar's.
 */
export function calendarByName(name: CalendarName): Calendar {
  const calendar = CALENDARS.get(name);
  if (calendar) return calendar;
  const known = [...CALENDARS.keys()];
  throw new ConfigError(`unknown calendar ${JSON.stringify(name)}`, {
    code: 'calendar/unknown',
    context: { name, known },
    hint: `use one of ${known.map((each) => JSON.stringify(each)).join(', ')}`,
  });
}
