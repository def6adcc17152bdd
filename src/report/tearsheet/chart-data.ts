import { dayOfIsoDate, DAY } from '../../core/time.js';
import type { BacktestResult } from '../../engine/result.js';
import type { EquityPoints } from '../equity-points.js';
import { downSample } from './down-sample.js';

/** What the page's script draws. Lines are parallel to `times`; `null` is a gap. */
export interface ChartData {
  readonly currency: string;
  readonly benchmark: string | undefined;
  /** True where the points have a time of day. */
  readonly intraday: boolean;
  readonly times: readonly number[];
  readonly equity: readonly Point[];
  readonly benchmarkEquity: readonly Point[] | undefined;
  readonly drawdown: readonly Point[];
  readonly plots: readonly { readonly times: readonly number[]; readonly values: readonly Point[] }[];
}

type Point = number | null;

/** How many of how many points a chart shows. */
export interface Drawn {
  readonly shown: number;
  readonly of: number;
  readonly stretches: number | undefined;
}

export function chartData(
  { settings, plots }: Pick<BacktestResult, 'settings' | 'plots'>,
  points: EquityPoints,
): { readonly data: ChartData; readonly equity: Drawn; readonly plots: readonly Drawn[] } {
  const { equity, drawdown, benchmark, times, length } = points;
  const { indices, stretches } = downSample(length, benchmark === undefined ? [equity, drawdown] : [equity, drawdown, benchmark]);
  const intraday = points.detail === 'all' && isIntraday(points);
  const pick = (line: ArrayLike<number>, digits: number): Point[] => indices.map((i) => rounded(line[i]!, digits));
  const drawnPlots = plots.map((plot) => ({ plot, ...downSample(plot.times.length, [plot.values]) }));
  return {
    data: {
      currency: settings.account.currency,
      benchmark: benchmark === undefined ? undefined : settings.benchmark,
      intraday,
      times: indices.map((i) => (intraday ? times[i]! : dayOfIsoDate(points.dateAt(i))! * DAY)),
      equity: pick(equity, 10),
      benchmarkEquity: benchmark && pick(benchmark, 10),
      drawdown: pick(drawdown, 6),
      plots: drawnPlots.map(({ plot, indices: of }) => ({
        times: of.map((i) => plot.times[i]!),
        values: of.map((i) => rounded(plot.values[i]!, 7)),
      })),
    },
    equity: { shown: indices.length, of: length, stretches },
    plots: drawnPlots.map((drawn) => ({ shown: drawn.indices.length, of: drawn.plot.times.length, stretches: drawn.stretches })),
  };
}

/** True where a session has more than one point. */
function isIntraday({ length, dateAt }: EquityPoints): boolean {
  for (let i = 1; i < length; i++) if (dateAt(i) === dateAt(i - 1)) return true;
  return false;
}

/** Significant digits enough for any screen, and no more: the page stays small. */
function rounded(value: number, digits: number): Point {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}
