import fc from 'fast-check';

import type { Ohlcv } from '../../src/indicators/index.js';

/** Prices in cents from 0.01 to 10,000; one in three runs keeps to four prices, so that flat stretches occur. */
export const price: fc.Arbitrary<number> = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 1_000_000 }).map((cents) => cents / 100) },
  { weight: 1, arbitrary: fc.constantFrom(99.99, 100, 100.01, 100.1) },
);

/** Bars whose open and close lie within high and low, with the extremes equal to them now and then. */
export const bar: fc.Arbitrary<Ohlcv> = fc
  .record({ a: price, b: price, open: fc.nat(3), close: fc.nat(3), volume: fc.nat() })
  .map(({ a, b, open, close, volume }) => {
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    const at = (share: number): number => (share === 3 ? high : low + (high - low) * (share / 3));
    return { open: at(open), high, low, close: at(close), volume };
  });

/** The bar once per field, that field NaN. */
export function without(of: Ohlcv, fields: readonly (keyof Ohlcv)[]): Ohlcv[] {
  return fields.map((field) => ({ ...of, [field]: Number.NaN }));
}
