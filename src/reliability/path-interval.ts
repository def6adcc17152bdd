import type { Statistic } from '../statistics/statistic.js';

/** What the same run found under one path policy. */
export interface PathOutcome {
  /** Name of the policy: `pessimistic`, `optimistic` ... */
  readonly policy: string;
  readonly finalEquity: number;
  readonly sharpe: Statistic;
  readonly fills: number;
}

/**
 * How far the assumption about the way of prices within a bar decides the result.
 *
 * - `none`: no fill depended on it, so every policy gives this very run.
 * - `measured`: the run was made again under the other policies; `worst` and `best` are by final equity.
 * - `unknown`: fills depended on it and the run was not made again; `reason` says why.
 */
export type PathInterval =
  | { readonly kind: 'none'; readonly dependentFills: 0 }
  | {
      readonly kind: 'measured';
      readonly dependentFills: number;
      /** The run's own policy first. */
      readonly outcomes: readonly PathOutcome[];
      readonly worst: PathOutcome;
      readonly best: PathOutcome;
      readonly worstSharpe: Statistic;
      readonly bestSharpe: Statistic;
    }
  | { readonly kind: 'unknown'; readonly dependentFills: number; readonly reason: string };

/** Puts the outcomes together; the first is the run's own. */
export function pathIntervalOf(dependentFills: number, outcomes: readonly PathOutcome[]): PathInterval {
  const byEquity = outcomes.toSorted((a, b) => a.finalEquity - b.finalEquity);
  const bySharpe = outcomes.map(({ sharpe }) => sharpe).toSorted((a, b) => (a.value ?? -Infinity) - (b.value ?? -Infinity));
  return {
    kind: 'measured',
    dependentFills,
    outcomes,
    worst: byEquity[0]!,
    best: byEquity[byEquity.length - 1]!,
    worstSharpe: bySharpe[0]!,
    bestSharpe: bySharpe[bySharpe.length - 1]!,
  };
}
