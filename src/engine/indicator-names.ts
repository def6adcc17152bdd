import { IndicatorField } from '../strategy/indicator-field.js';
import type { Strategy } from '../strategy/strategy.js';

/**
 * The names of a strategy's indicators: those of the fields that hold them (also within an array or a plain object, as
 * `averages.0`). One in a `#private` field, which cannot be seen, is called `indicator 1` after its place.
 */
export function indicatorNames(strategy: Strategy): string[] {
  const names = new Map<unknown, string>();
  for (const [name, value] of Object.entries(strategy)) {
    // The list of all indicators is itself a field of the base class.
    if (value === strategy.indicatorFields) continue;
    if (value instanceof IndicatorField) names.set(value, name);
    else if (isCollection(value)) {
      for (const [key, one] of Object.entries(value)) if (one instanceof IndicatorField) names.set(one, `${name}.${key}`);
    }
  }
  return strategy.indicatorFields.map((field, i) => names.get(field) ?? `indicator ${i + 1}`);
}

function isCollection(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
}
