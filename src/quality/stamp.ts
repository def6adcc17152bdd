import type { BarSeries } from '../core/series.js';
import { isoInstant, type Millis } from '../core/time.js';

/** How a report names a bar: by its session's date, or intraday by the instant of its close. */
export function stampOf({ interval, instrument }: BarSeries, time: Millis): string {
  if (!Number.isFinite(time)) return 'a bar without a time';
  if (!interval.startsWith('1') || !/[dwo]$/.test(interval)) return isoInstant(time);
  try {
    return instrument.calendar.sessionOf(time).date;
  } catch {
    return isoInstant(time).slice(0, 10);
  }
}

/** A price with at most six digits. */
export function short(price: number): string {
  return String(Number(price.toPrecision(6)));
}
