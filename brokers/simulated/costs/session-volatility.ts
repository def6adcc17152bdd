import type { TableSeries } from '../../../src/core/table.js';
import type { Millis } from '../../../src/core/time.js';

const CLOSE_WEIGHT = 2 * Math.LN2 - 1;
const BASIS_POINTS = 1e4;

/** One session's Garman-Klass variance, or `undefined` where the bar breaks the OHLC rules. */
function variance(open: number, high: number, low: number, close: number): number | undefined {
  if (!(low > 0 && high >= open && high >= close && low <= open && low <= close)) return undefined;
  const range = Math.log(high / low);
  const body = Math.log(close / open);
  return 0.5 * range * range - CLOSE_WEIGHT * body * body;
}

/**
 * Garman-Klass volatility of the sessions that were complete before a given bar, in basis points a day. Reads the
 * table forward as the run goes on; a session of intraday bars counts once a bar of a later session has begun.
 */
export class SessionVolatility {
  /** Sessions left out because their bar breaks the OHLC rules. */
  skipped = 0;
  readonly #series: TableSeries;
  readonly #window: number;
  readonly #variances: number[] = [];
  /** First row after each variance's session: it counts from there on. */
  readonly #since: number[] = [];
  /** Volume of each complete session, also of those that were left out, and the first row after it. */
  readonly #volumes: number[] = [];
  readonly #volumeSince: number[] = [];
  #next = 0;
  // The session of intraday bars that is being put together.
  #sessionEnd: Millis = -Infinity;
  #open = Number.NaN;
  #high = Number.NaN;
  #low = Number.NaN;
  #close = Number.NaN;
  #volume = 0;

  constructor(series: TableSeries, window: number) {
    this.#series = series;
    this.#window = window;
  }

  /** Volatility from the sessions complete before `row`; `undefined` with fewer than two of them. */
  before(row: number): number | undefined {
    while (this.#next < row) this.#take(this.#next++);
    if (this.#series.interval !== '1d' && row < this.#series.length) this.#closeSessionBefore(row);
    let { length } = this.#variances;
    // Asked about the bar in hand after a look beyond it.
    while (length > 0 && this.#since[length - 1]! > row) length--;
    if (length < 2) return undefined;
    const first = Math.max(0, length - this.#window);
    let sum = 0;
    for (let i = first; i < length; i++) sum += this.#variances[i]!;
    return BASIS_POINTS * Math.sqrt(sum / (length - first));
  }

  /** Mean volume of the last sessions complete before `row`, after `before(row)`; 0 without one. */
  meanVolumeBefore(row: number): number {
    let { length } = this.#volumes;
    while (length > 0 && this.#volumeSince[length - 1]! > row) length--;
    const first = Math.max(0, length - this.#window);
    let sum = 0;
    for (let i = first; i < length; i++) sum += this.#volumes[i]!;
    return length === 0 ? 0 : sum / (length - first);
  }

  #take(row: number): void {
    const { open, high, low, close, volume, interval } = this.#series;
    if (interval === '1d') {
      this.#volume = volume[row]!;
      this.#add(open[row]!, high[row]!, low[row]!, close[row]!, row + 1);
      return;
    }
    if (this.#series.isExtended(row)) return;
    this.#closeSessionBefore(row);
    if (Number.isNaN(this.#open)) {
      this.#sessionEnd = this.#series.instrument.calendar.nextClosing(this.#series.openTimeAt(row)).close;
      this.#open = open[row]!;
      this.#high = high[row]!;
      this.#low = low[row]!;
    }
    this.#high = Math.max(this.#high, high[row]!);
    this.#low = Math.min(this.#low, low[row]!);
    this.#close = close[row]!;
    this.#volume += volume[row]!;
  }

  #closeSessionBefore(row: number): void {
    if (Number.isNaN(this.#open) || this.#series.openTimeAt(row) < this.#sessionEnd) return;
    this.#add(this.#open, this.#high, this.#low, this.#close, row);
    this.#open = Number.NaN;
  }

  #add(open: number, high: number, low: number, close: number, since: number): void {
    this.#volumes.push(this.#volume);
    this.#volumeSince.push(since);
    this.#volume = 0;
    const value = variance(open, high, low, close);
    if (value === undefined) {
      this.skipped++;
      return;
    }
    this.#variances.push(value);
    this.#since.push(since);
  }
}
