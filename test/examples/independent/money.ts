/** Money as a whole number of hundred-millionths. */
export type Money = bigint;

export const UNIT = 100_000_000n;

/** A float as the decimal it prints as: digits, and how many of them stand after the point. */
function decimal(value: number): [digits: bigint, places: number] {
  const [whole, fraction = ''] = String(value).split('.');
  if (!/^\d+$/.test(whole + fraction)) throw new Error(`no plain decimal: ${value}`);
  return [BigInt(whole + fraction), fraction.length];
}

/** Divides by a power of ten: what is paid is rounded up, what is received down. */
function scaled(digits: bigint, places: number, rounding: 'up' | 'down'): Money {
  if (places <= 8) return digits * 10n ** BigInt(8 - places);
  const divisor = 10n ** BigInt(places - 8);
  return rounding === 'up' ? (digits + divisor - 1n) / divisor : digits / divisor;
}

/** What `units` are worth at a price. */
export function worth(price: number, units: number, rounding: 'up' | 'down'): Money {
  const [digits, places] = decimal(price);
  return scaled(digits * BigInt(units), places, rounding);
}

/** What trading them costs. */
export function costOf(price: number, units: number, basisPoints: number): Money {
  const [digits, places] = decimal(price);
  const [rate, ratePlaces] = decimal(basisPoints);
  return scaled(digits * BigInt(units) * rate, places + ratePlaces + 4, 'up');
}

export function inDollars(amount: Money): number {
  return Number(amount) / Number(UNIT);
}
