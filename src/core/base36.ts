const PAIR = 36 ** 2;
const LOWER = PAIR ** 2;

/** Two digits each, for numbers below 36². */
const pairs: readonly string[] = Array.from({ length: PAIR }, (_, value) => value.toString(36).padStart(2, '0'));

/** Digits of the last number, all but its last four: those of times of the same half hour. */
let lastUpper = 0;
let lastDigits = '0';

/** `value.toString(36)` of an instant, sooner: for float64 numbers that is a slow way to write a whole number. */
export function base36(value: number): string {
  if (!(value >= LOWER) || !Number.isSafeInteger(value)) return value.toString(36);
  const upper = Math.floor(value / LOWER);
  if (upper !== lastUpper) {
    lastDigits = upper.toString(36);
    lastUpper = upper;
  }
  const lower = value - upper * LOWER;
  const high = Math.floor(lower / PAIR);
  return lastDigits + pairs[high]! + pairs[lower - high * PAIR]!;
}
