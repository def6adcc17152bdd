import type { Ohlcv } from './indicator.js';

/** (high + low + close) / 3. */
export function typicalPrice({ high, low, close }: Ohlcv): number {
  return (high + low + close) / 3;
}

/** Whether high, low and close are numbers. */
export function hasRange({ high, low, close }: Ohlcv): boolean {
  return !Number.isNaN(high + low + close);
}
