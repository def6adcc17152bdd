import { DAY, HOUR, MINUTE, SECOND, type Millis } from '../../src/core/time.js';
import { civilDay } from '../common/civil-day.js';
import { parseDecimal } from './decimal.js';

/** A date or time as its text says it. Reused from row to row. */
export class Stamp {
  /** Wall-clock time as milliseconds as if it were UTC; NaN when the text is no stamp. */
  local: Millis = Number.NaN;
  /** The offset that the text gives, NaN when it gives none. */
  offset: Millis = Number.NaN;
}

/** Reads the stamp in `bytes[from, to)` into `out`. */
export type StampReader = (bytes: Uint8Array, from: number, to: number, out: Stamp) => void;

const ZERO = 0x30;
const SPACE = 0x20;
const DASH = 0x2d;
const PLUS = 0x2b;
const COLON = 0x3a;
const POINT = 0x2e;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** The number of `count` digits, NaN when one of them is no digit. */
export function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = bytes[at]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Reader without the blanks around the field. */
export function trimmed(read: StampReader): StampReader {
  return (bytes, from, to, out) => {
    let first = from;
    let end = to;
    while (first < end && bytes[first] === SPACE) first += 1;
    while (end > first && bytes[end - 1] === SPACE) end -= 1;
    read(bytes, first, end, out);
  };
}

/** Seconds or milliseconds since 1970, whole or with a fraction. */
export function epochReader(unit: Millis): StampReader {
  return (bytes, from, to, out) => {
    out.local = Math.round(parseDecimal(bytes, from, to) * unit);
    out.offset = 0;
  };
}

/** `YYYY-MM-DD`, also with a time of day that is midnight, as programs write that know no dates. */
export function readDate(bytes: Uint8Array, from: number, to: number, out: Stamp): void {
  if (to - from === 10 && bytes[from + 4] === DASH && bytes[from + 7] === DASH) {
    out.offset = Number.NaN;
    out.local = civilDay(digits(bytes, from, 4), digits(bytes, from + 5, 2), digits(bytes, from + 8, 2)) * DAY;
    return;
  }
  readIso(bytes, from, to, out);
  if (out.local % DAY !== 0) out.local = Number.NaN;
}

/** `YYYY-MM-DD`, `T` or a blank, `HH:MM`, and if given `:SS`, a fraction, and `Z` or an offset. */
export function readIsoTime(bytes: Uint8Array, from: number, to: number, out: Stamp): void {
  if (to - from > 10) readIso(bytes, from, to, out);
  else out.local = Number.NaN;
}

/** The same, or a date alone. */
export function readIso(bytes: Uint8Array, from: number, to: number, out: Stamp): void {
  out.local = Number.NaN;
  out.offset = Number.NaN;
  if (to - from < 10 || bytes[from + 4] !== DASH || bytes[from + 7] !== DASH) return;
  const day = civilDay(digits(bytes, from, 4), digits(bytes, from + 5, 2), digits(bytes, from + 8, 2));
  if (to - from === 10) {
    out.local = day * DAY;
    return;
  }
  const mark = bytes[from + 10];
  if ((mark !== LETTER_T && mark !== SPACE) || to - from < 16 || bytes[from + 13] !== COLON) return;
  const hour = digits(bytes, from + 11, 2);
  const minute = digits(bytes, from + 14, 2);
  let second = 0;
  let at = from + 16;
  if (at < to && bytes[at] === COLON) {
    second = to - at >= 3 ? digits(bytes, at + 1, 2) : Number.NaN;
    at += 3;
  }
  if (at < to && bytes[at] === POINT) {
    const fraction = at++;
    while (at < to && bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9) at += 1;
    second += at - fraction > 1 ? parseDecimal(bytes, fraction, at) : Number.NaN;
  }
  if (!(hour < 24 && minute < 60 && second < 60)) return;
  if (at < to) {
    out.offset = offsetOf(bytes, at, to);
    if (Number.isNaN(out.offset)) return;
  }
  out.local = day * DAY + hour * HOUR + minute * MINUTE + Math.floor(second * SECOND + 1e-6);
}

/** `Z`, `+HH`, `+HHMM` or `+HH:MM` (or with a minus). */
function offsetOf(bytes: Uint8Array, from: number, to: number): Millis {
  const sign = bytes[from];
  const length = to - from;
  if (sign === LETTER_Z) return length === 1 ? 0 : Number.NaN;
  if (sign !== PLUS && sign !== DASH) return Number.NaN;
  const hours = digits(bytes, from + 1, 2);
  let minutes = 0;
  if (length === 5) minutes = digits(bytes, from + 3, 2);
  else if (length === 6 && bytes[from + 3] === COLON) minutes = digits(bytes, from + 4, 2);
  else if (length !== 3) return Number.NaN;
  if (!(hours <= 15 && minutes < 60)) return Number.NaN;
  return (sign === DASH ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}
