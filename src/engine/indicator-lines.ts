import type { ReadableLine } from '../record/decision-log.js';
import { IndicatorField } from '../strategy/indicator-field.js';
import type { Strategy } from '../strategy/strategy.js';

/** A line that an indicator draws: its only one, or one of its outputs. */
export interface IndicatorLine {
  readonly name: string;
  readonly line: ReadableLine;
}

/**
 * The lines of a strategy's indicators for one symbol. They have the names of the fields that hold the indicators (also
 * within an array or a plain object, as `averages.0`), and of the output where there are several (`macd.signal`). An
 * indicator in a `#private` field, which cannot be seen, is called `indicator 1` after its place.
 */
export function indicatorLines(strategy: Strategy, symbol: string): IndicatorLine[] {
  const names = fieldNames(strategy);
  return strategy.indicatorFields.flatMap((field, i) => {
    const name = names.get(field) ?? `indicator ${i + 1}`;
    const indicator = field.of(symbol);
    if (!('outputs' in indicator)) return [{ name, line: indicator }];
    return Object.entries(indicator.outputs as Readonly<Record<string, ReadableLine>>).map(([output, line]) => ({
      name: `${name}.${output}`,
      line,
    }));
  });
}

function fieldNames(strategy: Strategy): Map<unknown, string> {
  const names = new Map<unknown, string>();
  for (const [name, value] of Object.entries(strategy)) {
    // The list of all indicators is itself a field of the base class.
    if (value === strategy.indicatorFields) continue;
    if (value instanceof IndicatorField) names.set(value, name);
    else if (isCollection(value)) {
      for (const [key, one] of Object.entries(value)) if (one instanceof IndicatorField) names.set(one, `${name}.${key}`);
    }
  }
  return names;
}

function isCollection(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
}
