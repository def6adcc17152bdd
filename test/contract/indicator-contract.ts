import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Indicator } from '../../src/indicators/index.js';
import { cases } from '../support/scale.js';

export interface IndicatorCase<In> {
  readonly name: string;
  readonly make: () => Indicator<In>;
  /** Kind of input the indicator must declare. */
  readonly input: 'value' | 'bar';
  /** Number of inputs after which the definition gives its first value; not read from the indicator. */
  readonly warmup: number;
  /** Finite inputs. */
  readonly inputs: fc.Arbitrary<In>;
  /** Inputs like this one that must be skipped. */
  readonly missing: (input: In) => readonly In[];
  /** The value after the last of these inputs (at least `warmup` of them), straight from the definition. */
  readonly naive: (inputs: readonly In[]) => number;
  /** Allowed difference between `naive` and the stream, relative to the larger of 1 and the value. Default 1e-9. */
  readonly tolerance?: number;
  /** True where the definition gives no value for some finite inputs: then both sides must be NaN. */
  readonly mayBeUndefined?: boolean;
}

function feed<In>(indicator: Indicator<In>, inputs: readonly In[]): number[] {
  return inputs.map((input) => indicator.update(input));
}

/** Like `expect(actual).toEqual(expected)`, to the last bit; jest's own is too slow for millions of comparisons. */
function same(actual: readonly unknown[], expected: readonly unknown[]): void {
  if (actual.length === expected.length && actual.every((each, i) => equal(each, expected[i]))) return;
  expect(actual).toEqual(expected);
  throw new Error('the values differ in their last bits or in the sign of a zero');
}

function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  return Object.entries(a).every(([key, value]) => Object.is(value, (b as Record<string, unknown>)[key]));
}

/** What every indicator promises (see the contract in src/indicators/indicator.ts), as tests. */
export function indicatorContract<In>(given: IndicatorCase<In>): void {
  const { name, make, warmup, naive, tolerance = 1e-9, mayBeUndefined = false } = given;
  // Without `size: 'max'` most arrays would be shorter than the warm-up.
  const series = fc.array(given.inputs, { minLength: 0, maxLength: 3 * warmup + 40, size: 'max' });
  const check = (runs: number, property: (inputs: In[]) => void): void => {
    fc.assert(fc.property(series, property), { numRuns: cases(runs) });
  };

  describe(`indicator contract: ${name}`, () => {
    test('starts empty and declares its input and warm-up', () => {
      const made = make();
      expect(made.input).toBe(given.input);
      expect(made.warmup).toBe(warmup);
      expect(made.ready).toBe(false);
      expect(made.value).toBeNaN();
      expect(made.previous).toBeNaN();
    });

    test('first value at input number `warmup`, none before, finite ever after', () => {
      check(200, (inputs) => {
        const made = make();
        const seen = inputs.map((input) => {
          const value = made.update(input);
          const exists = Number.isFinite(value) || (mayBeUndefined && made.ready && Number.isNaN(value));
          return { ready: made.ready, finite: exists, returnsValue: Object.is(value, made.value) };
        });
        same(
          seen,
          inputs.map((_, i) => ({ ready: i + 1 >= warmup, finite: i + 1 >= warmup, returnsValue: true })),
        );
      });
    });

    test('each streamed value equals the definition over the inputs so far', () => {
      let compared = 0;
      check(200, (inputs) => {
        const stream = feed(make(), inputs);
        for (let end = warmup; end <= inputs.length; end++) {
          compared++;
          const expected = naive(inputs.slice(0, end));
          if (mayBeUndefined && Number.isNaN(expected) && Number.isNaN(stream[end - 1])) continue;
          const difference = Math.abs(stream[end - 1]! - expected);
          // Written so that a NaN on either side fails.
          if (difference <= tolerance * Math.max(1, Math.abs(expected))) continue;
          throw new Error(`after ${end} inputs: streamed ${stream[end - 1]}, by definition ${expected}`);
        }
      });
      expect(compared).toBeGreaterThan(cases(200));
    });

    test('`previous` is the value before the last update', () => {
      check(100, (inputs) => {
        const made = make();
        const previous: number[] = [];
        const values = inputs.map((input) => {
          const value = made.update(input);
          previous.push(made.previous);
          return value;
        });
        same(previous, inputs.length === 0 ? [] : [Number.NaN, ...values.slice(0, -1)]);
      });
    });

    test('a batch is the stream, in two parts too', () => {
      check(100, (inputs) => {
        const stream = feed(make(), inputs);
        same(Array.from(make().values(inputs)), stream);
        const made = make();
        const half = inputs.length >> 1;
        same([...made.values(inputs.slice(0, half)), ...made.values(inputs.slice(half))], stream);
      });
    });

    test('missing inputs change nothing', () => {
      check(100, (inputs) => {
        const plain = make();
        const interrupted = make();
        for (const input of inputs) {
          for (const missing of given.missing(input)) {
            const { value, previous, ready } = plain;
            same([interrupted.update(missing), interrupted.value, interrupted.previous], [value, value, previous]);
            same([interrupted.ready], [ready]);
          }
          same([interrupted.update(input)], [plain.update(input)]);
        }
      });
    });

    test('reset brings it back to the start, at any point', () => {
      fc.assert(
        fc.property(series, series, (before, after) => {
          const used = make();
          feed(used, before);
          used.reset();
          same([used.ready, used.value, used.previous], [false, Number.NaN, Number.NaN]);
          same(feed(used, after), feed(make(), after));
        }),
        { numRuns: cases(100) },
      );
    });

    test('two of them do not share state', () => {
      check(100, (inputs) => {
        const alone = feed(make(), inputs);
        const first = make();
        const other = make();
        const together = inputs.map((input, i) => {
          other.update(inputs[inputs.length - 1 - i]!);
          return first.update(input);
        });
        same(together, alone);
      });
    });
  });
}
