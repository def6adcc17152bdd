import { barFault, type SeriesColumns } from '../../src/core/series.js';
import type { VolumeKnowledge } from '../../src/core/instrument.js';
import type { Millis } from '../../src/core/time.js';
import { fieldText, isMissing, parseDecimal } from './decimal.js';
import { decoratedNumber, explainedFault, isMissingText, orderFault } from './dialect.js';
import type { RowFaults } from './faults.js';
import { GrowingColumns } from './growing-columns.js';
import type { Header } from './header.js';
import type { CsvColumns } from './options.js';
import type { RowReader } from './read-rows.js';
import type { RowTime } from './row-time.js';
import type { RowScanner } from './scanner.js';

export interface BarRowsOptions {
  readonly columns: CsvColumns;
  readonly extra: readonly string[];
  readonly totalReturn: boolean;
  /** Keep the open time of each bar, for sessions of different length. */
  readonly keepOpenTime: boolean;
  readonly volume: VolumeKnowledge | undefined;
  /** Rows run from new to old. */
  readonly descending: boolean;
  /** Numbers may have currency signs, thousands separators and K, M or B behind them. */
  readonly decorated: boolean;
}

/** Places of the columns within a row; -1 for a column that there is none of. */
interface Places {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly adjClose: number;
  readonly extra: readonly number[];
}

const TIME = 0;
const OPEN = 1;
const HIGH = 2;
const LOW = 3;
const CLOSE = 4;
const VOLUME = 5;
const OPEN_TIME = 6;

/** Turns the rows of one file into columns of bars, checking each. */
export class BarRows implements RowReader {
  readonly #options: BarRowsOptions;
  readonly #clock: RowTime;
  readonly #faults: RowFaults;
  readonly #data: GrowingColumns;
  readonly #firstExtra: number;
  #extended: Uint8Array | undefined;
  #places!: Places;
  #expected: () => number = () => 0;
  #previous: Millis = -Infinity;
  #hasVolume = false;

  constructor(options: BarRowsOptions, clock: RowTime, faults: RowFaults) {
    this.#options = options;
    this.#clock = clock;
    this.#faults = faults;
    this.#firstExtra = options.keepOpenTime ? OPEN_TIME + 1 : OPEN_TIME;
    this.#data = new GrowingColumns(this.#firstExtra + options.extra.length);
  }

  get length(): number {
    return this.#data.length;
  }

  /** What the file tells about volume, unless the options do. */
  get volume(): VolumeKnowledge {
    return this.#options.volume ?? (this.#hasVolume ? 'known' : 'unknown');
  }

