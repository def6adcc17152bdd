import type { Statistic } from '../statistics/statistic.js';

/** A statistic as metrics.json writes it: `{ value, n }`, or `{ value: null, n, reason }` where it has none. */
export function statisticJson({ value, n, reason }: Statistic): { value: number | null; n: number; reason?: string | undefined } {
  return value === undefined ? { value: null, n, reason } : { value, n };
}
