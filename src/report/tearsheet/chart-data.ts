import { dayOfIsoDate, DAY, type IsoDate, type Millis } from '../../core/time.js';
import type { BacktestResult } from '../../engine/result.js';
import type { TimedDrawdown } from '../../statistics/drawdowns.js';
import type { EquityPoints } from '../equity-points.js';
import { MAX_PLOT_POINTS, MAX_PLOTS } from './budget.js';
import { calendarReturns, type YearReturns } from './calendar-returns.js';
import { downSample, MAX_POINTS } from './down-sample.js';
import { histogram, type Histogram } from './histogram.js';
import { lineData, type Drawn, type LineData } from './line-data.js';
import { packTimes, type PackedTimes } from './packed.js';
import { rounded, type Point } from './rounded.js';
import { runLines, type RunLines } from './run-lines.js';
import { sensitivityData, type SensitivityData } from './sensitivity.js';

/** What the page's script and the pictures draw. Lines are parallel to `times`; `null` is a gap. */
export interface ChartData {
  readonly name: string;
  readonly currency: string;
  readonly benchmark: string | undefined;
  /** True where the points have a time of day. */
  readonly intraday: boolean;
  readonly times: PackedTimes;
  readonly equity: readonly Point[];
  readonly benchmarkEquity: readonly Point[] | undefined;
  readonly drawdown: readonly Point[];
  /** The worst drawdowns, deepest first. */
  readonly drawdowns: readonly DrawdownMark[];
  readonly months: readonly YearMark[];
  readonly benchmarkYears: readonly (Point | undefined)[] | undefined;
  readonly distribution: Histogram | undefined;
  /** Charts of lines by name: rolling figures, exposure, costs. */
  readonly lines: Readonly<Record<string, LineData>>;
  readonly sensitivity: SensitivityData | undefined;
  readonly plots: readonly LineData[];
}

export interface DrawdownMark {
  readonly from: Millis;
  readonly trough: Millis;
  /** `null` where it was not made good. */
  readonly to: Millis | null;
  readonly depth: number;
}

export interface YearMark {
  readonly year: number;
  readonly months: readonly Point[];
  readonly total: Point;
}

/** What is drawn, and what the captions must say of it. */
export interface DrawnRun {
  readonly data: ChartData;
  readonly equity: Drawn;
  readonly plots: readonly Drawn[];
  readonly years: readonly YearReturns[];
  /** The worst drawdowns of all points, the start value too; deepest first. */
  readonly worst: readonly TimedDrawdown[];
  readonly lines: RunLines;
}

export function chartData(result: BacktestResult, points: EquityPoints): DrawnRun {
  const { settings, plots, equity: curve } = result;
  const { equity, drawdown, benchmark, times, length } = points;
  const { indices, stretches } = downSample(length, benchmark === undefined ? [equity, drawdown] : [equity, drawdown, benchmark]);
  const intraday = points.detail === 'all' && isIntraday(points);
  const pick = (line: ArrayLike<number>, digits: number): Point[] => indices.map((i) => rounded(line[i]!, digits));
  const days = Float64Array.from(curve.sessionDates, dayStart);
  const { sessionReturns, benchmarkReturns, drawdowns } = result.performance;
  const years = calendarReturns(curve.sessionDates, sessionReturns);
  const ofBenchmark = benchmarkReturns && calendarReturns(curve.sessionDates, benchmarkReturns);
  const { worst } = drawdowns;
  const lines = runLines(result, days, intraday);
  const sensitivity = sensitivityData(result.reliability.costSensitivity);
  const perPlot = Math.min(MAX_POINTS, Math.floor(MAX_PLOT_POINTS / Math.max(1, Math.min(MAX_PLOTS, plots.length))));
  const drawnPlots = plots.slice(0, MAX_PLOTS).map((plot) => lineData(plot.times, [plot], 'value', { max: perPlot }));
  const onDay = (time: Millis): Millis => (intraday ? time : Math.floor(time / DAY) * DAY);
  return {
    data: {
      name: settings.name,
      currency: settings.account.currency,
      benchmark: benchmark === undefined ? undefined : settings.benchmark,
      intraday,
      times: packTimes(indices.map((i) => (intraday ? times[i]! : dayStart(points.dateAt(i))))),
      equity: pick(equity, 8),
      benchmarkEquity: benchmark && pick(benchmark, 8),
      drawdown: pick(drawdown, 5),
      drawdowns: worst.map(({ peakTime, troughTime, recoveryTime, depth }) => ({
        from: onDay(peakTime),
        trough: onDay(troughTime),
        to: recoveryTime === undefined ? null : onDay(recoveryTime),
        depth: rounded(depth, 6) ?? 0,
      })),
      months: years.map(({ year, months, total }) => ({
        year,
        months: months.map((value) => rounded(value ?? Number.NaN, 4)),
        total: rounded(total, 4),
      })),
      benchmarkYears: ofBenchmark?.map(({ total }) => rounded(total, 4)),
      distribution: histogram(sessionReturns),
      lines: lines.data,
      sensitivity,
      plots: drawnPlots.map(({ data }) => data),
    },
    equity: { shown: indices.length, of: length, stretches },
    plots: drawnPlots.map(({ drawn }) => drawn),
    years,
    worst,
    lines,
  };
}

function dayStart(date: IsoDate): Millis {
  return dayOfIsoDate(date)! * DAY;
}

/** True where a session has more than one point. */
function isIntraday({ length, dateAt }: EquityPoints): boolean {
  for (let i = 1; i < length; i++) if (dateAt(i) === dateAt(i - 1)) return true;
  return false;
}
