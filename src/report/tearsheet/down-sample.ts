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
  const kept = new Uint32Array(2 + 2 * stretches * lines.length);
  kept[0] = length - 1;
  // The first point stands in every place that is left empty.
  let count = 1;
  for (const line of lines) {
    let i = 0;
    for (let stretch = 1; stretch <= stretches; stretch++) {
      const to = Math.floor((stretch * length) / stretches);
      let lowest = 0;
      let highest = 0;
      let low = Infinity;
      let high = -Infinity;
      for (; i < to; i++) {
        // Neither is true for NaN, a gap.
        const value = line[i]!;
        if (value < low) {
          low = value;
          lowest = i;
        }
        if (value > high) {
          high = value;
          highest = i;
        }
      }
      kept[count++] = lowest;
      kept[count++] = highest;
    }
  }
  return distinct(kept.sort());
}

/** Each of these ascending numbers once. */
function distinct(sorted: Uint32Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) found.push(sorted[i]!);
  return found;
}
