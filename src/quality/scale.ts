/** Returns that make up one block of the scale. */
const BLOCK = 64;
/** Bars on either side of one that tell how nervous the market is just then. */
const AROUND = 5;
/** Standard deviation of a normal variable over its median absolute value. */
const MAD = 1.4826;
/** A market never moves less than this a bar, as far as the checks go: one tick of a cheap stock is no outlier. */
const FLOOR = 5e-4;

/**
 * How large a usual move is around a bar: 1.4826 times the median of |log return|, over the bar's block of 64 returns and the
 * blocks on either side, or over the 5 bars before and the 5 after the move and its answer, whichever is more. A few wild
 * bars do not change it; a crash, in which every bar is wild, does. Source: the median absolute deviation as a robust scale,
 * Hampel (1974), "The influence curve and its role in robust estimation".
 */
export function robustScale(returns: Float64Array): (row: number) => number {
  const blocks = Math.max(1, Math.ceil(returns.length / BLOCK));
  const scales = Float64Array.from({ length: blocks }, (_, block) =>
    scaleOf(returns.slice(Math.max(0, block - 1) * BLOCK, (block + 2) * BLOCK)),
  );
  return (row) => scales[Math.min(blocks - 1, Math.floor(row / BLOCK))]!;
}

/** The same over the bars next to a move, without the move itself and the bar that answers it. */
export function scaleBeside(returns: Float64Array, row: number): number {
  const before = returns.slice(Math.max(0, row - AROUND), row);
  const after = returns.slice(row + 2, row + 2 + AROUND);
  const both = new Float64Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return scaleOf(both);
}

/** Sorts what it is given. */
function scaleOf(returns: Float64Array): number {
  const sizes = returns.filter((value) => Number.isFinite(value)).map(Math.abs);
  sizes.sort();
  return Math.max(FLOOR, MAD * (sizes.length === 0 ? 0 : sizes[sizes.length >> 1]!));
}
