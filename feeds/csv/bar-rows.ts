import { barFault, isSoundBar, type BarFault, type SeriesColumns } from '../../src/core/series.js';
import type { VolumeKnowledge } from '../../src/core/instrument.js';
import type { Millis } from '../../src/core/time.js';
import { fieldText, isMissing, parseDecimal } from './decimal.js';
import { decoratedNumber, explainedFault, isMissingText, orderFault } from './dialect.js';
import type { RowFaults } from './faults.js';
import { GrowingColumns } from './growing-columns.js';
import type { Header } from './header.js';
import type { CsvColumns } from './options.js';
import type { PlainField, PlainRows } from './plain-rows.js';
import type { RowReader } from './read-rows.js';
import { isInReach, type RowTime } from './row-time.js';
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
  #width = 0;
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
    this.#width = header.names.length;
    this.#expected = expected;
  }

  plainFields(): readonly PlainField[] | undefined {
    if (this.#options.descending) return undefined;
    const { time, open, high, low, close, volume, adjClose, extra } = this.#places;
    const decimals = new Set([open, high, low, close, volume, adjClose, ...extra]);
    if (this.#clock.column.epochUnit !== undefined) decimals.add(time);
    return Array.from({ length: this.#width }, (_, place) => (decimals.has(place) ? 'decimal' : 'text'));
  }

  plainRows(bytes: Uint8Array, { count, width, numbers, starts, ends }: PlainRows): number {
    // Everything at hand before the loop, and no call that appends: it is this loop and that of `PlainRows` that reading a file takes.
    const { time, open, high, low, close, volume, adjClose, extra } = this.#places;
    const { keepOpenTime } = this.#options;
    const clock = this.#clock;
    const { epochUnit } = clock.column;
    const data = this.#data;
    data.ensure(count, this.#expected);
    const { columns } = data;
    const times = columns[TIME]!;
    const [opens, highs, lows] = [columns[OPEN]!, columns[HIGH]!, columns[LOW]!];
    const [closes, volumes] = [columns[CLOSE]!, columns[VOLUME]!];
    let previous = this.#previous;
    let traded = 0;
    let at = data.length;
    let row = 0;
    for (let from = 0; row < count; row++, from += width) {
      let stamp: BarFault | 'outside' | undefined;
      if (epochUnit === undefined) stamp = clock.read(bytes, starts[from + time]!, ends[from + time]!, previous);
      else {
        const instant = Math.round(numbers[from + time]! * epochUnit);
        if (!isInReach(instant)) break;
        stamp = clock.at(instant);
      }
      if (stamp === 'outside') continue;
      const closed = clock.time;
      if (stamp !== undefined || !(closed > previous)) break;
      const o = numbers[from + open]!;
      const h = numbers[from + high]!;
      const l = numbers[from + low]!;
      const c = numbers[from + close]!;
      const v = volume < 0 ? 0 : numbers[from + volume]!;
      const factor = adjClose < 0 ? 1 : numbers[from + adjClose]! / c;
      if (!isSoundBar(o, h, l, c, v) || !isFactor(factor)) break;
      times[at] = closed;
      opens[at] = o * factor;
      highs[at] = h * factor;
      lows[at] = l * factor;
      closes[at] = c * factor;
      volumes[at] = v;
      traded += v;
      for (let i = 0; i < extra.length; i++) columns[this.#firstExtra + i]![at] = numbers[from + extra[i]!]!;
      if (keepOpenTime) columns[OPEN_TIME]![at] = clock.openTime;
      if (clock.extended) this.#markExtended(at);
      previous = closed;
      at++;
    }
    if (traded > 0) this.#hasVolume = true;
    this.#previous = previous;
    data.length = at;
    return row;
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

    let open = parseDecimal(bytes, starts[places.open]!, ends[places.open]!);
    let high = parseDecimal(bytes, starts[places.high]!, ends[places.high]!);
    let low = parseDecimal(bytes, starts[places.low]!, ends[places.low]!);
    let close = parseDecimal(bytes, starts[places.close]!, ends[places.close]!);
    // An empty cell says that nothing was traded, as a zero does.
    const [from, to] = places.volume < 0 ? [0, 0] : [starts[places.volume]!, ends[places.volume]!];
    let volume = from === to ? 0 : parseDecimal(bytes, from, to);
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
    if (!isFactor(factor)) return this.#faultyFactor(line, fieldText(bytes, starts[places.adjClose]!, ends[places.adjClose]!));

    const at = this.#nextPlace();
    if (places.extra.length > 0 && !this.#readExtra(bytes, starts, ends, line, at)) return;
    this.#append(at, open * factor, high * factor, low * factor, close * factor, volume);
  }

  /** Place for one more row; it counts when it is appended. */
  #nextPlace(): number {
    this.#data.ensure(1, this.#expected);
    return this.#data.length;
  }

  /** Adds a bar at the clock's times. */
  #append(at: number, open: number, high: number, low: number, close: number, volume: number): void {
    const clock = this.#clock;
    const { columns } = this.#data;
    columns[TIME]![at] = clock.time;
    columns[OPEN]![at] = open;
    columns[HIGH]![at] = high;
    columns[LOW]![at] = low;
    columns[CLOSE]![at] = close;
    columns[VOLUME]![at] = volume;
    if (this.#options.keepOpenTime) columns[OPEN_TIME]![at] = clock.openTime;
    if (clock.extended) this.#markExtended(at);
    if (volume > 0) this.#hasVolume = true;
    this.#previous = clock.time;
    this.#data.length = at + 1;
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

function isFactor(factor: number): boolean {
  return factor > 0 && factor < Infinity;
}

/** A copy, cut or filled with zeros. */
function withLength(marks: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  copy.set(marks.subarray(0, length));
  return copy;
}
