import { lotsToDecimal, type Exact } from '../core/money.js';
import { DAY, isoDateOfDay, isoInstant, SECOND, type Millis } from '../core/time.js';

const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** The last day written, for neighbouring rows mostly share it. */
let lastDay = Number.NaN;
let lastDate = '';

/** An instant as ISO 8601 in UTC; empty where there is none. The same text as {@link isoInstant} makes, sooner. */
export function timeText(time: Millis | undefined): string {
  if (time === undefined || !Number.isFinite(time)) return '';
  const day = Math.floor(time / DAY);
  const seconds = (time - day * DAY) / SECOND;
  if (!Number.isInteger(seconds)) return isoInstant(time);
  if (day !== lastDay) {
    lastDate = isoDateOfDay(day);
    lastDay = day;
  }
  const minutes = Math.floor(seconds / 60);
  return `${lastDate}T${TWO_DIGITS[Math.floor(minutes / 60)]!}:${TWO_DIGITS[minutes % 60]!}:${TWO_DIGITS[seconds % 60]!}Z`;
}

/** A whole number of lots as an exact quantity. */
export function quantityText(lots: number, lot: Exact): string {
  if (lot.scale === 0 && lot.mantissa === 1n) return String(lots);
  return lotsToDecimal(lots, lot).toString();
}
