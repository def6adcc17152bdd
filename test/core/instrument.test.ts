import { describe, expect, test } from '@jest/globals';

import { alwaysOpen, Instrument, isTerminal, xnys, type Execution, type InstrumentSpec } from '../../src/index.js';
import { thrown } from '../support/thrown.js';

describe('an instrument', () => {
  test('has documented defaults', () => {
    const { symbol, currency, calendar, tick, lotStep, multiplier, unitSize, volume, basis } = new Instrument({ symbol: 'SPY' });
    expect({ symbol, currency, calendar: calendar.name, tick, lotStep, multiplier, unitSize, volume, basis }).toEqual({
      symbol: 'SPY',
      currency: 'USD',
      calendar: 'XNYS',
      tick: 0.01,
      lotStep: 1,
      multiplier: 1,
      unitSize: 1,
      volume: 'known',
      basis: 'raw',
    });
  });

  test('adjusted prices have no tick unless one is given', () => {
    expect(new Instrument({ symbol: 'A', basis: 'total-return' }).tick).toBeUndefined();
    expect(new Instrument({ symbol: 'A', basis: 'split', tick: '0.05' }).tick).toBe(0.05);
  });

  test('takes calendars by name or as they are', () => {
    expect(new Instrument({ symbol: 'A', calendar: 'XNYS' }).calendar).toBe(xnys);
    expect(new Instrument({ symbol: 'A', calendar: 'always-open' }).calendar).toBe(alwaysOpen);
    expect(new Instrument({ symbol: 'A', calendar: alwaysOpen }).calendar).toBe(alwaysOpen);
  });

  test('a lot holds lot step × multiplier, exactly', () => {
    const { unit, unitSize } = new Instrument({ symbol: 'A', lotStep: '0.001', multiplier: 50 });
    expect(unit).toMatchObject({ mantissa: 50n, scale: 3 });
    expect(unitSize).toBe(0.05);
  });

  test('can be changed in some properties, and is itself immutable', () => {
    const future = new Instrument({
      symbol: 'ES',
      multiplier: 50,
      tick: 0.25,
      currency: 'EUR',
      volume: 'unknown',
      calendar: 'always-open',
    });
    const micro = future.with({ symbol: 'MES', multiplier: 5 });
    expect([micro.symbol, micro.multiplier, micro.tick, micro.currency, micro.volume, micro.calendar.name]).toEqual([
      'MES',
      5,
      0.25,
      'EUR',
      'unknown',
      'always-open',
    ]);
    expect(new Instrument({ symbol: 'A', basis: 'split' }).with({ symbol: 'B' }).tick).toBeUndefined();
    expect(String(micro)).toBe('MES');
    expect(() => {
      (micro as { multiplier: number }).multiplier = 1;
    }).toThrow(TypeError);
  });

  test.each<[string, Partial<InstrumentSpec>]>([
    ['tick', { tick: 0 }],
    ['tick', { tick: '-0.01' }],
    ['lotStep', { lotStep: 0 }],
    ['lotStep', { lotStep: -1 }],
    ['multiplier', { multiplier: '0.00' }],
  ])('refuses a %s that is not above 0: %p', (name, spec) => {
    expect(thrown(() => new Instrument({ symbol: 'A', ...spec }))).toMatchObject({
      name: 'ConfigError',
      code: `instrument/${name}`,
      context: { symbol: 'A' },
    });
  });

  test.each([NaN, 'x', Infinity])('refuses a lot step of %p', (lotStep) => {
    expect(thrown(() => new Instrument({ symbol: 'A', lotStep }))).toMatchObject({ code: 'money/not-a-number' });
  });

  test.each(['', '  ', undefined, 7])('refuses the symbol %p', (symbol) => {
    expect(thrown(() => new Instrument({ symbol: symbol as string }))).toMatchObject({ code: 'instrument/symbol' });
  });
});

test('an execution says whether it is the last of its order', () => {
  const last = (rest: object): boolean => isTerminal({ time: 0, ...rest } as unknown as Execution);
  expect(['accepted', 'reduced', 'rejected', 'canceled', 'expired'].map((kind) => last({ kind }))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  expect([last({ kind: 'filled', complete: false }), last({ kind: 'filled', complete: true })]).toEqual([false, true]);
});
