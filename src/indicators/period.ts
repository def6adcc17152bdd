import { ConfigError } from '../core/errors.js';

/**
 * Checks an indicator's window length and returns it.
 * @throws ConfigError unless it is a whole number of at least `min` and at most `max`.
 */
export function requirePeriod(indicator: string, period: number, min = 1, max = Number.MAX_SAFE_INTEGER): number {
  if (Number.isInteger(period) && period >= min && period <= max) return period;
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new ConfigError(`${indicator}: period must be a whole number ${range}, not ${period}`, {
    code: 'indicator/period',
    context: { indicator, period, min, max },
    hint: `give ${indicator} a whole number ${range}`,
  });
}
