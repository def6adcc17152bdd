import { quantaToText, type Exact } from '../core/money.js';
import type { Quanta } from '../core/quanta.js';
import type { Millis } from '../core/time.js';
import { SPECIAL_CHARACTERS, textCell } from './csv-cell.js';
import { quantityText } from './text.js';
import type { TextWriter } from './text-writer.js';

// Kinds of cells.
const EMPTY = 0;
const TEXT = 1;
const NUMBER = 2;
const TIME = 3;
const QUANTA = 4;

const COMMA = 0x2c;

/**
 * The cells of a row, which are then written all at once. So there is one loop for all files that makes text of cells,
 * and a file's own code stays small: copies of the code that writes digits at each of its cells would take longer to be
 * compiled than they run.
 */
export class CsvRow {
  #length = 0;
  readonly #kinds: Uint8Array;
  readonly #numbers: Float64Array;
  readonly #texts: string[];

  constructor(cells: number) {
    this.#kinds = new Uint8Array(cells);
    this.#numbers = new Float64Array(cells);
    this.#texts = Array.from({ length: cells }, () => '');
  }

  empty(cells = 1): this {
    for (let i = 0; i < cells; i++) this.#kinds[this.#length++] = EMPTY;
    return this;
  }

  text(text: string | undefined): this {
    if (text === undefined || text === '') return this.empty();
    this.#texts[this.#length] = text;
    this.#kinds[this.#length++] = TEXT;
    return this;
  }

  /** A float64 as its shortest decimal; an empty cell where there is none. */
  number(value: number | undefined): this {
    return this.#number(NUMBER, value ?? Number.NaN);
  }

  /** An instant as ISO 8601 in UTC; an empty cell where there is none. */
  time(time: Millis | undefined): this {
    return this.#number(TIME, time ?? Number.NaN);
  }

  /** An exact amount of money. */
  quanta(amount: Quanta): this {
    return typeof amount === 'number' ? this.#number(QUANTA, amount) : this.text(quantaToText(amount));
  }

  /** A whole number of lots as an exact quantity. */
  quantity(lots: number, lot: Exact): this {
    return lot.scale === 0 && lot.float === 1 ? this.#number(NUMBER, lots) : this.text(quantityText(lots, lot));
  }

  #number(kind: number, value: number): this {
    this.#numbers[this.#length] = value;
    this.#kinds[this.#length++] = kind;
    return this;
  }

  /** Writes the cells, and begins the next row. */
  writeTo(out: TextWriter): void {
    for (let cell = 0; cell < this.#length; cell++) {
      if (cell > 0) out.character(COMMA);
      const value = this.#numbers[cell]!;
      switch (this.#kinds[cell]) {
        case TEXT:
          csvText(out, this.#texts[cell]!);
          break;
        case NUMBER:
          if (!Number.isNaN(value)) out.number(value);
          break;
        case TIME:
          if (Number.isFinite(value)) out.time(value);
          break;
        case QUANTA:
          out.quanta(value);
      }
    }
    this.#length = 0;
  }
}

function csvText(out: TextWriter, text: string): void {
  if (!out.plainText(text, SPECIAL_CHARACTERS)) out.text(textCell(text));
}
