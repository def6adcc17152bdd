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

/** Puts the outcomes together; the first is the run's own. Of equal ones the first counts. */
export function pathIntervalOf(dependentFills: number, outcomes: readonly [PathOutcome, ...PathOutcome[]]): PathInterval {
  const sharpes = outcomes.map(({ sharpe }) => sharpe);
  return {
    kind: 'measured',
    dependentFills,
    outcomes,
    worst: outcomes.reduce((a, b) => (b.finalEquity < a.finalEquity ? b : a)),
    best: outcomes.reduce((a, b) => (b.finalEquity > a.finalEquity ? b : a)),
    worstSharpe: sharpes.reduce((a, b) => (heightOf(b) < heightOf(a) ? b : a)),
    bestSharpe: sharpes.reduce((a, b) => (heightOf(b) > heightOf(a) ? b : a)),
  };
}

/** An undefined ratio stands below all others. */
function heightOf({ value }: Statistic): number {
  return value ?? -Infinity;
}
