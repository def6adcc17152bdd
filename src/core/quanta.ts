/**
 * Exact amounts of money, counted in **quanta**: 1e-8 of the account's currency.
 *
 * An amount is a float64 whole number while it is below 2^53 (about 90 million dollars), where float64 arithmetic on
 * whole numbers is exact and fast, and a bigint beyond. Every function here keeps that form, so equal amounts are
 * always `===` equal, and adding amounts with a plain `+` across the two forms is an error at once, never a lost cent.
 */
export type Quanta = number | bigint;

const LARGEST = Number.MAX_SAFE_INTEGER;

/** Brings a bigint into the form of an amount. */
export function quantaFromBigint(amount: bigint): Quanta {
  return amount <= BigInt(LARGEST) && amount >= -BigInt(LARGEST) ? Number(amount) : amount;
}

/** Sum of two amounts, exact. */
export function addQuanta(a: Quanta, b: Quanta): Quanta {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= LARGEST && sum >= -LARGEST) return sum;
  }
  return quantaFromBigint(BigInt(a) + BigInt(b));
}

/** Difference of two amounts, exact. */
export function subtractQuanta(a: Quanta, b: Quanta): Quanta {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (difference <= LARGEST && difference >= -LARGEST) return difference;
  }
  return quantaFromBigint(BigInt(a) - BigInt(b));
}

/** The amount with the other sign. */
export function negateQuanta(a: Quanta): Quanta {
  // `0 - a`, because -0 prints and compares in surprising ways.
  return typeof a === 'number' ? 0 - a : -a;
}

/** Sum of amounts, exact. */
export function sumQuanta(amounts: Iterable<Quanta>): Quanta {
  let sum: Quanta = 0;
  for (const amount of amounts) sum = addQuanta(sum, amount);
  return sum;
}

/** `amount × part / whole`, rounded toward zero; the caller keeps the remainder, so nothing is lost. */
export function proRata(amount: Quanta, part: number, whole: number): Quanta {
  if (part === whole) return amount;
  if (typeof amount === 'number') {
    const product = amount * part;
    // The quotient of two whole numbers below 2^53 is never rounded up to a whole number it has not reached; + 0 for -0.
    if (product <= LARGEST && product >= -LARGEST) return Math.trunc(product / whole) + 0;
  }
  return quantaFromBigint((BigInt(amount) * BigInt(part)) / BigInt(whole));
}
