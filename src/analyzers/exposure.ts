import { GrowingColumn } from '../core/growing-column.js';
import type { FillView } from '../core/fill.js';
import type { Rows } from '../core/rows.js';
import type { BarTable } from '../core/table.js';
import type { Millis } from '../core/time.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { noStatistic, statistic, type Statistic, unusable } from '../statistics/statistic.js';
import type { Analyzer, AnalyzerFactory } from './analyzer.js';
import type { EquityCurve } from './equity-curve.js';
import { exposureColumns } from './exposure-columns.js';
import { explainedByFills } from './holdings.js';

/** How much of the equity was at work, at every point. Fractions of the equity at that point: 1 is 100 %. */
export interface ExposureResult {
  /** Parallel arrays, one value a point. NaN where equity was not positive. */
  readonly times: Float64Array;
  /** Sum of the sizes of all position values over equity. */
  readonly gross: Float64Array;
  /** Sum of all position values over equity, shorts below 0. May be the very array of `gross` where there were none. */
  readonly net: Float64Array;
  readonly averageGross: Statistic;
  readonly maxGross: Statistic;
  readonly averageNet: Statistic;
  readonly minNet: Statistic;
  readonly maxNet: Statistic;
  /** Part of the points at which anything was held. */
  readonly timeInMarket: Statistic;
}

/** Sums up an exposure that stands in columns. */
export function exposureFigures(times: Float64Array, gross: Float64Array, net: Float64Array): ExposureResult {
  const n = gross.length;
  const ofGross = spreadOf(gross);
  const ofNet = net === gross ? ofGross : spreadOf(net);
  // Numbers with a finite sum are finite; the search for the culprit is only made when there is one.
  const fault = n > 0 && Number.isFinite(ofGross.sum) ? undefined : unusable(gross, 1);
  const of = (value: number): Statistic =>
    fault === undefined ? statistic(value, n) : noStatistic(n === 0 ? fault : 'equity was not positive at some point', n);
  return {
    times,
    gross,
    net,
    averageGross: of(ofGross.sum / n),
    maxGross: of(ofGross.max),
    averageNet: of(ofNet.sum / n),
    minNet: of(ofNet.min),
    maxNet: of(ofNet.max),
    timeInMarket: of(ofGross.positive / n),
  };
}

/** One way through a column: a run may have millions of points. */
function spreadOf(values: Float64Array): { sum: number; min: number; max: number; positive: number } {
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  let positive = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value > 0) positive++;
  }
  return { sum, min, max, positive };
}

/**
 * Exposure of a finished run, worked out from its fills and its bars. Undefined where those do not lead to what is `held`
 * at the end, in units by symbol: splits, delistings and new symbols change positions without a fill.
 */
export function exposureOf(curve: EquityCurve, fills: Rows<FillView>, table: BarTable, held: ReadonlyMap<string, number>): ExposureResult {
  const { times } = curve;
  if (!explainedByFills(table, fills, held)) {
    const none = noStatistic('corporate actions changed positions: name the analyzer exposure(), which follows them', times.length);
    const unknown = new Float64Array(times.length).fill(Number.NaN);
    return {
      times,
      gross: unknown,
      net: unknown,
      averageGross: none,
      maxGross: none,
      averageNet: none,
      minNet: none,
      maxNet: none,
      timeInMarket: none,
    };
  }
  const { gross, net } = exposureColumns(table, fills, curve);
  return exposureFigures(times, gross, net);
}

/** Gross and net exposure at every point, and the time in the market. */
export function exposure(): AnalyzerFactory<ExposureResult> {
  return () => new ExposureAnalyzer();
}

class ExposureAnalyzer implements Analyzer<ExposureResult> {
  readonly #times = new GrowingColumn(1024);
  readonly #gross = new GrowingColumn(1024);
  readonly #net = new GrowingColumn(1024);

  onEquity(time: Millis, equity: number, account: AccountView): void {
    this.#times.push(time);
    this.#gross.push(equity > 0 ? account.grossExposure / equity : Number.NaN);
    this.#net.push(equity > 0 ? account.netExposure / equity : Number.NaN);
  }

  result(): ExposureResult {
    return exposureFigures(this.#times.view(), this.#gross.view(), this.#net.view());
  }
}
