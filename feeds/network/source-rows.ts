import type { Calendar } from '../../src/calendar/calendar.js';
import { isoDateOfDay, isoInstant, type Millis } from '../../src/core/time.js';
import type { BarCollector, Figures } from '../common/bar-collector.js';
import { placeIntraday } from '../common/intraday-bar.js';

/** Puts a source's rows on a calendar. Rows without figures, and bars that had not closed at `now`, are dropped. */
export class SourceRows {
  constructor(
    readonly calendar: Calendar,
    readonly bars: BarCollector,
  ) {}

  /** The session of a day. */
  session(day: number, figures: Figures | undefined, now: Millis): void {
    const { calendar, bars } = this;
    const date = isoDateOfDay(day);
    if (figures === undefined) return bars.drop(date, 'the source has no figures for it');
    const session = calendar.session(date);
    if (session === undefined) {
      return bars.report(date, {
        code: `${bars.source}/no-session`,
        message: `${date} is no session of ${calendar.name}`,
        hint: 'give the calendar of the venue with instrument: { calendar: … }, or load in tolerant mode, which drops such rows',
      });
    }
    if (session.close > now) return bars.drop(date, 'the session has not closed yet');
    bars.add(session.open, session.close, figures, false, date);
  }

  /** A bar that begins at `openTime`. The last one of a session ends with it, however long bars are. */
  intraday(openTime: Millis, duration: Millis, figures: Figures | undefined, now: Millis): void {
    const { bars } = this;
    const label = isoInstant(openTime);
    if (figures === undefined) return bars.drop(label, 'the source has no figures for it');
    const { time, extended } = placeIntraday(this.calendar, openTime, duration);
    if (time > now) return bars.drop(label, 'the bar has not closed yet');
    bars.add(openTime, time, figures, extended, label);
  }
}
