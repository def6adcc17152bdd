import type { Session } from '../calendar/calendar.js';
import { ConfigError } from '../core/errors.js';
import type { BarSeries } from '../core/series.js';
import { barMillis, type Millis } from '../core/time.js';
import { Collector, counted } from './collector.js';
import type { Finding } from './finding.js';

/** Part of a session's bars that may be missing before it is reported: quiet minutes have no bar. */
const THIN = 0.05;

/** Sessions of the calendar between the first and the last bar that have no bar, or intraday too few. */
export function checkGaps(series: BarSeries): Finding[] {
  const missing = new Collector(
    'gap',
    'warning',
    'indicators count bars, not days: they look back further than they say; orders wait longer',
  );
  const thin = new Collector('gap', 'note', 'minutes without trades have no bar; if the feed lost them, fills come late');
  const length = barMillis(series.interval);
  if (series.interval === '1w' || series.interval === '1mo') return [];
  let before: Session | undefined;
  let bars = 0;
  const endSession = (session: Session): void => {
    if (length === undefined) return;
    const most = Math.ceil((session.close - session.open) / length);
    if (bars < most * (1 - THIN)) thin.add(session.close, () => `${session.date}: ${bars} of ${most} bars`);
  };
  for (const [row, time] of series.columns.time.entries()) {
    if (series.columns.extended?.[row] === 1) continue;
    const session = sessionOf(series, time);
    if (session === undefined) continue;
    if (before !== undefined && session.index > before.index) {
      endSession(before);
      const { index } = before;
      const gap = session.index - index - 1;
      if (gap > 0) {
        const { calendar } = series.instrument;
        missing.add(
          calendar.at(index + 1).close,
          () =>
            gap === 1 ? calendar.at(index + 1).date : `${calendar.at(index + 1).date} to ${calendar.at(session.index - 1).date} (${gap})`,
          gap,
        );
      }
    }
    if (session.index !== before?.index) bars = 0;
    before = session;
    bars++;
  }
  if (before !== undefined) endSession(before);
  return [
    ...missing.findings((count) => `${counted(count, 'session')} of ${series.instrument.calendar.name} without a bar`),
    ...thin.findings((count) => `${counted(count, 'session')} with more than ${THIN * 100} % of its bars missing`),
  ];
}

function sessionOf({ instrument: { calendar } }: BarSeries, time: Millis): Session | undefined {
  try {
    return calendar.sessionOf(time);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
