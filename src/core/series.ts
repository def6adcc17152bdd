import { DataError } from './errors.js';
import type { Instrument } from './instrument.js';
import { barMillis, isoInstant, type BarInterval, type Millis } from './time.js';

/** The columns of a series: one entry a bar, in time order. Prices in the instrument's currency, times in epoch ms. */
export interface SeriesColumns {
  /** Close of each bar: the instant from which it exists. */
  readonly time: Float64Array;
  /** Open of each bar. May be left out for intraday bars, which then begin one interval before they close. */
  readonly openTime?: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** 1 where a bar lies outside the regular session. */
  readonly extended?: Uint8Array;
  /** Further columns of the same rows, known at the bar's close; NaN where there is no value. */
  readonly extra?: ReadonlyMap<string, Float64Array>;
}

/** All bars of one instrument at one interval, column by column. */
export class BarSeries {
  readonly instrument: Instrument;
  readonly interval: BarInterval;
  readonly columns: SeriesColumns;

  /** Length of an intraday bar in milliseconds, 0 where `columns.openTime` says it bar by bar. */
  readonly duration: Millis;

  constructor(instrument: Instrument, interval: BarInterval, columns: SeriesColumns) {
    this.instrument = instrument;
    this.interval = interval;
    this.columns = columns;
    const duration = barMillis(interval);
    if (duration === undefined && columns.openTime === undefined) {
      throw new DataError(`${instrument.symbol} ${interval}: session bars need the open time of each bar`, {
        code: 'series/open-time',
        context: { symbol: instrument.symbol, interval },
        hint: 'give the openTime column, or build the series from dates with dailySeries()',
      });
    }
    this.duration = columns.openTime === undefined ? duration! : 0;
  }

  /** Number of bars. */
  get length(): number {
    return this.columns.time.length;
  }

  /** When the bar of a row began. */
  openTimeAt(row: number): Millis {
    const { openTime, time } = this.columns;
    return openTime === undefined ? time[row]! - this.duration : openTime[row]!;
  }

  /** Rows `[from, to)` as a series that shares the memory. */
  slice(from: number, to: number): BarSeries {
    const c = this.columns;
    return new BarSeries(this.instrument, this.interval, {
      time: c.time.subarray(from, to),
      open: c.open.subarray(from, to),
      high: c.high.subarray(from, to),
      low: c.low.subarray(from, to),
      close: c.close.subarray(from, to),
      volume: c.volume.subarray(from, to),
      ...(c.openTime && { openTime: c.openTime.subarray(from, to) }),
      ...(c.extended && { extended: c.extended.subarray(from, to) }),
      ...(c.extra && { extra: new Map([...c.extra].map(([name, column]) => [name, column.subarray(from, to)])) }),
    });
  }

  /** Number of bars that exist at `time`. */
  countUntil(time: Millis): number {
    const times = this.columns.time;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Where a row came from, for error messages: a file and line, or just the row. */
export type RowOrigin = (row: number) => { readonly file?: string; readonly line?: number; readonly row?: number };

export interface BarFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Whether {@link barFault} finds nothing. Small enough that loops over many bars get it compiled in. */
export function isSoundBar(open: number, high: number, low: number, close: number, volume: number): boolean {
  // Every comparison with NaN is false.
  return low > 0 && low <= open && low <= close && high >= open && high >= close && high < Infinity && volume >= 0 && volume < Infinity;
}

/** What is wrong with one bar's prices, or `undefined`. With {@link isSoundBar} the one place that knows the OHLC rules. */
export function barFault(open: number, high: number, low: number, close: number, volume: number): BarFault | undefined {
  if (isSoundBar(open, high, low, close, volume)) return undefined;
  const prices = `open ${open}, high ${high}, low ${low}, close ${close}`;
  if (!Number.isFinite(open + high + low + close)) {
    return {
      code: 'data/not-a-number',
      message: `a price is not a finite number (${prices})`,
      hint: 'remove or mend the row, or read the file in tolerant mode',
    };
  }
  if (!(volume >= 0 && volume < Infinity)) {
    return {
      code: 'data/volume',
      message: `volume is not a number of at least 0 (${volume})`,
      hint: 'mend the volume, or say that the instrument has no known volume',
    };
  }
  if (high < low) {
    return {
      code: 'data/high-below-low',
      message: `high is below low (${prices})`,
      hint: 'check that the columns are mapped right: open, high, low, close',
    };
  }
  if (Math.min(open, high, low, close) <= 0) {
    return {
      code: 'data/price-not-positive',
      message: `a price is zero or negative (${prices})`,
      hint: 'bars are traded at prices above zero: a zero mostly stands for a missing price, so leave such rows out with tolerant mode; what may go below zero (some futures, spreads, yields) is loaded with csvExternal()',
    };
  }
  return {
    code: 'data/ohlc',
    message: `open or close lies outside low to high (${prices})`,
    hint: 'mend the row, or read the file in tolerant mode, which drops such rows and counts them',
  };
}

/**
 * Checks order and prices of every row.
 * @throws DataError at the first fault, with its file and line where `origin` knows them.
 */
export function validateSeries(series: BarSeries, origin: RowOrigin = (row) => ({ row })): BarSeries {
  const { open, high, low, close, volume, time } = series.columns;
  const { symbol } = series.instrument;
  const refuse = (row: number, fault: BarFault): never => {
    const place = origin(row);
    const where = place.file === undefined ? `row ${row}` : `${place.file}:${place.line ?? '?'}`;
    throw new DataError(`${where}: ${symbol} ${series.interval}: ${fault.message}`, {
      code: fault.code,
      context: { symbol, interval: series.interval, time: Number.isFinite(time[row]) ? isoInstant(time[row]!) : undefined, ...place },
      hint: fault.hint,
    });
  };
  let before = -Infinity;
  for (let row = 0; row < series.length; row++) {
    const now = time[row]!;
    if (!(now > before)) refuse(row, timeFault(now, before));
    before = now;
    const fault = barFault(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!);
    if (fault) refuse(row, fault);
    if (!(series.openTimeAt(row) < now)) {
      refuse(row, {
        code: 'data/open-time',
        message: 'the bar opens after it closes',
        hint: 'check the stamp convention and the interval',
      });
    }
  }
  return series;
}

/** What is wrong with a bar that closes at `now` after one that closed at `before`. */
export function timeFault(now: Millis, before: Millis): BarFault {
  if (!Number.isFinite(now))
    return { code: 'data/time', message: 'the time is not a number', hint: 'check the date column and its format' };
  return now === before
    ? { code: 'data/duplicate', message: `a second bar for ${isoInstant(now)}`, hint: 'remove the duplicate row' }
    : {
        code: 'data/unsorted',
        message: `${isoInstant(now)} comes after ${isoInstant(before)}`,
        hint: 'sort the rows by time, oldest first',
      };
}
