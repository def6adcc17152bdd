/** How often values lie in stretches of equal width. */
export interface Histogram {
  /** Left edge of the first stretch; 0 is always an edge. */
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
  /** Values counted. */
  readonly n: number;
}

/** Widths that can be read off an axis. */
const STEPS = [1, 2, 2.5, 5, 10];

/** Most stretches of one histogram: beyond them the width grows. */
const MOST = 120;

/**
 * A histogram whose width is at least the one of Freedman and Diaconis (1981), 2 × IQR / ∛n, rounded up to a number
 * that reads well. Every finite value is counted. `undefined` where there are fewer than two.
 */
export function histogram(values: ArrayLike<number>): Histogram | undefined {
  const sorted = Float64Array.from(values)
    .filter((value) => Number.isFinite(value))
    .sort();
  const n = sorted.length;
  if (n < 2) return undefined;
  const low = sorted[0]!;
  const high = sorted[n - 1]!;
  const spread = sorted[Math.floor(n * 0.75)]! - sorted[Math.floor(n * 0.25)]!;
  const wished = Math.max((2 * (spread || (high - low) / 2)) / Math.cbrt(n), (high - low) / MOST);
  if (!(wished > 0)) return undefined;
  const width = readable(wished);
  const first = Math.floor(low / width);
  const counts = Array.from({ length: Math.floor(high / width) - first + 1 }, () => 0);
  for (const value of sorted) counts[Math.floor(value / width) - first]!++;
  return { from: first * width, width, counts, n };
}

function readable(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = STEPS.find((each) => each * power >= width * (1 - 1e-12)) ?? 10;
  return Number((step * power).toPrecision(3));
}
