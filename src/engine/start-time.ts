import type { Calendar } from '../calendar/calendar.js';
import { sessionBefore } from '../calendar/week.js';
import type { BarTable } from '../core/table.js';
import { DAY, type Millis } from '../core/time.js';

/** Where a run's clock begins: at the end of the session before the first, before everything that the first can bring. */
export function startTimeOf(table: BarTable, calendar: Calendar): Millis {
  const opened = Math.min(...table.series.filter((series) => series.length > 0).map((series) => series.openTimeAt(0)));
  const first = calendar.nextClosing(opened);
  return Math.min(opened, sessionBefore(calendar, first)?.dayEnd ?? first.dayEnd - DAY);
}
