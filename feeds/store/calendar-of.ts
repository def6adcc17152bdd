import { alwaysOpen, xnys } from '../../src/calendar/index.js';
import type { Calendar } from '../../src/calendar/calendar.js';
import { ConfigError } from '../../src/core/errors.js';

/** The calendar of stored bars. @throws ConfigError for a name that a store cannot bring back. */
export function calendarOf(name: string, symbol: string): Calendar {
  for (const known of [xnys, alwaysOpen]) if (known.name === name) return known;
  throw new ConfigError(`${symbol}: the store knows no calendar named ${name}`, {
    code: 'store/calendar',
    context: { symbol, calendar: name },
    hint: `it keeps bars of ${xnys.name} and ${alwaysOpen.name}`,
  });
}
