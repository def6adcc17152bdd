const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Splits CSV rows into fields, as places in the bytes: nothing is copied. Quoting as in RFC 4180. */
export class RowScanner {
  /** Field `i` of the row last split is `bytes[starts[i], ends[i])`, without its quotes. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  count = 0;
  /** Line ends that the row last split holds: 1 unless a quoted field has some. */
  lines = 1;
  readonly #delimiter: number;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Splits the row that begins at `from`. Returns where the next one begins, or -1 when the row does not end before `limit`. */
  split(bytes: Uint8Array, from: number, limit: number): number {
    const delimiter = this.#delimiter;
    const { starts, ends } = this;
    const room = starts.length;
    let count = 0;
    let start = from;
    for (let at = from; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === delimiter || byte === NEWLINE) {
        if (count === room) return this.#widen(bytes, from, limit);
        starts[count] = start;
        ends[count++] = byte === NEWLINE && at > start && bytes[at - 1] === RETURN ? at - 1 : at;
        if (byte === NEWLINE) {
          this.count = count;
          this.lines = 1;
          return at + 1;
        }
        start = at + 1;
      } else if (byte === QUOTE) {
        return this.#splitQuoted(bytes, from, limit);
      }
    }
    return -1;
  }

  /** The same for a row with quotes in it. */
  #splitQuoted(bytes: Uint8Array, from: number, limit: number): number {
    let count = 0;
    let start = from;
    let end = -1;
    let lines = 1;
    for (let at = from; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE && at === start) {
        start = at + 1;
        for (at += 1; at < limit; at++) {
          if (bytes[at] === NEWLINE) lines += 1;
          if (bytes[at] !== QUOTE) continue;
          if (bytes[at + 1] !== QUOTE) break;
          at += 1;
        }
        if (at >= limit) return -1;
        end = at;
      } else if (byte === this.#delimiter || byte === NEWLINE) {
        if (count === this.starts.length) return this.#widen(bytes, from, limit);
        this.starts[count] = start;
        this.ends[count++] = end >= 0 ? end : byte === NEWLINE && at > start && bytes[at - 1] === RETURN ? at - 1 : at;
        if (byte === NEWLINE) {
          this.count = count;
          this.lines = lines;
          return at + 1;
        }
        start = at + 1;
        end = -1;
      }
    }
    return -1;
  }

  #widen(bytes: Uint8Array, from: number, limit: number): number {
    this.starts = new Int32Array(this.starts.length * 2);
    this.ends = new Int32Array(this.ends.length * 2);
    return this.split(bytes, from, limit);
  }
}
