import type { Calendar } from '../calendar/calendar.js';
import { sessionBefore, weekOf } from '../calendar/week.js';
import { Bar, type BarSource } from '../core/bar.js';
import { ConfigError, DataError } from '../core/errors.js';
import type { Instrument } from '../core/instrument.js';
import type { TableSeries } from '../core/table.js';
import { intervalMillis, type BarInterval, type Interval, type Millis } from '../core/time.js';

/** Length of consolidated bars: minutes or hours from the session's open, one session, or the sessions of one week. */
export type ConsolidationPeriod = Exclude<Interval, '1d'> | 'session' | 'week';

interface Window {
  readonly start: Millis;
  readonly end: Millis;
}

/** Builds longer bars out of the finest ones of one instrument. Bars outside the regular session are left out. */
export class Consolidator {
  readonly series: TableSeries;
  readonly #calendar: Calendar;
  readonly #period: ConsolidationPeriod;
  readonly #length: Millis | undefined;
  readonly #handler: (bar: Bar) => void;
  readonly #bars: GrowingSeries;
  #window: Window | undefined;
  #open = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  #volume = 0;

  /** @throws ConfigError for a period that is none, or that the series' bars do not divide. */
  constructor(series: TableSeries, period: ConsolidationPeriod, handler: (bar: Bar) => void) {
    this.series = series;
    this.#calendar = series.instrument.calendar;
    this.#period = period;
    this.#length = lengthOf(period, series);
    this.#handler = handler;
    const interval: BarInterval = period === 'session' ? '1d' : period === 'week' ? '1w' : period;
    this.#bars = new GrowingSeries(series.instrument, series.instrumentIndex, interval);
  }

  /** When the bar in the making closes, Infinity when there is none. */
  get due(): Millis {
    return this.#window?.end ?? Infinity;
  }

  /** Takes the next finest bar. */
  add(row: number): void {
    const { series } = this;
    if (series.isExtended(row)) return;
    const opened = series.openTimeAt(row);
    if (this.#window !== undefined && opened >= this.#window.end) this.flush();
    if (this.#window === undefined) {
      this.#window = this.#windowOf(opened);
      this.#open = series.open[row]!;
      this.#high = series.high[row]!;
      this.#low = series.low[row]!;
      this.#volume = 0;
    }
    this.#high = Math.max(this.#high, series.high[row]!);
    this.#low = Math.min(this.#low, series.low[row]!);
    this.#close = series.close[row]!;
    this.#volume += series.volume[row]!;
  }

  /** Closes the bar in the making and hands it over. */
  flush(): void {
    const window = this.#window;
    if (window === undefined) return;
    this.#window = undefined;
    this.#handler(this.#bars.append(window.start, window.end, this.#open, this.#high, this.#low, this.#close, this.#volume));
  }

  #windowOf(time: Millis): Window {
    const session = this.#calendar.nextClosing(time);
    if (this.#length !== undefined) {
      const start = session.open + Math.floor((time - session.open) / this.#length) * this.#length;
      return { start, end: Math.min(start + this.#length, session.close) };
    }
    if (this.#period === 'session') return { start: session.open, end: session.close };
    const week = weekOf(session);
    let first = session;
    let last = session;
    for (
      let other = sessionBefore(this.#calendar, first);
      other !== undefined && weekOf(other) === week;
      other = sessionBefore(this.#calendar, first)
    )
      first = other;
    for (let other = this.#calendar.at(last.index + 1); weekOf(other) === week; other = this.#calendar.at(last.index + 1)) last = other;
    return { start: first.open, end: last.close };
  }
}

/** Length of the period in milliseconds, `undefined` for sessions and weeks. Bars across its borders would lie about their time. */
function lengthOf(period: ConsolidationPeriod, { instrument: { symbol }, interval }: TableSeries): Millis | undefined {
  if (period === 'session' || period === 'week') return undefined;
  const length = intervalMillis(period);
  const barLength = intervalMillis(interval);
  if (length !== undefined && barLength !== undefined && length % barLength === 0) return length;
  throw new ConfigError(`${symbol}: ${interval} bars cannot be consolidated into ${JSON.stringify(period)}`, {
    code: 'consolidate/period',
    context: { symbol, interval, period },
    hint:
      barLength === undefined
        ? 'session bars make up a "session" or a "week"; load intraday bars for anything shorter'
        : `give a whole multiple of ${interval}, "session" or "week"`,
  });
}

/** Columns that grow while bars are appended. Bars made of it stay as they were. */
class GrowingSeries implements BarSource {
  time = new Float64Array(64);
  open = new Float64Array(64);
  high = new Float64Array(64);
  low = new Float64Array(64);
  close = new Float64Array(64);
  volume = new Float64Array(64);
  #openTime = new Float64Array(64);
  #length = 0;

  constructor(
    readonly instrument: Instrument,
    readonly instrumentIndex: number,
    readonly interval: BarInterval,
  ) {}

  append(openTime: Millis, time: Millis, open: number, high: number, low: number, close: number, volume: number): Bar {
    const row = this.#length++;
    if (row === this.time.length) this.#grow();
    this.#openTime[row] = openTime;
    this.time[row] = time;
    this.open[row] = open;
    this.high[row] = high;
    this.low[row] = low;
    this.close[row] = close;
    this.volume[row] = volume;
    return new Bar(this, row);
  }

  openTimeAt(row: number): Millis {
    return this.#openTime[row]!;
  }

  isExtended(): boolean {
    return false;
  }

  valueAt(name: string): never {
    throw new DataError(`${this.instrument.symbol}: consolidated bars have no further columns (asked for ${JSON.stringify(name)})`, {
      code: 'bar/unknown-column',
      context: { symbol: this.instrument.symbol, name },
      hint: 'read the column from the bar in onBar',
    });
  }

  #grow(): void {
    const grown = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const twice = new Float64Array(column.length * 2);
      twice.set(column);
      return twice;
    };
    this.time = grown(this.time);
    this.open = grown(this.open);
    this.high = grown(this.high);
    this.low = grown(this.low);
    this.close = grown(this.close);
    this.volume = grown(this.volume);
    this.#openTime = grown(this.#openTime);
  }
}
