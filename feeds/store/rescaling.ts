import type { BarSeries } from '../../src/core/series.js';

/** How new prices differ from stored ones as a whole. */
export interface Rescaling {
  /** Median of new close / stored close. */
  readonly factor: number;
  /** Bars that both have. */
  readonly bars: number;
}

/** Relative difference that printing to four or five digits can make. A smaller restatement goes unseen. */
const NOISE = 1e-4;

/**
 * Tells a restatement of all adjusted prices from corrections of single bars: more than half of the bars that both
 * series have differ by more than one part in ten thousand.
 */
export function rescaling(stored: BarSeries, given: BarSeries): Rescaling | undefined {
  const ratios: number[] = [];
  const [a, b] = [stored.columns, given.columns];
  for (let i = 0, j = 0; i < stored.length && j < given.length;) {
    const [left, right] = [a.time[i]!, b.time[j]!];
    if (left === right) ratios.push(b.close[j]! / a.close[i]!);
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const apart = ratios.filter((ratio) => !(Math.abs(ratio - 1) <= NOISE)).length;
  if (apart * 2 <= ratios.length) return undefined;
  ratios.sort((x, y) => x - y);
  return { factor: Number(ratios[ratios.length >> 1]!.toPrecision(6)), bars: ratios.length };
}
