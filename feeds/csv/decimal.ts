const MINUS = 0x2d;
const ZERO = 0x30;
/** The point, as a "digit". */
const POINT = -2;

/** So many digits make an integer below 2^53, whichever they are. */
export const EXACT_DIGITS = 15;

/** Powers of ten that float64 holds exactly. */
export const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MISSING = /^(?:|\.|-|nan|null|none|na|n\/a)$/i;

/** Text of a field, without surrounding blanks. */
export function fieldText(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
    .toString('utf8')
    .trim();
}

/**
 * The number in `bytes[from, to)`, bit for bit what `Number(text)` gives; NaN for what is no decimal number.
 *
 * Up to 15 digits make an integer below 2^53, and the power of ten of their decimals is exact too: their quotient is
 * rounded once, and therefore right. Everything else takes the slow way.
 */
export function parseDecimal(bytes: Uint8Array, from: number, to: number): number {
  const negative = bytes[from] === MINUS;
  const first = negative ? from + 1 : from;
  if (to - first > 16) return slowDecimal(bytes, from, to);
  let mantissa = 0;
  let point = -1;
  for (let at = first; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT && point < 0) point = at;
    else return slowDecimal(bytes, from, to);
  }
  const digits = to - first - (point < 0 ? 0 : 1);
  if (digits < 1 || digits > EXACT_DIGITS) return slowDecimal(bytes, from, to);
  const value = point < 0 ? mantissa : mantissa / POWERS[to - point - 1]!;
  return negative ? -value : value;
}

function slowDecimal(bytes: Uint8Array, from: number, to: number): number {
  const text = fieldText(bytes, from, to);
  return PLAIN.test(text) ? Number(text) : Number.NaN;
}

/** True for a field that says "no value": empty, or one of the usual words for it. */
export function isMissing(bytes: Uint8Array, from: number, to: number): boolean {
  return from === to || MISSING.test(fieldText(bytes, from, to));
}
