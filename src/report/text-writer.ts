import { quantaToText } from '../core/money.js';
import type { Quanta } from '../core/quanta.js';
import { DAY, isoDateOfDay, isoInstant, SECOND, type Millis } from '../core/time.js';
import { LOW_DIGITS, ShortestDecimal } from './shortest-decimal.js';

/** Bytes from which on a block is handed on. */
const BLOCK = 1 << 17;

/** Bytes of a new buffer: little, for a text that is no file. It doubles. */
const FIRST_ROOM = 1 << 10;

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const ZULU = 0x5a;

/** A sign, a point and the digits of the smallest number that is written here. */
const LONGEST = 32;

/** Prices mostly have up to four decimals: such a number is a whole number of these parts. */
const PARTS = 1e4;
/** A decimal of up to 15 digits is the only one of that length which its float64 prints as. */
const EXACT_DECIMAL = 1e15;
const QUANTA = 1e8;

/** No character of plain ASCII is refused. */
const NOTHING = new Uint8Array(0x80);

/**
 * Writes text as UTF-8 into a buffer that is used again for each block. Files of many rows are mostly numbers, and here
 * their digits go straight to where they belong: nothing is left for the garbage collector.
 */
export class TextWriter {
  #bytes = Buffer.allocUnsafe(FIRST_ROOM);
  #length = 0;
  readonly #shortest = new ShortestDecimal();
  /** The last day written, for neighbouring rows mostly share it. */
  #day = Number.NaN;
  #date = '';

  get length(): number {
    return this.#length;
  }

  /** True when there is enough for a block. */
  get isFull(): boolean {
    return this.#length >= BLOCK;
  }

  /** What was written since the last call. The bytes are good until the next thing is written. */
  take(): Uint8Array {
    const block = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return block;
  }

  text(text: string): this {
    // One character of a JavaScript string takes at most three bytes.
    if (!this.plainText(text, NOTHING)) this.#length += this.#roomFor(3 * text.length).write(text, this.#length);
    return this;
  }

  /** A character of ASCII. */
  character(code: number): this {
    this.#roomFor(1)[this.#length++] = code;
    return this;
  }

  /** A text of plain ASCII without the characters that are 1 in a list. False where it is not such, and nothing is written. */
  plainText(text: string, refused: Uint8Array): boolean {
    const { length } = text;
    const bytes = this.#roomFor(length);
    const from = this.#length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f || refused[code] === 1) return false;
      bytes[from + i] = code;
    }
    this.#length = from + length;
    return true;
  }

  /** A float64 as its shortest decimal, as `String` writes it; never "-0". */
  number(value: number): this {
    const size = Math.abs(value);
    if (size < EXACT_DECIMAL && Math.floor(size) === size) return this.#decimal(value < 0, size, 0, 0);
    const parts = Math.round(size * PARTS);
    if (parts / PARTS !== size || parts >= EXACT_DECIMAL) return this.#longNumber(value, size);
    const whole = Math.floor(parts / PARTS);
    return this.#decimal(value < 0, whole, parts - whole * PARTS, 4);
  }

  /** An exact amount: all its digits, no exponent. */
  quanta(amount: Quanta): this {
    if (typeof amount === 'bigint') return this.text(quantaToText(amount));
    const size = Math.abs(amount);
    const whole = Math.floor(size / QUANTA);
    return this.#decimal(amount < 0, whole, size - whole * QUANTA, 8);
  }

  /** An instant as ISO 8601 in UTC. */
  time(time: Millis): this {
    const day = Math.floor(time / DAY);
    const seconds = (time - day * DAY) / SECOND;
    if (!Number.isInteger(seconds)) return this.text(isoInstant(time));
    if (day !== this.#day) {
      this.#date = `${isoDateOfDay(day)}T`;
      this.#day = day;
    }
    this.text(this.#date);
    const bytes = this.#roomFor(9);
    const minutes = Math.floor(seconds / 60);
    let at = writeDigits(bytes, this.#length, Math.floor(minutes / 60), 2);
    bytes[at++] = COLON;
    at = writeDigits(bytes, at, minutes % 60, 2);
    bytes[at++] = COLON;
    at = writeDigits(bytes, at, seconds % 60, 2);
    bytes[at++] = ZULU;
    this.#length = at;
    return this;
  }

  /** A number of more than four decimals. */
  #longNumber(value: number, size: number): this {
    const found = this.#shortest;
    if (!found.find(size)) return this.text(String(value));
    const bytes = this.#roomFor(LONGEST);
    let at = this.#length;
    if (value < 0) bytes[at++] = MINUS;
    at = writeWhole(bytes, at, found.whole);
    bytes[at++] = POINT;
    at = writeDigits(bytes, at, found.high, found.scale - LOW_DIGITS);
    at = writeDigits(bytes, at, found.low, LOW_DIGITS);
    while (bytes[at - 1] === ZERO) at--;
    this.#length = at;
    return this;
  }

  /** `whole` and so many of its parts; zeros at the end are left out. */
  #decimal(negative: boolean, whole: number, parts: number, digits: number): this {
    const bytes = this.#roomFor(LONGEST);
    let at = this.#length;
    if (negative) bytes[at++] = MINUS;
    at = writeWhole(bytes, at, whole);
    if (parts > 0) {
      bytes[at++] = POINT;
      at = writeDigits(bytes, at, parts, digits);
      while (bytes[at - 1] === ZERO) at--;
    }
    this.#length = at;
    return this;
  }

  #roomFor(bytes: number): Buffer {
    if (this.#length + bytes > this.#bytes.length) this.#grow(this.#length + bytes);
    return this.#bytes;
  }

  #grow(needed: number): void {
    const wider = Buffer.allocUnsafe(2 * needed);
    this.#bytes.copy(wider, 0, 0, this.#length);
    this.#bytes = wider;
  }
}

/** Writes a whole number of at least 0, and returns where it ends. */
function writeWhole(bytes: Buffer, at: number, value: number): number {
  if (value >= 1e9) {
    const high = Math.floor(value / 1e9);
    return writeDigits(bytes, writeWhole(bytes, at, high), value - high * 1e9, 9);
  }
  let width = 1;
  for (let limit = 10; limit <= value; limit *= 10) width++;
  return writeDigits(bytes, at, value, width);
}

/** Writes a whole number below 10^9 in exactly so many digits, and returns where it ends. */
function writeDigits(bytes: Buffer, from: number, value: number, width: number): number {
  for (let at = from + width - 1; at >= from; at--) {
    // Not Math.floor: this stays within 32-bit integers, where a division by ten is a multiplication.
    const rest = (value / 10) | 0;
    bytes[at] = ZERO + value - rest * 10;
    value = rest;
  }
  return from + width;
}

/**
 * Rows as text in blocks of bytes, so that files of any length can be written without being held in memory. A block is
 * good until the next one is asked for.
 */
export function* textBlocks(rows: number, write: (out: TextWriter, row: number) => void): Generator<Uint8Array, void, undefined> {
  const out = new TextWriter();
  for (let row = 0; row < rows; row++) {
    write(out, row);
    if (out.isFull) yield out.take();
  }
  if (out.length > 0) yield out.take();
}

/** All blocks as one text. Each block ends with a line, and so between characters. */
export function joinedText(blocks: Iterable<Uint8Array>): string {
  let text = '';
  for (const block of blocks) text += Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('utf8');
  return text;
}
