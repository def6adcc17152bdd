import type { EquityCurve } from '../analyzers/equity-curve.js';
import { stalePositions, type StalePosition } from '../analyzers/holdings.js';
import type { Performance } from '../analyzers/performance.js';
import type { FillView } from '../core/fill.js';
import type { Rows } from '../core/rows.js';
import type { BarTable } from '../core/table.js';
import type { Metrics } from '../engine/metrics.js';
import { costSensitivity, type CostSensitivity } from '../statistics/cost-sensitivity.js';
import { type Caveat, caveatsOf } from './caveats.js';
import type { PathInterval } from './path-interval.js';
import { sessionCostRates } from './session-costs.js';

/** What a finished run hands to {@link Reliability}. */
export interface ReliabilitySource {
  readonly curve: EquityCurve;
  readonly metrics: Metrics;
  readonly performance: Performance;
  readonly table: BarTable;
  /** Gives rows that nobody else has in hand. */
  readonly record: { fillRows(): Rows<FillView> };
  readonly openPositions: number;
  readonly pathInterval: PathInterval;
}

/** How far a run's figures can be trusted, each part worked out when it is first read. */
export class Reliability {
  readonly #source: ReliabilitySource;
  #costSensitivity: CostSensitivity | undefined;
  #stalePositions: readonly StalePosition[] | undefined;
  #caveats: readonly Caveat[] | undefined;

  constructor(source: ReliabilitySource) {
    this.#source = source;
  }

  /**
   * Net Sharpe ratio and total return at 0 to 5 times the costs, and the multiple at which nothing is left. The fills
   * are held fixed; each session's return is worked out again with its costs (and the price effects of spread and
   * impact models) scaled.
   */
  get costSensitivity(): CostSensitivity {
    const { curve, record, performance, metrics } = this.#source;
    return (this.#costSensitivity ??= costSensitivity(performance.sessionReturns, sessionCostRates(curve, record.fillRows()), {
      periodsPerYear: metrics.sessionsPerYear,
    }));
  }

  /** How far the assumption about the way of prices within a bar decides the result. */
  get pathInterval(): PathInterval {
    return this.#source.pathInterval;
  }

  /** Fills that another way of prices within their bar would have made differently. */
  get pathDependentFills(): number {
    return this.#source.metrics.pathDependentFills;
  }

  /** Positions that were marked at an old price because their instrument had no bar in a session. */
  get stalePositions(): readonly StalePosition[] {
    const { table, record, curve } = this.#source;
    return (this.#stalePositions ??= stalePositions(table, record.fillRows(), curve));
  }

  /** What the figures cannot tell, in plain sentences: the ones that matter for this run. */
  get caveats(): readonly Caveat[] {
    const { metrics, performance, openPositions, pathInterval } = this.#source;
    return (this.#caveats ??= caveatsOf({
      metrics,
      performance,
      openPositions,
      pathInterval,
      costSensitivity: this.costSensitivity,
      stalePositions: this.stalePositions,
    }));
  }
}
