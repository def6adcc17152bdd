import { periodWindows, type Period, type PeriodWindow, type PeriodWindows } from '../../src/calendar/period.js';
import { GrowingColumn } from '../../src/core/growing-column.js';
import { BarSeries, validateSeries } from '../../src/core/series.js';
import type { BarInterval, Millis } from '../../src/core/time.js';

const TIME = 0;
const OPEN_TIME = 1;
const OPEN = 2;
const HIGH = 3;
const LOW = 4;
const CLOSE = 5;
const VOLUME = 6;
const FIRST_EXTRA = 7;

/**
 * Longer bars out of shorter ones of the same instrument: minutes into any multiple, a session, a week or a month.
 *
 * - Windows begin with the session's open, in the venue's own time, so that they hold whole trading minutes on either side
 *   of a clock change. The last window of a session ends with its close, early closes included.
 * - A bar exists from the end of its window on. A window that the data leave unfinished gives no bar.
 * - Bars outside the regular session are left out.
 * - Volume is the sum; a further column keeps its last value within the window.
 *
 * Minutes made into quarters of an hour are the same bars whether or not they were made into five minutes before.
 *
 * @returns a series of `15m`, `1d`, `1w` or `1mo`; its basis and volume knowledge are those of the source.
 * @throws ConfigError for a period that is not a whole multiple of the source's; DataError for rows out of order.
 */
export function resample(source: BarSeries, period: Period): BarSeries {
  const { instrument, interval } = source;
  return resampleInto(source, periodWindows(period, interval, instrument.calendar, instrument.symbol));
}

/**
 * The same for windows of any kind. Bars that begin after the window of their session are left out.
 * @param until - how far the data are known to reach. Default: the close of the last bar.
 */
export function resampleInto(
  source: BarSeries,
  windows: PeriodWindows,
  until: Millis = source.columns.time.at(-1) ?? -Infinity,
): BarSeries {
  validateSeries(source);
  const { length } = source;
  const { open, high, low, close, volume, extended, extra } = source.columns;
  const further = [...(extra ?? [])];
  const bars = Array.from({ length: FIRST_EXTRA + further.length }, () => new GrowingColumn(0));
  let window: PeriodWindow | undefined;
  const row = new Float64Array(FIRST_EXTRA + further.length);
  for (let i = 0; i < length; i++) {
    if (extended !== undefined && extended[i] === 1) continue;
    const opened = source.openTimeAt(i);
    if (window === undefined || opened >= window.end) {
      const next = windows.of(opened);
      if (opened >= next.end) continue;
      if (window !== undefined) append(bars, row);
      window = next;
      row.fill(Number.NaN);
      row[OPEN_TIME] = window.start;
      row[TIME] = window.end;
      row[OPEN] = open[i]!;
      row[HIGH] = high[i]!;
      row[LOW] = low[i]!;
      row[VOLUME] = 0;
    }
    if (high[i]! > row[HIGH]!) row[HIGH] = high[i]!;
    if (low[i]! < row[LOW]!) row[LOW] = low[i]!;
    row[CLOSE] = close[i]!;
    row[VOLUME] = row[VOLUME]! + volume[i]!;
    for (let k = 0; k < further.length; k++) {
      const value = further[k]![1][i]!;
      if (!Number.isNaN(value)) row[FIRST_EXTRA + k] = value;
    }
  }
  // Nothing can then be missing from it but minutes without trades.
  if (window !== undefined && window.end <= until) append(bars, row);
  return seriesOf(
    source,
    windows.interval,
    bars,
    further.map(([name]) => name),
  );
}

function append(bars: readonly GrowingColumn[], row: Float64Array): void {
  for (let i = 0; i < bars.length; i++) bars[i]!.push(row[i]!);
}

function seriesOf({ instrument }: BarSeries, interval: BarInterval, bars: readonly GrowingColumn[], names: readonly string[]): BarSeries {
  return new BarSeries(instrument, interval, {
    time: bars[TIME]!.view(),
    openTime: bars[OPEN_TIME]!.view(),
    open: bars[OPEN]!.view(),
    high: bars[HIGH]!.view(),
    low: bars[LOW]!.view(),
    close: bars[CLOSE]!.view(),
    volume: bars[VOLUME]!.view(),
    ...(names.length > 0 && { extra: new Map(names.map((name, k) => [name, bars[FIRST_EXTRA + k]!.view()])) }),
  });
}
