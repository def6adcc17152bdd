import { describe, expect, test } from '@jest/globals';

import { ConfigError } from '../../src/core/errors.js';
import { atr, ema, garmanKlass, type Ohlcv, rollingStd, rsi, sma, zScore } from '../../src/indicators/index.js';

function last(indicator: { update(x: number): number }, inputs: readonly number[]): number {
  let value = Number.NaN;
  for (const input of inputs) value = indicator.update(input);
  return value;
}

const bar = (open: number, high: number, low: number, close: number): Ohlcv => ({ open, high, low, close, volume: 0 });

describe('by hand', () => {
  test('ema(3): mean of 1, 2, 6 is 3; then 3 + ½·(7 − 3) = 5', () => {
    expect(last(ema(3), [1, 2, 6])).toBe(3);
    expect(last(ema(3), [1, 2, 6, 7])).toBe(5);
  });

  test('ema(3, first): 1, 1.5, 3.75, 5.375', () => {
    expect(last(ema(3, { seed: 'first' }), [1, 2, 6, 7])).toBe(5.375);
  });

  test('rsi(2): changes +1, −1, +3: G = (½ + 3)/2 = 1.75, L = ½/2 = 0.25, 87.5', () => {
    expect(last(rsi(2), [10, 11, 10, 13])).toBe(87.5);
  });

  test('rsi(2, cutler): the last two changes −1, +3: 75', () => {
    expect(last(rsi(2, { smoothing: 'cutler' }), [10, 11, 10, 13])).toBe(75);
  });

  test('atr(2): ranges 4 (gap from 10 to 14), 3, 5: mean of 4 and 3, then (3.5 + 5)/2', () => {
    const bars = [bar(9, 11, 8, 10), bar(13, 14, 12, 13), bar(13, 15, 12, 14), bar(14, 14, 9, 10)];
    const made = atr(2);
    expect(bars.map((each) => made.update(each))).toEqual([Number.NaN, Number.NaN, 3.5, 4.25]);
  });

  test('garmanKlass(1): high/low = e, close = open: √½', () => {
    expect(garmanKlass(1).update(bar(1, Math.E, 1, 1))).toBeCloseTo(Math.SQRT1_2, 15);
  });

  test('rollingStd of 2, 4, 4, 4, 5, 5, 7, 9 is 2 (population) or √(32/7)', () => {
    expect(last(rollingStd(8, { ddof: 0 }), [2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
    expect(last(rollingStd(8), [2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14);
  });

  test('zScore(3) of 1, 2, 3 is 1', () => {
    expect(last(zScore(3), [1, 2, 3])).toBe(1);
  });
});

describe('limits', () => {
  test('rsi: 100 without losses, 0 without gains, 50 without either', () => {
    for (const smoothing of ['wilder', 'ewm', 'cutler'] as const) {
      const make = () => rsi(3, { smoothing });
      expect(last(make(), [1.1, 2.3, 3.7, 4.9, 5.2])).toBe(100);
      expect(last(make(), [5.2, 4.9, 3.7, 2.3, 1.1])).toBe(0);
      expect(last(make(), [0.1, 0.1, 0.1, 0.1, 0.1])).toBe(50);
    }
  });

  test('cutler forgets completely: 50 again once the window is flat', () => {
    expect(last(rsi(3, { smoothing: 'cutler' }), [1e9, 0.3, 0.1, 7.7, 0.1, 0.1, 0.1, 0.1])).toBe(50);
  });

  test('a flat window has a deviation and z-score of exactly 0, whatever came before', () => {
    const inputs = [1e12, 3.3, 1e-7, ...Array.from({ length: 10 }, () => 0.1)];
    expect(last(rollingStd(10), inputs)).toBe(0);
    expect(last(zScore(10), inputs)).toBe(0);
  });

  test('a large level costs no digits: 10⁹ + (0, ½, 1, ...) deviates like 0, ½, 1, ...', () => {
    const steps = Array.from({ length: 50 }, (_, i) => (i % 4) / 2);
    const raised = steps.map((step) => 1e9 + step);
    expect(last(rollingStd(20), raised)).toBeCloseTo(last(rollingStd(20), steps), 14);
    expect(last(zScore(20), raised)).toBeCloseTo(last(zScore(20), steps), 13);
  });

  test('a jump from a huge to a small level leaves nothing behind', () => {
    const small = [1, 2, 4, 8, 16];
    expect(last(rollingStd(5), [1e15, ...small])).toBe(last(rollingStd(5), small));
  });

  test('atr does not look at open or volume', () => {
    const made = atr(1);
    made.update({ ...bar(Number.NaN, 11, 8, 10), volume: Number.NaN });
    expect(made.update({ ...bar(Number.NaN, 14, 12, 13), volume: Number.NaN })).toBe(4);
  });

  test('garmanKlass counts what it skips', () => {
    const made = garmanKlass(2);
    for (const each of [
      bar(1, 2, 1, 2),
      bar(1, 1, 2, 1), // high below low
      bar(1, 2, 1, 3), // close above high
      bar(Number.NaN, 2, 1, 1),
      bar(0, 2, 0, 1), // not positive
      bar(1, Infinity, 1, 1),
    ]) {
      expect(made.update(each)).toBeNaN();
    }
    expect(made.skipped).toBe(5);
    expect(made.update(bar(1, 2, 1, 2))).toBeCloseTo(Math.LN2 * Math.sqrt(0.5 - (2 * Math.LN2 - 1)), 15);
    made.reset();
    expect(made.skipped).toBe(0);
  });

  test('garmanKlass with minBars uses the bars there are', () => {
    const made = garmanKlass(20, { minBars: 2 });
    expect(made.update(bar(1, 2, 1, 1))).toBeNaN();
    // ½ ln²2 and 0: mean ¼ ln²2.
    expect(made.update(bar(1, 1, 1, 1))).toBeCloseTo(Math.LN2 / 2, 15);
  });

  test('over 300,000 updates sma drifts by less than 10⁻¹² of its value', () => {
    const made = sma(50);
    const inputs = Array.from({ length: 300_000 }, (_, i) => 100 + 50 * Math.sin(i / 1000) + (i % 17) / 100);
    const exact = inputs.slice(-50).reduce((total, each) => total + each, 0) / 50;
    expect(Math.abs(last(made, inputs) / exact - 1)).toBeLessThan(1e-12);
  });
});

describe('parameters', () => {
  const wrong = (make: () => unknown, code: string): void => {
    let thrown: unknown;
    try {
      make();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigError);
    expect((thrown as ConfigError).code).toBe(code);
  };

  test.each([0, -1, 1.5, Number.NaN, Infinity])('a period of %d is refused', (period) => {
    for (const make of [sma, ema, rsi, rollingStd, zScore, atr, garmanKlass]) wrong(() => make(period), 'indicator/period');
  });

  test('a deviation needs two inputs', () => {
    wrong(() => rollingStd(1), 'indicator/period');
    wrong(() => zScore(1, { ddof: 0 }), 'indicator/period');
  });

  test('minBars lies between 1 and the period', () => {
    wrong(() => garmanKlass(5, { minBars: 6 }), 'indicator/period');
    wrong(() => garmanKlass(5, { minBars: 0 }), 'indicator/period');
  });

  test('unknown options are refused', () => {
    wrong(() => ema(5, { seed: 'last' as 'first' }), 'indicator/option');
    wrong(() => rsi(5, { smoothing: 'sma' as 'ewm' }), 'indicator/option');
    wrong(() => atr(5, { smoothing: 'ewm' as 'sma' }), 'indicator/option');
    wrong(() => rollingStd(5, { ddof: 2 as 1 }), 'indicator/option');
    wrong(() => zScore(5, { ddof: -1 as 1 }), 'indicator/option');
  });
});
