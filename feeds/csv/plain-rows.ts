import { EXACT_DIGITS, POWERS } from './decimal.js';

const QUOTE = 0x22;
const ZERO = 0x30;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** The point, as a "digit". As all that is none it is above 9 without its sign (`>>> 0`). */
const POINT = -2;

/**
 * Rows of a block: few enough to stay in the processor's cache, and to end before the loop is compiled. With more of them it is
 * compiled within its first call, which has not seen how it ends, and is then given up at the end of every call.
 */
const ROWS = 64;

/** What a field of a plain row may be. */
export type PlainField = 'decimal' | 'text';

/**
 * Reads many rows at a time, as long as they are plain: no quotes, as many fields as the header has, and a decimal of at
 * most 15 digits without a sign in each field that is one. Most files have no other rows. The first row that is not
 * plain ends a block; {@link RowScanner} takes any row, one by one, and several times as long for it.
 *
 * One loop over the bytes and no call in it: a file is mostly read by a process that has just begun, whose functions are
 * not compiled yet.
 */
export class PlainRows {
  /** Rows of the block last read. */
  count = 0;
  readonly width: number;
  /** Field `f` of row `r` as a number, at `r * width + f`: the same number that `parseDecimal` makes of it. */
  readonly numbers: Float64Array;
  /** Where a text field begins and ends in the bytes, at the same place. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #rowStarts = new Int32Array(ROWS);
  /** 1 for a decimal. */
  readonly #decimals: Uint8Array;
  readonly #delimiter: number;

  constructor(fields: readonly PlainField[], delimiter: string) {
    this.width = fields.length;
    this.numbers = new Float64Array(ROWS * this.width);
    this.starts = new Int32Array(ROWS * this.width);
    this.ends = new Int32Array(ROWS * this.width);
    this.#decimals = Uint8Array.from(fields, (field) => (field === 'decimal' ? 1 : 0));
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Where a row of the block begins in the bytes. */
  startOf(row: number): number {
    return this.#rowStarts[row]!;
  }

  /** Reads a block that begins at `from`, and returns where it ends: before the first row that is not plain or not whole. */
  read(bytes: Uint8Array, from: number, limit: number): number {
    const { width, numbers, starts, ends } = this;
    const decimals = this.#decimals;
    const rowStarts = this.#rowStarts;
    const delimiter = this.#delimiter;
    const room = ROWS * width;
    let end = from;
    let count = 0;
    let place = 0;
    let field = 0;
    let at = from;
    while (at < limit && place < room) {
      const start = at;
      if (decimals[field] === 1) {
        let mantissa = 0;
        let digit = bytes[at]! - ZERO;
        while (digit >>> 0 <= 9) {
          mantissa = mantissa * 10 + digit;
          digit = bytes[++at]! - ZERO;
        }
        let digits = at - start;
        if (digit === POINT) {
          const decimalsFrom = ++at;
          digit = bytes[at]! - ZERO;
          while (digit >>> 0 <= 9) {
            mantissa = mantissa * 10 + digit;
            digit = bytes[++at]! - ZERO;
          }
          const places = at - decimalsFrom;
          digits += places;
          if (digits > EXACT_DIGITS) break;
          mantissa /= POWERS[places]!;
        }
        if (digits < 1 || digits > EXACT_DIGITS) break;
        numbers[place] = mantissa;
      } else {
        let byte = bytes[at]!;
        while (byte !== delimiter && byte !== NEWLINE && byte !== RETURN && byte !== QUOTE && at < limit) byte = bytes[++at]!;
        starts[place] = start;
        ends[place] = at;
      }
      place++;
      if (bytes[at] === delimiter && field < width - 1) {
        field++;
        at++;
        continue;
      }
      if (bytes[at] === RETURN) at++;
      // What lies beyond the limit is left from bytes read before.
      if (bytes[at] !== NEWLINE || at >= limit || field < width - 1) break;
      rowStarts[count++] = end;
      field = 0;
      end = ++at;
    }
    this.count = count;
    return end;
  }
}
