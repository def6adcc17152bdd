import type { Decimal } from '../core/money.js';
import type { Statistic } from '../statistics/statistic.js';
import type { FigureUnit } from './definitions.js';

/** Puts commas between the thousands of a decimal text. */
export function grouped(text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? ['', '', '', text];
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}

/** A number with so many digits after the point, never "-0". */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return grouped(/^-0(\.0*)?$/.test(text) ? text.slice(1) : text);
}

/** An exact amount: at least two digits after the point, all that it has. */
export function amount(value: Decimal): string {
  return grouped(value.decimalPlaces() < 2 ? value.toFixed(2) : value.toFixed());
}

/** A number in its unit. */
export function inUnit(value: number, unit: FigureUnit): string {
  switch (unit) {
    case 'money':
      return fixed(value, 2);
    case 'percent':
      return `${fixed(value * 100, Math.abs(value) < 0.001 && value !== 0 ? 4 : 2)} %`;
    case 'ratio':
      return fixed(value, 3);
    case 'days':
      return fixed(value, value % 1 === 0 || value >= 100 ? 0 : 1);
    case 'count':
      return fixed(value, 0);
  }
}

/** A statistic in its unit, or `undefined: reason`. */
export function statisticText({ value, reason }: Statistic, unit: FigureUnit): string {
  return value === undefined ? `undefined: ${reason ?? 'no reason given'}` : inUnit(value, unit);
}
