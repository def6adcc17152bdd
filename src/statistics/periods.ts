import { ConfigError } from '../core/errors.js';

/** Checks a number of periods a year (252 sessions, 12 months, ...) and returns it. @throws ConfigError unless positive. */
export function requirePeriodsPerYear(periodsPerYear: number): number {
  if (periodsPerYear > 0 && periodsPerYear < Infinity) return periodsPerYear;
  throw new ConfigError(`periodsPerYear must be a positive number, not ${periodsPerYear}`, {
    code: 'statistics/periods-per-year',
    context: { periodsPerYear },
    hint: 'give 252 for XNYS sessions, 365 for an always-open market, 12 for months, 1 for no annualisation',
  });
}
