import { ConfigError } from '../core/errors.js';

/** Checks an indicator's named option and returns it. @throws ConfigError unless it is one of `allowed`. */
export function requireOneOf<T>(indicator: string, option: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  const names = allowed.map((each) => JSON.stringify(each)).join(', ');
  throw new ConfigError(`${indicator}: ${option} must be one of ${names}, not ${JSON.stringify(value)}`, {
    code: 'indicator/option',
    context: { indicator, option, value, allowed },
    hint: `leave ${option} out for ${indicator}'s default`,
  });
}

/** "Delta degrees of freedom": the sum of squares is divided by n − ddof. 1 = sample deviation, 0 = population. */
export type Ddof = 0 | 1;

/** Checks a ddof option and returns it. @throws ConfigError unless it is 0 or 1. */
export function requireDdof(indicator: string, ddof: Ddof): Ddof {
  return requireOneOf(indicator, 'ddof', ddof, [0, 1]);
}

/** Checks a numeric option and returns it. @throws ConfigError unless it is a finite number above 0. */
export function requirePositive(indicator: string, option: string, value: number): number {
  if (value > 0 && value < Infinity) return value;
  throw new ConfigError(`${indicator}: ${option} must be a finite number above 0, not ${value}`, {
    code: 'indicator/option',
    context: { indicator, option, value },
    hint: `leave ${option} out for ${indicator}'s default`,
  });
}