  begin(header: Header, expected: () => number): void {
    const { columns, extra, totalReturn, volume } = this.#options;
    this.#places = {
      time: header.require('time', columns.time),
      open: header.require('open', columns.open),
      high: header.require('high', columns.high),
      low: header.require('low', columns.low),
      close: header.require('close', columns.close),
      volume: volume === 'known' ? header.require('volume', columns.volume) : (header.find('volume', columns.volume) ?? -1),
      adjClose: totalReturn ? header.require('adjClose', columns.adjClose) : -1,
      extra: extra.map((name) => header.named(name, 'extra')),
    };
    this.#expected = expected;
  }

  row(bytes: Uint8Array, scanner: RowScanner, line: number): void {
    const { starts, ends } = scanner;
    const places = this.#places;
    const clock = this.#clock;
    const stamp = clock.read(bytes, starts[places.time]!, ends[places.time]!, this.#options.descending ? -Infinity : this.#previous);
    if (stamp !== undefined) {
      if (stamp !== 'outside') this.#faults.report(line, stamp);
      return;
    }
    const { time } = clock;
    if (this.#options.descending ? !(time < this.#previous || this.length === 0) : !(time > this.#previous))
      return this.#faults.report(line, orderFault(time, this.#previous, this.#options.descending));

    let open = scanner.number(bytes, places.open);
    let high = scanner.number(bytes, places.high);
    let low = scanner.number(bytes, places.low);
    let close = scanner.number(bytes, places.close);
    // An empty cell says that nothing was traded, as a zero does.
    let volume = places.volume < 0 || starts[places.volume] === ends[places.volume] ? 0 : scanner.number(bytes, places.volume);
    let fault = barFault(open, high, low, close, volume);
    if (fault !== undefined) {
      const cells = [places.open, places.high, places.low, places.close].map((at) => fieldText(bytes, starts[at]!, ends[at]!));
      if (cells.every(isMissingText)) return this.#faults.leaveOut(line, 'the row has no prices');
      const volumeCell = places.volume < 0 ? '' : fieldText(bytes, starts[places.volume]!, ends[places.volume]!);
      if (this.#options.decorated) {
        [open, high, low, close] = cells.map(decoratedNumber) as [number, number, number, number];
        volume = volumeCell === '' ? 0 : decoratedNumber(volumeCell);
        fault = barFault(open, high, low, close, volume);
      }
      if (fault !== undefined) return this.#faults.report(line, explainedFault(fault, [...cells, volumeCell], this.#options.decorated));
    }

    const factor = places.adjClose < 0 ? 1 : this.#adjusted(bytes, starts[places.adjClose]!, ends[places.adjClose]!) / close;
    if (!(factor > 0 && factor < Infinity))
      return this.#faultyFactor(line, fieldText(bytes, starts[places.adjClose]!, ends[places.adjClose]!));

    const data = this.#data;
    const at = data.length;
    if (at === data.capacity) data.reserve(this.#expected());
    if (places.extra.length > 0 && !this.#readExtra(bytes, starts, ends, line, at)) return;
    const columns = data.columns;
    columns[TIME]![at] = time;
    columns[OPEN]![at] = open * factor;
    columns[HIGH]![at] = high * factor;
    columns[LOW]![at] = low * factor;
    columns[CLOSE]![at] = close * factor;
    columns[VOLUME]![at] = volume;
    if (this.#options.keepOpenTime) columns[OPEN_TIME]![at] = clock.openTime;
    if (clock.extended) this.#markExtended(at);
    if (volume > 0) this.#hasVolume = true;
    this.#previous = time;
    data.length = at + 1;
  }

  /** The columns of all rows taken. Call once, after the last. */
  finish(): SeriesColumns {
    const { extra, keepOpenTime } = this.#options;
    const columns = this.#data.trim();
    const extended = this.#extended && withLength(this.#extended, this.length);
    if (this.#options.descending) for (const column of [...columns, ...(extended ? [extended] : [])]) column.reverse();
    return {
      time: columns[TIME]!,
      open: columns[OPEN]!,
      high: columns[HIGH]!,
      low: columns[LOW]!,
      close: columns[CLOSE]!,
      volume: columns[VOLUME]!,
      ...(keepOpenTime && { openTime: columns[OPEN_TIME]! }),
      ...(extended && { extended }),
      ...(extra.length > 0 && { extra: new Map(extra.map((name, index) => [name, columns[this.#firstExtra + index]!])) }),
    };
  }

  #adjusted(bytes: Uint8Array, from: number, to: number): number {
    const plain = parseDecimal(bytes, from, to);
    return Number.isNaN(plain) && this.#options.decorated ? decoratedNumber(fieldText(bytes, from, to)) : plain;
  }

  #readExtra(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, line: number, at: number): boolean {
    for (const [index, place] of this.#places.extra.entries()) {
      const value = parseDecimal(bytes, starts[place]!, ends[place]!);
      this.#data.columns[this.#firstExtra + index]![at] = value;
      if (Number.isFinite(value) || isMissing(bytes, starts[place]!, ends[place]!)) continue;
      this.#faults.report(line, {
        code: 'csv/extra',
        message: `${this.#options.extra[index]} is no number (${JSON.stringify(fieldText(bytes, starts[place]!, ends[place]!))})`,
        hint: 'leave the cell empty where there is no value',
      });
      return false;
    }
    return true;
  }

  #faultyFactor(line: number, text: string): void {
    this.#faults.report(line, {
      code: 'csv/adj-close',
      message: `the adjusted close is no price above zero (${JSON.stringify(text)})`,
      hint: 'mend the row, or load the file on basis "split" or "raw"',
    });
  }

  #markExtended(at: number): void {
    const marks = this.#extended;
    this.#extended = marks !== undefined && marks.length > at ? marks : withLength(marks ?? new Uint8Array(0), this.#data.capacity);
    this.#extended[at] = 1;
  }
}

/** A copy, cut or filled with zeros. */
function withLength(marks: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  copy.set(marks.subarray(0, length));
  return copy;
}
