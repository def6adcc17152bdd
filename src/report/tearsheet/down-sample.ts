/** More points than this are not drawn one by one: a screen has fewer columns. */
export const MAX_POINTS = 4000;

/** Which points of a line are drawn. */
export interface DownSample {
  /** In ascending order. */
  readonly indices: readonly number[];
  /** Into how many stretches the points were divided; `undefined` when all are drawn. */
  readonly stretches: number | undefined;
}

/**
 * Chooses the points to draw. Beyond `max` the points are divided into stretches of equal count, and of each stretch
 * the lowest and the highest point of every line are kept, so that no peak or trough is lost. Lines often have them
 * in the same places, so there are as many stretches as `max` has room for.
 */
export function downSample(length: number, lines: readonly ArrayLike<number>[], max = MAX_POINTS): DownSample {
  if (length <= max) return { indices: Array.from({ length }, (_, i) => i), stretches: undefined };
  let stretches = Math.max(1, Math.floor((max - 2) / (2 * lines.length)));
  let indices = extremes(length, lines, stretches);
  for (let more = Math.ceil(stretches * 1.2); more < length; more = Math.ceil(more * 1.2)) {
    const finer = extremes(length, lines, more);
    if (finer.length > max) break;
    stretches = more;
    indices = finer;
  }
  return { indices, stretches };
}

/** First, last, and of each stretch the lowest and the highest point of every line. */
function extremes(length: number, lines: readonly ArrayLike<number>[], stretches: number): number[] {
  const kept = new Set<number>([0, length - 1]);
  for (const line of lines) {
    for (let stretch = 0; stretch < stretches; stretch++) {
      const to = Math.floor(((stretch + 1) * length) / stretches);
      let lowest = -1;
      let highest = -1;
      let low = Infinity;
      let high = -Infinity;
      for (let i = Math.floor((stretch * length) / stretches); i < to; i++) {
        // False for NaN, a gap.
        const value = line[i]!;
        if (value < low) [low, lowest] = [value, i];
        if (value > high) [high, highest] = [value, i];
      }
      if (lowest >= 0) kept.add(lowest);
      if (highest >= 0) kept.add(highest);
    }
  }
  return [...kept].sort((a, b) => a - b);
}
