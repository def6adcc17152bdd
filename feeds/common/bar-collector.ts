import { DataError } from '../../src/core/errors.js';
import type { VolumeKnowledge } from '../../src/core/instrument.js';
import { barFault, timeFault, type BarFault, type SeriesColumns } from '../../src/core/series.js';
import { isoInstant, type Interval, type Millis } from '../../src/core/time.js';
import type { DataSource } from '../../src/feed/feed.js';

/** Prices and volume of a bar. */
export interface Figures {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Gathers the bars of one symbol as a source sends them, and checks each. */
export class BarCollector {
  readonly #time: number[] = [];
  readonly #openTime: number[] = [];
  readonly #figures: Figures[] = [];
  readonly #extended: number[] = [];
  readonly #dropped: { readonly reason: string }[] = [];
  #previous: Millis = -Infinity;
  #hasVolume = false;
  #hasExtended = false;

  constructor(
    /** Name of the source, for messages. */
    readonly source: string,
    readonly symbol: string,
    readonly interval: Interval,
    readonly mode: 'strict' | 'tolerant',
  ) {}

  get length(): number {
    return this.#time.length;
  }
  get dropped(): NonNullable<DataSource['dropped']> {
    return this.#dropped;
  }
  /** Known, unless every bar's volume is 0. */
  get volume(): VolumeKnowledge {
    return this.#hasVolume ? 'known' : 'unknown';
  }
  /** Close of the last bar taken, -Infinity before the first. */
  get lastTime(): Millis {
    return this.#previous;
  }

  /** Takes a bar. `label` is its date or time as the source writes it. @throws DataError in strict mode for a faulty one. */
  add(openTime: Millis, time: Millis, figures: Figures, extended: boolean, label: string): void {
    const { open, high, low, close, volume } = figures;
    const fault = time > this.#previous ? barFault(open, high, low, close, volume) : timeFault(time, this.#previous);
    if (fault !== undefined) return this.report(label, fault);
    this.#previous = time;
    this.#time.push(time);
    this.#openTime.push(openTime);
    this.#figures.push(figures);
    this.#extended.push(extended ? 1 : 0);
    if (extended) this.#hasExtended = true;
    if (volume > 0) this.#hasVolume = true;
  }

  /** A faulty row: dropped, or refused in strict mode. */
  report(label: string, fault: BarFault): void {
    if (this.mode === 'strict') throw this.error(label, fault);
    this.drop(label, fault.message);
  }

  /** Leaves a row out, in every mode. */
  drop(label: string, reason: string): void {
    this.#dropped.push({ reason: `${label}: ${reason}` });
  }

  error(label: string, { code, message, hint }: BarFault): DataError {
    return new DataError(`${this.source}: ${this.symbol} ${this.interval}: ${label}: ${message}`, {
      code,
      context: { source: this.source, symbol: this.symbol, interval: this.interval, row: label },
      hint: hint.replace('read the file in tolerant mode', 'load in tolerant mode'),
    });
  }

  /** One sentence on dropped rows, and one on an answer without any bar. */
  warnings(): string[] {
    const of = `${this.source}: ${this.symbol} ${this.interval}`;
    const [first] = this.#dropped;
    const many = this.#dropped.length.toLocaleString('en-US');
    const all = (this.length + this.#dropped.length).toLocaleString('en-US');
    return [
      ...(first === undefined ? [] : [`${of}: ${many} of ${all} rows dropped, the first ${first.reason}`]),
      ...(this.length > 0 ? [] : [`${of}: not one bar in the range of dates`]),
    ];
  }

  columns(): SeriesColumns {
    const column = (of: (figures: Figures) => number): Float64Array => Float64Array.from(this.#figures, of);
    return {
      time: Float64Array.from(this.#time),
      openTime: Float64Array.from(this.#openTime),
      open: column(({ open }) => open),
      high: column(({ high }) => high),
      low: column(({ low }) => low),
      close: column(({ close }) => close),
      volume: column(({ volume }) => volume),
      ...(this.#hasExtended && { extended: Uint8Array.from(this.#extended) }),
    };
  }
}

/** A session's date, or an instant, for messages. */
export function rowLabel(time: Millis): string {
  return isoInstant(time);
}
