import { lotsToDecimal, type Exact } from '../core/money.js';
import { isoInstant, type Millis } from '../core/time.js';

/** A float64 as its shortest decimal; empty where there is none. */
export function numberText(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  return String(value === 0 ? 0 : value);
}

/** An instant as ISO 8601 in UTC; empty where there is none. */
export function timeText(time: Millis | undefined): string {
  return time === undefined || !Number.isFinite(time) ? '' : isoInstant(time);
}

/** A whole number of lots as an exact quantity. */
export function quantityText(lots: number, lot: Exact): string {
  if (lot.scale === 0 && lot.mantissa === 1n) return String(lots);
  return lotsToDecimal(lots, lot).toString();
}
