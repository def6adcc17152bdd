/** A value of a line; `null` is a gap. */
export type Point = number | null;

const POWERS: readonly number[] = Array.from({ length: 23 }, (_, digits) => Number(`1e${digits}`));

/** More digits than these are rounded by way of their text. */
const MAX_ROUNDED = 1e9;

/**
 * Significant digits enough for any screen, and no more: the page stays small. The number that `toPrecision` prints, and
 * mostly without printing it: a page has tens of thousands.
 */
export function rounded(value: number, digits: number): Point {
  if (!Number.isFinite(value)) return null;
  const scale = POWERS[digits - 1 - Math.floor(Math.log10(Math.abs(value)))];
  if (scale !== undefined) {
    const whole = wholeOf(value * scale);
    // The logarithm may be off by one at a power of ten: then there is a digit too many or too few.
    if (Math.abs(whole) >= POWERS[digits - 1]! && Math.abs(whole) < POWERS[digits]!) return whole / scale;
  }
  return Number(value.toPrecision(digits));
}

/** An amount to the cent: the number that `toFixed(2)` prints, likewise. */
export function cents(value: number): Point {
  if (!Number.isFinite(value)) return null;
  const whole = wholeOf(value * 100);
  return Number.isNaN(whole) ? Number(value.toFixed(2)) : whole / 100;
}

/**
 * The nearest whole number of a product, where its rounding cannot have changed which one that is: below 1e9 a product is
 * off by less than 1e-7. NaN where it could have. A whole number over a power of ten up to 1e22, both exact, is the
 * float64 nearest to that decimal: what parsing its text gives.
 */
function wholeOf(product: number): number {
  const whole = Math.round(product);
  return Math.abs(whole) < MAX_ROUNDED && Math.abs(Math.abs(product - whole) - 0.5) > 1e-6 ? whole : Number.NaN;
}
