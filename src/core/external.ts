import { DataError } from './errors.js';
import type { Millis } from './time.js';

/**
 * A series of facts that is not a bar: an index level, a yield, a model's prediction. Each value has the instant at
 * which it became known, and is never seen before it.
 */
export interface ExternalSeries {
  readonly name: string;
  /** Limits it to one instrument; without it every instrument's bars can read it. */
  readonly symbol?: string;
  /** Epoch ms, strictly ascending. */
  readonly knownAt: Float64Array;
  readonly values: Float64Array;
}

/** Index of the last entry known at `time`, or -1. `hint` is an index known before: consecutive reads cost O(1). */
export function lastKnown(series: ExternalSeries, time: Millis, hint = -1): number {
  const known = series.knownAt;
  let low = hint >= 0 && hint < known.length && known[hint]! <= time ? hint : -1;
  if (low + 1 >= known.length || known[low + 1]! > time) return low;
  let high = known.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (known[middle]! <= time) low = middle;
    else high = middle;
  }
  return low;
}

/** @throws DataError unless lengths agree and the known-at times ascend strictly. */
export function validateExternal(series: ExternalSeries): ExternalSeries {
  const { name, knownAt, values } = series;
  if (knownAt.length !== values.length) {
    throw new DataError(`external series ${name}: ${knownAt.length} times but ${values.length} values`, {
      code: 'external/length',
      context: { name },
      hint: 'give one known-at time for each value',
    });
  }
  for (let i = 0; i < knownAt.length; i++) {
    if (Number.isFinite(knownAt[i]) && (i === 0 || knownAt[i]! > knownAt[i - 1]!)) continue;
    throw new DataError(`external series ${name}: known-at time of entry ${i} is not after the one before`, {
      code: 'external/unsorted',
      context: { name, entry: i, knownAt: knownAt[i] },
      hint: 'sort the entries by the time at which they became known, one entry an instant',
    });
  }
  return series;
}
