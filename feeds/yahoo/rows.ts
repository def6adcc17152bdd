import type { Calendar } from '../../src/calendar/calendar.js';
import { DAY, isoDateOfDay, type Millis } from '../../src/core/time.js';
import type { BarCollector, Figures } from '../common/bar-collector.js';
import { ZoneClock } from '../common/zone-clock.js';
import type { Days } from '../network/feed-options.js';
import { SourceRows } from '../network/source-rows.js';
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
  const rows = new SourceRows(plan.calendar, bars);
  const traded = chart.meta.regularMarketTime.getTime();
  let before = -Infinity;
  for (const quote of chart.quotes) {
    const stamp = quote.date.getTime();
    const day = Math.floor((stamp + clock.offsetAt(stamp)) / DAY);
    if (day < plan.days.first || day > plan.days.last) continue;
    if (plan.duration !== undefined) rows.intraday(stamp, plan.duration, figuresOf(quote, false), now);
    // Beside the row of a session there may be one of its last trade.
    else if (day === before && stamp === traded) bars.drop(isoDateOfDay(day), 'a second row of the session, of its last trade');
    else rows.session(day, figuresOf(quote, plan.totalReturn), now);
    before = day;
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
