const PAIR = 36 ** 2;
const LOWER = PAIR ** 2;

/** Two digits each, for numbers below 36². */
const pairs: readonly string[] = Array.from({ length: PAIR }, (_, value) => value.toString(36).padStart(2, '0'));

/** `value.toString(36)` of an instant, sooner: for float64 numbers that is a slow way to write a whole number. */
export function base36(value: number): string {
  if (!(value >= LOWER) || !Number.isSafeInteger(value)) return value.toString(36);
  const upper = Math.floor(value / LOWER);
  const lower = value - upper * LOWER;
  const high = Math.floor(lower / PAIR);
  return upper.toString(36) + pairs[high]! + pairs[lower - high * PAIR]!;
}
