import { ConfigError } from '../core/errors.js';

/** Returns of a run beside those of its benchmark, period by period. */
export interface ReturnPairs {
  readonly returns: Float64Array;
  readonly benchmark: Float64Array;
}

/**
 * Periods in which the benchmark has a return (one that is NaN has no price yet) and `keep` holds.
 * @throws ConfigError if the series are not of one length: they would not belong to the same periods.
 */
export function pairsOf(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  keep: (benchmark: number) => boolean = () => true,
): ReturnPairs {
  if (returns.length !== benchmark.length) {
    throw new ConfigError(`${returns.length} returns stand beside ${benchmark.length} of the benchmark`, {
      code: 'statistics/unequal-lengths',
      context: { returns: returns.length, benchmark: benchmark.length },
      hint: 'give both series over the same periods; NaN where the benchmark has none',
    });
  }
  const kept: number[] = [];
  for (let i = 0; i < returns.length; i++) if (!Number.isNaN(benchmark[i]!) && keep(benchmark[i]!)) kept.push(i);
  return { returns: Float64Array.from(kept, (i) => returns[i]!), benchmark: Float64Array.from(kept, (i) => benchmark[i]!) };
}
