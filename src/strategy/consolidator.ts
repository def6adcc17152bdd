import { periodWindows, type Period, type PeriodWindow, type PeriodWindows } from '../calendar/period.js';
import { Bar, type BarSource } from '../core/bar.js';
import { DataError } from '../core/errors.js';
import type { Instrument } from '../core/instrument.js';
import type { TableSeries } from '../core/table.js';
import type { BarInterval, Millis } from '../core/time.js';

/** Length of consolidated bars. */
export type ConsolidationPeriod = Period;

/** Builds longer bars out of the finest ones of one instrument. Bars outside the regular session are left out. */
export class Consolidator {
  readonly series: TableSeries;
  readonly #windows: PeriodWindows;
  readonly #handler: (bar: Bar) => void;
  readonly #bars: GrowingSeries;
  #window: PeriodWindow | undefined;
  #open = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  #volume = 0;

  /** @throws ConfigError for a period that is none, or that the series' bars do not divide. */
  constructor(series: TableSeries, period: ConsolidationPeriod, handler: (bar: Bar) => void) {
    this.series = series;
    this.#windows = periodWindows(period, series.interval, series.instrument.calendar, series.instrument.symbol);
    this.#handler = handler;
    this.#bars = new GrowingSeries(series.instrument, series.instrumentIndex, this.#windows.interval);
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
      this.#window = this.#windows.of(opened);
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
