import { describe, expect, test } from '@jest/globals';

import { type Ohlcv, parabolicSar, parkinson, rollingSkew, yangZhang } from '../../src/indicators/index.js';

describe('by hand, what no other library here has', () => {
  test('parabolicSar: begins long, turns twice', () => {
    const bars = [
      [10, 9],
      [11, 9.5], // long, stop at 9; extreme 11, a = 0.02: 9 + 0.02 · 2 = 9.04
      [12, 10.5], // new extreme, a = 0.04: 9.04 + 0.04 · 2.96 = 9.1584
      [12, 9], // reaches 9.1584: short, stop at 12; 12 − 0.02 · 3 = 11.94, held at the high 12
      [11.5, 8], // extreme 8, a = 0.04: 11.84, held at bar 4's high 12
      [11, 7.5], // extreme 7.5, a = 0.06: 12 − 0.06 · 4.5 = 11.73
      [11.8, 9], // reaches 11.73: long, stop at 7.5
    ].map(([high, low]): Ohlcv => ({ open: low!, high: high!, low: low!, close: low!, volume: 1 }));
    const { sar, side } = parabolicSar().columns(bars);
    expect(Array.from(side)).toEqual([NaN, 1, 1, -1, -1, -1, 1]);
    expect(sar[0]).toBeNaN();
    [9, 9.04, 12, 12, 12, 7.5].forEach((stop, i) => expect(sar[i + 1]).toBeCloseTo(stop, 12));
  });

  test('rollingSkew of 0, 0, 3: m₂ = 2, m₃ = 2, g = 1/√2; sample: · √6 / 1 = √3', () => {
    expect(rollingSkew(3, { estimator: 'population' }).values([0, 0, 3])[2]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(rollingSkew(3).values([0, 0, 3])[2]).toBeCloseTo(Math.sqrt(3), 12);
  });

  test('parkinson(1): high / low = 4: ln 4 / √(4 ln 2) = √(ln 2)', () => {
    expect(parkinson(1).update({ open: 1, high: 4, low: 1, close: 2, volume: 1 })).toBeCloseTo(Math.sqrt(Math.LN2), 12);
  });

  test('yangZhang(2): gaps 0 and 1, bodies 0 and 1 in logarithms, no shadows: V₀ = Vc = ½, Vrs = 0', () => {
    const e = Math.E;
    const at = (open: number, close: number): Ohlcv => ({
      open,
      high: Math.max(open, close),
      low: Math.min(open, close),
      close,
      volume: 1,
    });
    const made = yangZhang(2);
    for (const bar of [at(1, 1), at(1, 1), at(e, e * e)]) made.update(bar);
    // k = 0.34 / (1.34 + 3 / 1)
    expect(made.value).toBeCloseTo(Math.sqrt(0.5 + (0.34 / 4.34) * 0.5), 12);
  });
});
