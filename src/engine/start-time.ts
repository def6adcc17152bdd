import type { Calendar } from '../calendar/calendar.js';
import type { BarTable } from '../core/table.js';
import type { Millis } from '../core/time.js';

/** Where a run's clock begins: at the end of the session before the first, before everything that the first can bring. */
export function startTimeOf(table: BarTable, calendar: Calendar): Millis {
  const opened = Math.min(...table.series.filter((series) => series.length > 0).map((series) => series.openTimeAt(0)));
  return Math.min(opened, calendar.at(calendar.nextClosing(opened).index - 1).dayEnd);
}
