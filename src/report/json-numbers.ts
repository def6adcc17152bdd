import type { TextWriter } from './text-writer.js';

const OPEN = 0x5b;
const CLOSE = 0x5d;
const COMMA = 0x2c;

/**
 * The numbers of a JSON list, which are then written all at once: as with the cells of a CSV row, there is one loop that
 * makes text of them.
 */
export class JsonNumbers {
  #length = 0;
  #values = new Float64Array(16);

  add(value: number): this {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = value;
    return this;
  }

  /** Writes the list, and begins the next one. NaN is `null`, and infinite ones are text: JSON has no number for them. */
  writeTo(out: TextWriter): void {
    out.character(OPEN);
    for (let i = 0; i < this.#length; i++) {
      if (i > 0) out.character(COMMA);
      const value = this.#values[i]!;
      if (Number.isFinite(value)) out.number(value);
      else out.text(Number.isNaN(value) ? 'null' : `"${value}"`);
    }
    out.character(CLOSE);
    this.#length = 0;
  }

  #grow(): void {
    const wider = new Float64Array(2 * this.#length);
    wider.set(this.#values);
    this.#values = wider;
  }
}
