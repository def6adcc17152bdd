import { Decimal as DecimalJs } from 'decimal.js';
import { ConfigError } from './errors.js';
import { negateQuanta, quantaFromBigint, type Quanta } from './quanta.js';

/**
 * The border between exact money and floating point. Everything that converts one into the other stands in this file.
 *
 * Inside, an amount of money is a count of quanta (`quanta.ts`), exact at any size. Outside, in the public API, money
 * is a {@link Decimal}. Prices of bars are float64; their exact value is the shortest decimal that prints the float
 * ("as printed").
 */

/** Our own clone of decimal.js: nobody else's `Decimal.set` reaches it. */
export const Decimal = DecimalJs.clone({
  precision: 64,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  defaults: true,
});
export type Decimal = DecimalJs;

/** An exact figure as users write it: a number, a text or a Decimal. */
export type DecimalInput = number | string | DecimalJs;

/** Digits after the point that a cash flow keeps. */
export const QUANTUM_DIGITS = 8;
const QUANTA_PER_UNIT = 1e8;

/** An exact decimal number: `mantissa / 10 ** scale`. */
export interface Exact {
  readonly mantissa: bigint;
  readonly scale: number;
  /** The mantissa as float64, for fast paths that check their range. */
  readonly float: number;
}

function exact(mantissa: bigint, scale: number): Exact {
  return { mantissa, scale, float: Number(mantissa) };
}

/** Which way the digits beyond the quantum go: `up` away from zero (what we pay), `down` toward zero (what we get). */
export type Rounding = 'up' | 'down';

const POWERS: readonly bigint[] = Array.from({ length: 400 }, (_, exponent) => 10n ** BigInt(exponent));

function power10(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/**
 * The exact value of a number (its shortest decimal), text or Decimal.
 * @throws ConfigError when it is not a finite number.
 */
export function exactOf(value: DecimalInput): Exact {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return exact(BigInt(value), 0);
  const text = typeof value === 'string' ? value.trim() : String(value);
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!match || (match[2] === '' && match[3] === '')) {
    throw new ConfigError(`not a finite decimal number: ${text}`, {
      code: 'money/not-a-number',
      context: { value: text },
      hint: 'give a finite number, or a decimal text such as "10.25"',
    });
  }
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const magnitude = BigInt(`${whole}${fraction}` || '0');
  const mantissa = sign === '-' ? -magnitude : magnitude;
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? exact(mantissa, scale) : exact(mantissa * power10(-scale), 0);
}

/** Divides by a power of ten and rounds the magnitude as asked. */
function shift(mantissa: bigint, digits: number, rounding: Rounding): bigint {
  if (digits <= 0) return mantissa * power10(-digits);
  const divisor = power10(digits);
  const quotient = mantissa / divisor;
  if (rounding === 'down' || mantissa === quotient * divisor) return quotient;
  return mantissa < 0n ? quotient - 1n : quotient + 1n;
}

/** An exact number of currency units in quanta. */
export function quantaOf(value: DecimalInput, rounding: Rounding = 'down'): Quanta {
  const { mantissa, scale } = exactOf(value);
  return quantaFromBigint(shift(mantissa, scale - QUANTUM_DIGITS, rounding));
}

/**
 * `price × lots × unit` in quanta, computed exactly and rounded once. `lots` is a whole number, `unit` what one lot
 * holds (lot step × multiplier).
 */
export function valueOfLots(price: number, lots: number, unit: Exact, rounding: Rounding): Quanta {
  const tenThousandths = Math.round(price * 1e4);
  if (tenThousandths / 1e4 === price && unit.scale === 0) {
    const quanta = tenThousandths * lots * unit.float * 1e4;
    if (quanta <= EXACT_FLOAT && quanta >= -EXACT_FLOAT) return quanta;
  }
  const printed = exactOf(price);
  return quantaFromBigint(shift(printed.mantissa * BigInt(lots) * unit.mantissa, printed.scale + unit.scale - QUANTUM_DIGITS, rounding));
}

