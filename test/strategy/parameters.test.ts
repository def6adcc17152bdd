import { describe, expect, test } from '@jest/globals';

import { choice, flag, integer, number, parseParameter, resolveParameters, Strategy, text, type ParametersOf } from '../../src/index.js';
import { thrown } from '../support/thrown.js';

const schema = {
  period: integer({ default: 20, min: 2, max: 500, description: 'bars' }),
  width: number({ default: 1.5, min: 0 }),
  most: number({ default: 0.5, max: 1 }),
  count: integer({ default: 3 }),
  short: flag({ default: false }),
  label: text({ default: '' }),
  kind: choice(['sma', 'ema'], { default: 'sma' }),
} as const;

const DEFAULTS = { period: 20, width: 1.5, most: 0.5, count: 3, short: false, label: '', kind: 'sma' };

describe('resolveParameters', () => {
  test('fills in defaults, also for undefined', () => {
    expect(resolveParameters('S', schema, {})).toEqual(DEFAULTS);
    expect(resolveParameters('S', schema, { period: 50, kind: 'ema', width: undefined })).toEqual({ ...DEFAULTS, period: 50, kind: 'ema' });
  });

  test('takes the ends of a range', () => {
    expect(resolveParameters('S', schema, { period: 2, width: 0, most: 1 })).toEqual({ ...DEFAULTS, period: 2, width: 0, most: 1 });
    expect(resolveParameters('S', schema, { period: 500, most: -1e9, count: -7 })).toMatchObject({ period: 500, most: -1e9, count: -7 });
  });

  test.each<[string, unknown, string]>([
    ['period', 1, 'S: parameter period = 1 is not a whole number from 2 to 500'],
    ['period', 501, 'S: parameter period = 501 is not a whole number from 2 to 500'],
    ['period', 20.5, 'S: parameter period = 20.5 is not a whole number from 2 to 500'],
    ['period', '20', 'S: parameter period = 20 is not a whole number from 2 to 500'],
    ['period', NaN, 'S: parameter period = NaN is not a whole number from 2 to 500'],
    ['period', null, 'S: parameter period = null is not a whole number from 2 to 500'],
    ['width', -0.1, 'S: parameter width = -0.1 is not a number of at least 0'],
    ['width', Infinity, 'S: parameter width = Infinity is not a number of at least 0'],
    ['most', 1.01, 'S: parameter most = 1.01 is not a number of at most 1'],
    ['count', 0.5, 'S: parameter count = 0.5 is not a whole number'],
    ['short', 'false', 'S: parameter short = false is not true or false'],
    ['short', 0, 'S: parameter short = 0 is not true or false'],
    ['label', 7, 'S: parameter label = 7 is not a text'],
    ['kind', 'wma', 'S: parameter kind = wma is not one of sma, ema'],
  ])('refuses %s = %p', (name, value, message) => {
    expect(thrown(() => resolveParameters('S', schema, { [name]: value }))).toMatchObject({
      name: 'ConfigError',
      code: 'parameter/out-of-range',
      message,
      context: { strategy: 'S', name, value },
      hint: expect.stringContaining('its default is'),
    });
  });

  test('refuses a name that the schema lacks, naming those it has', () => {
    expect(thrown(() => resolveParameters('S', schema, { perod: 20 }))).toMatchObject({
      name: 'ConfigError',
      code: 'parameter/unknown',
      message: 'S has no parameter "perod"',
      hint: 'it has period, width, most, count, short, label, kind',
    });
    // What every object has is no parameter.
    expect(thrown(() => resolveParameters('S', schema, { toString: 1 }))).toMatchObject({ code: 'parameter/unknown' });
    expect(thrown(() => resolveParameters('S', {}, { x: 1 }))).toMatchObject({ hint: 'it has no parameters' });
  });

  test('without a schema takes everything as it is, in a copy', () => {
    const given = { anything: [1, 2] };
    const resolved = resolveParameters('S', undefined, given);
    expect(resolved).toEqual(given);
    expect(resolved).not.toBe(given);
  });
});

describe('parseParameter', () => {
  test.each<[string, string, unknown]>([
    ['period', '50', 50],
    ['period', '1e2', 100],
    ['width', '0.25', 0.25],
    ['short', 'true', true],
    ['short', 'false', false],
    ['label', '007', '007'],
    ['kind', 'ema', 'ema'],
  ])('reads %s=%s by its kind', (name, value, expected) => {
    expect(parseParameter('S', schema, name, value)).toBe(expected);
  });

  test.each([
    ['period', ''],
    ['period', 'fast'],
    ['width', ' '],
    ['short', 'yes'],
    ['kind', ''],
  ])('%s=%p is refused when it is resolved', (name, value) => {
    const parsed = parseParameter('S', schema, name, value);
    expect(thrown(() => resolveParameters('S', schema, { [name]: parsed }))).toMatchObject({ code: 'parameter/out-of-range' });
  });

  test('refuses an unknown name', () => {
    expect(thrown(() => parseParameter('S', schema, 'x', '1'))).toMatchObject({ code: 'parameter/unknown', context: { name: 'x' } });
  });

  test.each<[string, unknown]>([
    ['12', 12],
    ['-0.5', -0.5],
    ['true', true],
    ['false', false],
    ['word', 'word'],
    ['', ''],
  ])('without a schema the looks decide: %p', (value, expected) => {
    expect(parseParameter('S', undefined, 'x', value)).toBe(expected);
  });
});

describe('the parameters of a strategy', () => {
  class Typed extends Strategy<ParametersOf<typeof schema>> {
    static override readonly parameters = schema;
  }

  test('have the types of their schema', () => {
    const { params } = new Typed({ period: 5 });
    const period: number = params.period;
    const short: boolean = params.short;
    const kind: 'sma' | 'ema' = params.kind;
    expect([period, short, kind]).toEqual([5, false, 'sma']);
    // @ts-expect-error A period is no text.
    expect(() => new Typed({ period: 'five' })).toThrow('whole number');
    // @ts-expect-error There is no such kind.
    expect(() => new Typed({ kind: 'wma' })).toThrow('one of sma, ema');
    // @ts-expect-error The default must be one of the choices.
    choice(['sma', 'ema'], { default: 'wma' });
  });

  test('are frozen, and checked when the strategy is made', () => {
    expect(Object.isFrozen(new Typed().params)).toBe(true);
    expect(thrown(() => new Typed({ width: -1 }))).toMatchObject({ code: 'parameter/out-of-range', context: { strategy: 'Typed' } });
  });
});
