import { pairsOf } from './pairs.js';
import { requirePeriodsPerYear } from './periods.js';
import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** Which periods count: all, those in which the benchmark rose, or those in which it fell. */
export type CaptureSide = 'all' | 'up' | 'down';

/** Options of the capture ratio. */
export interface CaptureOptions {
  readonly periodsPerYear: number;
  /** Default `all`. */
  readonly side?: CaptureSide;
}

const SIDES: Readonly<Record<CaptureSide, (benchmark: number) => boolean>> = {
  all: () => true,
  up: (benchmark) => benchmark > 0,
  down: (benchmark) => benchmark < 0,
};

/**
 * Capture ratio: compound annual return in the periods that count over the benchmark's in the same periods. Up capture
 * above 1 and down capture below 1 are good. `n` counts those periods.
 *
 * Source: Morningstar, Upside/Downside Capture Ratio methodology (2011), by sessions in place of months.
 * @throws ConfigError if the series are not of one length, or `periodsPerYear` is not positive.
 */
export function captureRatio(returns: ArrayLike<number>, benchmark: ArrayLike<number>, options: CaptureOptions): Statistic {
  const periods = requirePeriodsPerYear(options.periodsPerYear);
  const { side = 'all' } = options;
  const pairs = pairsOf(returns, benchmark, SIDES[side]);
  const n = pairs.returns.length;
  if (n === 0) return noStatistic(side === 'all' ? 'there is no return' : `the benchmark never ${side === 'up' ? 'rose' : 'fell'}`, n);
  const fault = unusable(pairs.returns, 1) ?? unusable(pairs.benchmark, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  const market = annual(pairs.benchmark, periods);
  if (market === 0) return noStatistic('the benchmark returned nothing', n);
  return statistic(annual(pairs.returns, periods) / market, n);
}

function annual(returns: Float64Array, periodsPerYear: number): number {
  let growth = 1;
  for (const each of returns) growth *= 1 + each;
  return growth ** (periodsPerYear / returns.length) - 1;
}
