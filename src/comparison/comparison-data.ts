import { DAY, dayOfIsoDate } from '../core/time.js';
import { calendarReturns, type YearReturns } from '../report/tearsheet/calendar-returns.js';
import { downSample } from '../report/tearsheet/down-sample.js';
import type { Drawn, LineData } from '../report/tearsheet/line-data.js';
import { packTimes, type PackedTimes } from '../report/tearsheet/packed.js';
import { rounded, type Point } from '../report/tearsheet/rounded.js';
import type { CommonCurve, CommonPeriod } from './common-period.js';

/** What the page's script and the pictures draw of a comparison. Lines are parallel to `times`; `null` is a gap. */
export interface ComparisonData {
  readonly name: string;
  readonly intraday: false;
  readonly times: PackedTimes;
  readonly runs: readonly {
    readonly name: string;
    readonly benchmark: boolean;
    readonly equity: readonly Point[];
    readonly drawdown: readonly Point[];
    readonly years: readonly Point[];
  }[];
  readonly years: readonly string[];
  readonly lines: Readonly<Record<string, LineData>>;
}

export interface DrawnComparison {
  readonly data: ComparisonData;
  readonly drawn: Drawn;
  /** Returns by month and year of each curve, over the common period. */
  readonly calendars: readonly (readonly YearReturns[])[];
}

export function comparisonData(name: string, { dates, curves }: CommonPeriod): DrawnComparison {
  const { indices, stretches } = downSample(
    dates.length,
    curves.flatMap(({ rebased, drawdown }) => [rebased, drawdown]),
  );
  const calendars = curves.map(({ returns }) => calendarOf(dates, returns));
  const years = [...new Set(calendars.flatMap((calendar) => calendar.map(({ year }) => year)))].sort((a, b) => a - b);
  return {
    data: {
      name,
      intraday: false,
      times: packTimes(indices.map((i) => dayOfIsoDate(dates[i]!)! * DAY)),
      runs: curves.map((curve: CommonCurve, at) => ({
        name: curve.label,
        benchmark: curve.isBenchmark,
        equity: indices.map((i) => rounded(curve.rebased[i]!, 7)),
        drawdown: indices.map((i) => rounded(curve.drawdown[i]!, 5)),
        years: years.map((year) => rounded(calendars[at]!.find((one) => one.year === year)?.total ?? Number.NaN, 4)),
      })),
      years: years.map(String),
      lines: {},
    },
    drawn: { shown: indices.length, of: dates.length, stretches },
    calendars,
  };
}

/** Of the sessions that the curve has. */
function calendarOf(dates: CommonPeriod['dates'], returns: Float64Array): YearReturns[] {
  const own = dates.flatMap((_, i) => (Number.isNaN(returns[i]!) ? [] : [i]));
  return calendarReturns(
    own.map((i) => dates[i]!),
    own.map((i) => returns[i]!),
  );
}
