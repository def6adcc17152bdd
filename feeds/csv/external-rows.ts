import type { BarFault } from '../../src/core/series.js';
import { isoInstant, type Millis } from '../../src/core/time.js';
import { fieldText, isMissing, parseDecimal } from './decimal.js';
import type { RowFaults } from './faults.js';
import { GrowingColumns } from './growing-columns.js';
import type { Header } from './header.js';
import type { RowReader } from './read-rows.js';
import type { RowScanner } from './scanner.js';

/** Makes the known-at time out of a row's stamp: the time, or what is wrong with the stamp. */
export type KnownTime = (bytes: Uint8Array, from: number, to: number, previous: Millis) => Millis | BarFault;

/** Turns the rows of a file into known-at times and values. Rows without a value are no facts and are skipped. */
export class ExternalRows implements RowReader {
  readonly #data = new GrowingColumns(2);
  #time = 0;
  #value = 0;
  #previous: Millis = -Infinity;
  #expected: () => number = () => 0;

  constructor(
    readonly column: string | undefined,
    readonly timeColumn: string | undefined,
    readonly knownTime: KnownTime,
    readonly faults: RowFaults,
  ) {}

  get length(): number {
    return this.#data.length;
  }

  begin(header: Header, expected: () => number): void {
    this.#time = header.require('time', this.timeColumn);
    this.#value = this.column === undefined ? header.require('close') : header.named(this.column, 'the value');
    this.#expected = expected;
  }

  row(bytes: Uint8Array, { starts, ends }: RowScanner, line: number): void {
    const [from, to] = [starts[this.#value]!, ends[this.#value]!];
    const known = this.knownTime(bytes, starts[this.#time]!, ends[this.#time]!, this.#previous);
    if (typeof known !== 'number') return this.faults.report(line, known);
    if (!(known > this.#previous)) return this.faults.report(line, outOfOrder(known, this.#previous));
    const value = parseDecimal(bytes, from, to);
    if (!Number.isFinite(value)) {
      if (!isMissing(bytes, from, to)) this.faults.report(line, noNumber(fieldText(bytes, from, to)));
      return;
    }
    const data = this.#data;
    const at = data.length;
    data.ensure(1, this.#expected);
    data.columns[0]![at] = known;
    data.columns[1]![at] = value;
    data.length = at + 1;
    this.#previous = known;
  }

  finish(): { readonly knownAt: Float64Array; readonly values: Float64Array } {
    const [knownAt, values] = this.#data.trim();
    return { knownAt: knownAt!, values: values! };
  }
}

function outOfOrder(known: Millis, previous: Millis): BarFault {
  return known === previous
    ? { code: 'data/duplicate', message: `a second value known at ${isoInstant(known)}`, hint: 'remove the duplicate row' }
    : {
        code: 'data/unsorted',
        message: `${isoInstant(known)} comes after ${isoInstant(previous)}`,
        hint: 'sort the rows by time, oldest first',
      };
}

function noNumber(text: string): BarFault {
  return {
    code: 'data/not-a-number',
    message: `the value is no number (${JSON.stringify(text)})`,
    hint: 'leave the cell empty where there is no value',
  };
}
