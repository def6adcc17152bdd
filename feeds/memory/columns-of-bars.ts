import { DataError } from '../../src/core/errors.js';
import type { Instrument } from '../../src/core/instrument.js';
import { BarSeries, type SeriesColumns } from '../../src/core/series.js';
import { dayOfIsoDate, barMillis, type BarInterval, type IsoDate, type Millis } from '../../src/core/time.js';
import { SessionMarker } from '../common/sessions.js';

interface Prices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Default 0. */
  readonly volume?: number;
  /** Values of further columns. */
  readonly extra?: Readonly<Record<string, number>>;
}

/** A bar as an object: the session of a date, or a stretch of time (`openTime` may be left out of intraday bars). */
export type MemoryBar = Prices &
  (
    | { readonly date: IsoDate; readonly time?: never; readonly openTime?: never }
    | { readonly time: Millis; readonly openTime?: Millis; readonly date?: never }
  );

/** The columns of bars. @throws DataError for a date that is no session, and for a session bar without its times. */
export function columnsOfBars(instrument: Instrument, interval: BarInterval, bars: readonly MemoryBar[]): SeriesColumns {
  const duration = barMillis(interval);
  const times = bars.map((bar, row) => timesOf(instrument, interval, duration, bar, row));
  const column = (of: (bar: MemoryBar) => number): Float64Array => Float64Array.from(bars, of);
  const names = new Set(bars.flatMap((bar) => Object.keys(bar.extra ?? {})));
  return {
    time: Float64Array.from(times, ({ time }) => time),
    openTime: Float64Array.from(times, ({ openTime }) => openTime),
    open: column((bar) => bar.open),
    high: column((bar) => bar.high),
    low: column((bar) => bar.low),
    close: column((bar) => bar.close),
    volume: column((bar) => bar.volume ?? 0),
    ...(names.size > 0 && { extra: new Map([...names].map((name) => [name, column((bar) => bar.extra?.[name] ?? Number.NaN)])) }),
  };
}

/** The series with the bars outside the regular session marked, unless its columns say it already. */
export function withSessionMarks(series: BarSeries): BarSeries {
  const { time, extended } = series.columns;
  if (extended !== undefined || barMillis(series.interval) === undefined) return series;
  const marker = new SessionMarker(series.instrument.calendar);
  const marks = Uint8Array.from(time, (close, row) => (marker.isExtended(series.openTimeAt(row), close) ? 1 : 0));
  return marks.includes(1) ? new BarSeries(series.instrument, series.interval, { ...series.columns, extended: marks }) : series;
}

function timesOf(
  instrument: Instrument,
  interval: BarInterval,
  duration: Millis | undefined,
  bar: MemoryBar,
  row: number,
): { readonly openTime: Millis; readonly time: Millis } {
  const refuse = (code: string, message: string, hint: string): never => {
    throw new DataError(`row ${row}: ${instrument.symbol} ${interval}: ${message}`, {
      code,
      context: { symbol: instrument.symbol, interval, row },
      hint,
    });
  };
  if (bar.date === undefined) {
    const openTime = bar.openTime ?? bar.time - (duration ?? Number.NaN);
    if (Number.isNaN(openTime) && duration === undefined) {
      return refuse('memory/open-time', 'a session bar needs its date, or both openTime and time', 'give date: "YYYY-MM-DD"');
    }
    return { openTime, time: bar.time };
  }
  if (duration !== undefined)
    return refuse('memory/date', 'a date does not say when an intraday bar was', 'give the time at which the bar closes');
  if (dayOfIsoDate(bar.date) === undefined)
    return refuse('memory/date', `${JSON.stringify(bar.date)} is no date`, 'write an existing date as YYYY-MM-DD');
  const { calendar } = instrument;
  const session = calendar.session(bar.date);
  if (session === undefined) {
    return refuse(
      'memory/no-session',
      `${bar.date} is no session of ${calendar.name}`,
      'remove the bar, or give the instrument the calendar of its venue',
    );
  }
  return { openTime: session.open, time: session.close };
}
