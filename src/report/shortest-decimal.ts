/** Decimals are found in two parts: they may be more than a float64 can count. */
export const LOW_DIGITS = 8;
const LOW = 10 ** LOW_DIGITS;

/** Binary exponents of the numbers that are tried: 1.5e-5 up to 5e8. Others are rare, and `String` may write them. */
const LEAST_EXPONENT = -16;
const MOST_EXPONENT = 28;
const EXPONENTS = MOST_EXPONENT - LEAST_EXPONENT + 1;

/** Far above the rounding errors of the arithmetic below, far below what a digit is worth. */
const DOUBT = 1e-6;

/** Multiplying by it splits a float64 into halves of 26 bits (T. J. Dekker, 1971). */
const SPLITTER = 2 ** 27 + 1;

// By binary exponent: decimals to look at, their power of ten and its upper half, and half the gap between two float64
// numbers, counted in the last of these decimals: at least 0.5 and below 5.
const scales = new Int32Array(EXPONENTS);
const powers = new Float64Array(EXPONENTS);
const upperHalves = new Float64Array(EXPONENTS);
const reaches = new Float64Array(EXPONENTS);
for (let at = 0; at < EXPONENTS; at++) {
  const halfGap = 2 ** (LEAST_EXPONENT + at - 53);
  let scale = 0;
  while (halfGap * 10 ** scale < 0.5) scale++;
  scales[at] = scale;
  powers[at] = 10 ** scale;
  upperHalves[at] = upperHalf(10 ** scale);
  reaches[at] = halfGap * 10 ** scale;
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * The shortest decimal that reads back as a float64, of those the nearest: what `String` writes, in a third of its time.
 *
 * The number times a power of ten, in twice the precision of float64, is counted in units of which the next float64 is
 * 1 to 10 away. So the nearest whole number always reads back as it, and the nearest multiple of ten, one digit
 * shorter, does where it is less than half that gap away. Where the arithmetic cannot tell for sure, `find` says so.
 */
export class ShortestDecimal {
  /** What stands before the point. */
  whole = 0;
  /** Decimals before the last eight, as a whole number below 10^9. */
  high = 0;
  /** The last eight decimals, some of them zeros at the end. */
  low = 0;
  /** How many decimals there are. */
  scale = 0;

  /** Finds the digits of a number above 0 that is not whole. False where they are not certain, and for very small and large numbers. */
  find(size: number): boolean {
    float[0] = size;
    const upperWord = words[1]!;
    const at = (upperWord >>> 20) - 1023 - LEAST_EXPONENT;
    if (!(at >= 0 && at < EXPONENTS)) return false;
    // The gap below a power of two is half the gap above it.
    if ((upperWord & 0xfffff) === 0 && words[0] === 0) return false;
    const power = powers[at]!;
    const product = size * power;
    const sizeUpper = upperHalf(size);
    const sizeLower = size - sizeUpper;
    const powerUpper = upperHalves[at]!;
    const powerLower = power - powerUpper;
    const error = sizeLower * powerLower - (product - sizeUpper * powerUpper - sizeLower * powerUpper - sizeUpper * powerLower);
    const high = Math.floor(product / LOW);
    const rest = product - high * LOW + error;
    const reach = reaches[at]!;
    let low = Math.round(rest / 10) * 10;
    const away = Math.abs(rest - low);
    if (away > reach - DOUBT) {
      if (away < reach + DOUBT) return false;
      low = Math.round(rest);
      if (Math.abs(rest - low) > 0.5 - DOUBT) return false;
    }
    if (low < 0 || low >= LOW) return false;
    this.whole = Math.floor(size);
    this.high = high - this.whole * (power / LOW);
    this.low = low;
    this.scale = scales[at]!;
    return true;
  }
}

function upperHalf(value: number): number {
  const wide = value * SPLITTER;
  return wide - (wide - value);
}