/** `price × lots × unit × rate` in quanta, computed exactly and rounded once. */
export function shareOfValue(price: number, lots: number, unit: Exact, rate: Exact, rounding: Rounding): Quanta {
  const tenThousandths = Math.round(price * 1e4);
  if (tenThousandths / 1e4 === price && unit.scale === 0 && rate.scale <= 4) {
    const quanta = tenThousandths * lots * unit.float * rate.float * POWERS_TO_FOUR[4 - rate.scale]!;
    if (quanta <= EXACT_FLOAT && quanta >= -EXACT_FLOAT) return quanta;
  }
  const printed = exactOf(price);
  const mantissa = printed.mantissa * BigInt(lots) * unit.mantissa * rate.mantissa;
  return quantaFromBigint(shift(mantissa, printed.scale + unit.scale + rate.scale - QUANTUM_DIGITS, rounding));
}

// The fast paths above: a price of up to 4 decimals is a whole number of ten-thousandths, every factor is a whole
// number, and a product of whole numbers that stays below 2^53 is exact in float64.
const EXACT_FLOAT = Number.MAX_SAFE_INTEGER;
const POWERS_TO_FOUR: readonly number[] = [1, 10, 100, 1e3, 1e4];

/** `count × unit × rate` in quanta, computed exactly and rounded once (a fee per share). */
export function amountPerUnit(lots: number, unit: Exact, rate: Exact, rounding: Rounding): Quanta {
  return quantaFromBigint(shift(BigInt(lots) * unit.mantissa * rate.mantissa, unit.scale + rate.scale - QUANTUM_DIGITS, rounding));
}

/** Rounds an amount to `digits` after the point (2 for cents). */
export function roundQuanta(amount: Quanta, digits: number, rounding: Rounding): Quanta {
  const drop = QUANTUM_DIGITS - digits;
  return drop <= 0 ? amount : quantaFromBigint(shift(BigInt(amount), drop, rounding) * power10(drop));
}

/** The product of two exact numbers. */
export function multiplyExact(a: Exact, b: Exact): Exact {
  return exact(a.mantissa * b.mantissa, a.scale + b.scale);
}

/** The number 10^digits times smaller. */
export function scaledDown(value: Exact, digits: number): Exact {
  return exact(value.mantissa, value.scale + digits);
}

export function exactToNumber({ mantissa, scale }: Exact): number {
  return scale === 0 ? Number(mantissa) : Number(`${mantissa}e-${scale}`);
}

/** Nearest float64 of an amount, in currency units. For marks and statistics, never for cash. */
export function quantaToNumber(amount: Quanta): number {
  return Number(amount) / QUANTA_PER_UNIT;
}

/** An exact amount as a Decimal. Decimals never change, so that equal amounts may share one. */
export function quantaToDecimal(amount: Quanta): Decimal {
  if (amount === 0) return ZERO;
  if (amount !== lastAmount) {
    lastDecimal = new Decimal(quantaToText(amount));
    lastAmount = amount;
  }
  return lastDecimal;
}

// Reports name the same amount several times in a row (the costs, and the costs of their only kind), and many that are 0.
const ZERO = new Decimal(0);
let lastAmount: Quanta = 0;
let lastDecimal = ZERO;

/** A bar's or fill's price as the Decimal that it prints as. */
export function priceToDecimal(price: number): Decimal {
  return new Decimal(String(price));
}

/** A whole number of lots as a quantity. */
export function lotsToDecimal(lots: number, step: Exact): Decimal {
  const count = new Decimal((BigInt(lots) * step.mantissa).toString());
  return step.scale === 0 ? count : count.div(new Decimal(10).pow(step.scale));
}

/** Digits are kept as they are, without exponent or trailing zeros: the form of every artefact. */
export function quantaToText(amount: Quanta): string {
  // Below 15 digits the quotient is the float64 nearest to the exact value, and that value its shortest decimal.
  if (typeof amount === 'number' && (amount === 0 || Math.abs(amount) >= LEAST_PLAIN) && Math.abs(amount) < 1e15) {
    return String(amount / QUANTA_PER_UNIT);
  }
  const negative = amount < 0;
  const digits = (negative ? negateQuanta(amount) : amount).toString().padStart(QUANTUM_DIGITS + 1, '0');
  const fraction = digits.slice(-QUANTUM_DIGITS).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, -QUANTUM_DIGITS)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** 1e-6, the smallest number that prints without an exponent. */
const LEAST_PLAIN = 100;
