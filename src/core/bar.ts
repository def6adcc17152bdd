import { DataError } from './errors.js';
import type { Instrument } from './instrument.js';
import type { BarInterval, Millis } from './time.js';

/** Where a bar's figures stand: a series of a table, or one that grows while the run goes on. */
export interface BarSource {
  readonly instrument: Instrument;
  readonly instrumentIndex: number;
  readonly interval: BarInterval;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  openTimeAt(row: number): Millis;
  isExtended(row: number): boolean;
  valueAt(name: string, row: number): number | undefined;
}

/** The instrument's number within its table. For the engine's own lookups. */
export let instrumentIndexOf: (bar: Bar) => number;

/**
 * One closed bar: an immutable handle on a row of the table, safe to keep for as long as you like. It reaches back
 * (`ago`), never forward. Prices are float64 in the instrument's currency, times epoch milliseconds.
 */
export class Bar<Column extends string = string> {
  readonly #series: BarSource;
  readonly #row: number;

  /** For the engine; users get their bars from it. */
  constructor(series: BarSource, row: number) {
    this.#series = series;
    this.#row = row;
  }

  get symbol(): string {
    return this.#series.instrument.symbol;
  }
  get instrument(): Instrument {
    return this.#series.instrument;
  }
  get interval(): BarInterval {
    return this.#series.interval;
  }
  /** When the bar began. */
  get openTime(): Millis {
    return this.#series.openTimeAt(this.#row);
  }
  /** When the bar closed: it did not exist before. */
  get time(): Millis {
    return this.#series.time[this.#row]!;
  }
  get open(): number {
    return this.#series.open[this.#row]!;
  }
  get high(): number {
    return this.#series.high[this.#row]!;
  }
  get low(): number {
    return this.#series.low[this.#row]!;
  }
  get close(): number {
    return this.#series.close[this.#row]!;
  }
  get volume(): number {
    return this.#series.volume[this.#row]!;
  }
  /** True for a bar outside the regular session. */
  get extended(): boolean {
    return this.#series.isExtended(this.#row);
  }

  /** The bar `n` bars earlier in the same series (0 is this one), or `undefined` before its beginning. */
  ago(n: number): Bar<Column> | undefined {
    if (!(n >= 0) || !Number.isInteger(n)) {
      throw new DataError(`${this.symbol}: bar.ago(${n}): the future cannot be asked`, {
        code: 'bar/look-ahead',
        context: { symbol: this.symbol, n },
        hint: 'give a whole number of bars to go back, 0 or more',
      });
    }
    return n > this.#row ? undefined : new Bar(this.#series, this.#row - n);
  }

  /**
   * The value of a further column of this row, or of an external series as last known when the bar closed;
   * `undefined` where there is none yet.
   * @throws DataError for a name that neither the file nor the run has.
   */
  get(column: Column): number | undefined {
    return this.#series.valueAt(column, this.#row);
  }

  /** The figures of the bar as a plain object. */
  toJSON(): Record<string, unknown> {
    const { symbol, interval, openTime, time, open, high, low, close, volume } = this;
    return { symbol, interval, openTime, time, open, high, low, close, volume };
  }

  static {
    instrumentIndexOf = (bar) => bar.#series.instrumentIndex;
  }
}
