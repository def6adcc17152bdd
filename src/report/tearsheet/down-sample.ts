/** More points than this are not drawn one by one: a screen has fewer columns. */
export const MAX_POINTS = 4000;

/**
 * Indices of the points to draw. Beyond `max` the points are divided into stretches of equal count, and of each
 * stretch the lowest and the highest point of every line are kept, so that no peak or trough is lost.
 */
export function drawnIndices(length: number, lines: readonly ArrayLike<number>[], max = MAX_POINTS): number[] {
  if (length <= max) return Array.from({ length }, (_, i) => i);
  const stretches = stretchCount(lines.length, max);
  const kept = new Set<number>([0, length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * length) / stretches);
    const to = Math.floor(((stretch + 1) * length) / stretches);
    for (const line of lines) {
      let low = -1;
      let high = -1;
      for (let i = from; i < to; i++) {
        const value = line[i]!;
        if (Number.isNaN(value)) continue;
        if (low < 0 || value < line[low]!) low = i;
        if (high < 0 || value > line[high]!) high = i;
      }
      if (low >= 0) kept.add(low).add(high);
    }
  }
  return [...kept].sort((a, b) => a - b);
}

/** Stretches into which so many lines are divided. */
export function stretchCount(lines: number, max = MAX_POINTS): number {
  return Math.max(1, Math.floor((max - 2) / (2 * lines)));
}
