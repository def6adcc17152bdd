import type { Calendar, Session } from '../../src/calendar/calendar.js';
import { ConfigError } from '../../src/core/errors.js';
import { DAY, isoDateOfDay, isoInstant, type Millis } from '../../src/core/time.js';
import type { BarCollector, Figures } from '../common/bar-collector.js';
import { ZoneClock } from '../common/zone-clock.js';
import type { Days } from '../network/feed-options.js';
import type { Chart, YahooAnswer } from './client.js';
import { printedPrice } from './printed-price.js';

type Quote = Chart['quotes'][number];

/** How the rows of an answer are to be read. */
export interface RowPlan {
  readonly calendar: Calendar;
  readonly days: Days;
  /** Length of an intraday bar, `undefined` for sessions. */
  readonly duration: Millis | undefined;
  readonly totalReturn: boolean;
}

/** Hands the rows of an answer to a collector: those without figures, and the bar that has not closed yet, are dropped. */
export function readRows({ chart, now }: YahooAnswer, plan: RowPlan, bars: BarCollector): void {
  const clock = new ZoneClock(chart.meta.exchangeTimezoneName);
  const traded = chart.meta.regularMarketTime.getTime();
  let before = -Infinity;
  for (const quote of chart.quotes) {
    const stamp = quote.date.getTime();
    const day = Math.floor((stamp + clock.offsetAt(stamp)) / DAY);
    if (day < plan.days.first || day > plan.days.last) continue;
    if (plan.duration !== undefined) addMinutes(quote, stamp, plan.duration, now, plan, bars);
    // Beside the row of a session there may be one of its last trade.
    else if (day === before && stamp === traded) bars.drop(isoDateOfDay(day), 'a second row of the session, of its last trade');
    else addSession(quote, day, now, plan, bars);
    before = day;
  }
}

function addSession(quote: Quote, day: number, now: Millis, plan: RowPlan, bars: BarCollector): void {
  const date = isoDateOfDay(day);
  const figures = figuresOf(quote, plan.totalReturn);
  if (figures === undefined) return bars.drop(date, 'the source has no figures for it');
  const session = plan.calendar.session(date);
  if (session === undefined) {
    return bars.report(date, {
      code: 'yahoo/no-session',
      message: `${date} is no session of ${plan.calendar.name}`,
      hint: 'give the calendar of the venue with instrument: { calendar: … }, or load in tolerant mode, which drops such rows',
    });
  }
  if (session.close > now) return bars.drop(date, 'the session has not closed yet');
  bars.add(session.open, session.close, figures, false, date);
}

function addMinutes(quote: Quote, stamp: Millis, duration: Millis, now: Millis, plan: RowPlan, bars: BarCollector): void {
  const label = isoInstant(stamp);
  const figures = figuresOf(quote, false);
  if (figures === undefined) return bars.drop(label, 'the source has no figures for it');
  const session = sessionAt(plan.calendar, stamp);
  // The last bar of a session ends with it, however long bars are.
  const isRegular = session !== undefined && stamp >= session.open && stamp < session.close;
  const time = isRegular ? Math.min(stamp + duration, session.close) : stamp + duration;
  if (time > now) return bars.drop(label, 'the bar has not closed yet');
  const isExtended = session === undefined || time <= session.open || stamp >= session.close;
  bars.add(stamp, time, figures, isExtended, label);
}

function sessionAt(calendar: Calendar, stamp: Millis): Session | undefined {
  try {
    return calendar.sessionOf(stamp + 1);
  } catch (error) {
    if (error instanceof ConfigError && error.code === 'calendar/out-of-range') return undefined;
    throw error;
  }
}

function figuresOf({ open, high, low, close, volume, adjclose }: Quote, totalReturn: boolean): Figures | undefined {
  if (open === null || high === null || low === null || close === null) return undefined;
  const adjusted = totalReturn ? adjclose : close;
  if (adjusted === null || adjusted === undefined) return undefined;
  const printed = printedPrice(close);
  const factor = totalReturn ? printedPrice(adjusted) / printed : 1;
  return {
    open: printedPrice(open) * factor,
    high: printedPrice(high) * factor,
    low: printedPrice(low) * factor,
    close: printed * factor,
    volume: volume ?? 0,
  };
}
