import { centralMoments } from './moments.js';
import { requirePeriodsPerYear } from './periods.js';
import { equityFromReturns } from './returns.js';
import { sharpeRatio } from './sharpe.js';
import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** What would have been left if costs had been a multiple of what they were. */
export interface CostScenario {
  /** 0 is without costs, 1 as it was. */
  readonly multiple: number;
  /** Annualised Sharpe ratio of the scaled returns. */
  readonly sharpe: Statistic;
  /** Compound return of the scaled returns over all periods. */
  readonly totalReturn: Statistic;
}

/** Net figures at several multiples of the costs that were paid. */
export interface CostSensitivity {
  readonly scenarios: readonly CostScenario[];
  /**
   * Multiple of the costs at which the mean return, and with it the Sharpe ratio, is 0. Below 1 the run lost money on
   * average with its costs; at 0 or below even without them.
   */
  readonly breakEvenMultiple: Statistic;
}

/** Options of {@link costSensitivity}. */
export interface CostSensitivityOptions {
  readonly periodsPerYear: number;
  /** Default 0, 1, 2, 3, 4, 5. */
  readonly multiples?: readonly number[];
}

/**
 * Holds the fills fixed and scales the costs: the return of a period at multiple k is `r − (k − 1) · c`, where `c` is
 * the period's costs over the equity before it. What other costs would have changed in the decisions is not in it.
 *
 * Break-even: mean(r) − (k − 1) · mean(c) = 0, so k = 1 + mean(r) / mean(c).
 * @throws ConfigError if `periodsPerYear` is not positive.
 */
export function costSensitivity(
  returns: ArrayLike<number>,
  costRates: ArrayLike<number>,
  { periodsPerYear, multiples = [0, 1, 2, 3, 4, 5] }: CostSensitivityOptions,
): CostSensitivity {
  requirePeriodsPerYear(periodsPerYear);
  const n = returns.length;
  const scenarios = multiples.map((multiple): CostScenario => {
    const scaled = Float64Array.from(returns, (each, i) => each - (multiple - 1) * costRates[i]!);
    const fault = unusable(scaled, 1);
    const growth = fault === undefined ? equityFromReturns(scaled)[n]! - 1 : Number.NaN;
    return {
      multiple,
      sharpe: sharpeRatio(scaled, { periodsPerYear }),
      totalReturn: fault === undefined ? statistic(growth, n) : noStatistic(fault, n),
    };
  });
  return { scenarios, breakEvenMultiple: breakEven(returns, costRates) };
}

function breakEven(returns: ArrayLike<number>, costRates: ArrayLike<number>): Statistic {
  const n = returns.length;
  const fault = unusable(returns, 1) ?? unusable(costRates, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  const cost = centralMoments(costRates).mean;
  return cost > 0 ? statistic(1 + centralMoments(returns).mean / cost, n) : noStatistic('there were no costs', n);
}
