import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { DataError } from '../../src/core/errors.js';
import { fieldText } from './decimal.js';
import type { RowFaults } from './faults.js';
import { Header } from './header.js';
import { PlainRows, type PlainField } from './plain-rows.js';
import { RowScanner } from './scanner.js';
import { stackedHeader } from './stacked-header.js';

const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

export interface RowSource {
  readonly file: string;
  readonly delimiter: string;
  /** Column names of a file that has no header line. */
  readonly header: readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Takes the rows of a file. */
export interface RowReader {
  /** Called once, before the first row. `expected` estimates how many rows the file has, better the more are read. */
  begin(header: Header, expected: () => number): void;
  /** Called for each row with as many fields as the header. */
  row(bytes: Uint8Array, scanner: RowScanner, line: number): void;
  /** What the fields of a plain row are, asked after `begin`; `undefined` where rows can only be taken one by one. */
  plainFields?(): readonly PlainField[] | undefined;
  /** Takes the rows of a block, in order, and returns how many: fewer than all where `row` must look at the next one. */
  plainRows?(bytes: Uint8Array, rows: PlainRows): number;
}

/** Rows that had to be taken one by one, with no plain one between them, after which plain ones are not looked for any more. */
const PLAIN_TRIALS = 64;

/**
 * Reads a file chunk by chunk and hands its rows on. Blank lines are skipped, a row with another number of fields than
 * the header is a fault, and the signal is looked at between chunks.
 * @throws DataError for a file that cannot be read, has no header or no row.
 */
export async function readRows(source: RowSource, faults: RowFaults, reader: RowReader): Promise<void> {
  source.signal?.throwIfAborted();
  let handle: FileHandle | undefined;
  try {
    handle = await open(source.file);
    await readAll(handle, source, faults, reader);
  } catch (error) {
    throw isFileError(error) ? unreadable(source.file, faults, error) : error;
  } finally {
    await handle?.close();
  }
}

async function readAll(handle: FileHandle, source: RowSource, faults: RowFaults, reader: RowReader): Promise<void> {
  const { size } = await handle.stat();
  // One byte is kept free for the line end that the last row may lack.
  const bytes = new Uint8Array(Math.min(CHUNK, size + 64));
  const parser = new RowParser(source, faults, reader, size);
  let held = 0;
  for (let done = false; !done;) {
    source.signal?.throwIfAborted();
    const { bytesRead } = await handle.read(bytes, held, bytes.length - 1 - held);
    done = bytesRead === 0;
    held += bytesRead;
    if (done && held > 0 && bytes[held - 1] !== NEWLINE) bytes[held++] = NEWLINE;
    const parsed = parser.parse(bytes, held);
    bytes.copyWithin(0, parsed, held);
    held -= parsed;
    if (held >= bytes.length - 1 || (done && held > 0)) throw parser.endlessRow();
  }
  parser.end();
}

/** Goes through the bytes of a file, from its first. */
class RowParser {
  readonly #scanner: RowScanner;
  /** Lines before the next row, and bytes before the chunk at hand. */
  #lines = 0;
  #bytes = 0;
  #width = 0;
  #hasRows = false;
  #plain: PlainRows | undefined;
  /** Times that no plain row was found, since the last one. */
  #trials = 0;
  /** Bytes and lines on which the estimate of the number of rows is based. */
  #sampleBytes = 0;
  #sampleLines = 0;

  constructor(
    readonly source: RowSource,
    readonly faults: RowFaults,
    readonly reader: RowReader,
    readonly size: number,
  ) {
    this.#scanner = new RowScanner(source.delimiter);
  }

  /** Takes all complete rows of `bytes[0, limit)`, and returns where the first incomplete one begins. */
  parse(bytes: Uint8Array, limit: number): number {
    const { reader, faults } = this;
    const scanner = this.#scanner;
    let at = this.#width === 0 ? this.#begin(bytes, limit) : 0;
    for (;;) {
      at = this.#takePlain(bytes, at, limit);
      const next = scanner.split(bytes, at, limit);
      if (next < 0) break;
      const line = this.#lines + 1;
      this.#lines += scanner.lines;
      at = next;
      if (scanner.count === this.#width) {
        this.#hasRows = true;
        reader.row(bytes, scanner, line);
      } else if (scanner.count > 1 || !isBlank(bytes, scanner)) {
        this.#hasRows = true;
        faults.report(line, {
          code: 'csv/field-count',
          message: `${scanner.count} fields where the header has ${this.#width}`,
          hint: 'mend the row, set the delimiter, or quote fields that hold one',
        });
      }
    }
    this.#bytes += at;
    if (this.#width > 0 && this.#lines > this.#sampleLines) {
      this.#sampleBytes = this.#bytes;
      this.#sampleLines = this.#lines;
    }
    return at;
  }

  /** Takes rows as long as they are plain, and returns where the first other one begins. */
  #takePlain(bytes: Uint8Array, from: number, limit: number): number {
    const rows = this.#plain;
    if (rows === undefined) return from;
    for (let at = from; ;) {
      const end = rows.read(bytes, at, limit);
      const taken = rows.count === 0 ? 0 : this.reader.plainRows!(bytes, rows);
      this.#lines += taken;
      if (taken > 0) [this.#hasRows, this.#trials] = [true, 0];
      else if (++this.#trials > PLAIN_TRIALS) this.#plain = undefined;
      if (taken < rows.count) return rows.startOf(taken);
      if (taken === 0) return at;
      at = end;
    }
  }

  end(): void {
    if (this.#width > 0 && this.#hasRows) return;
    const message = this.#width > 0 ? 'the file has a header but no row' : 'the file is empty';
    throw this.faults.error(Math.max(this.#lines, 1), {
      code: 'csv/empty',
      message,
      hint: 'check whether it was downloaded or written completely',
    });
  }

  endlessRow(): DataError {
    const message = 'the row does not end: a quote is open, or this is no text file';
    return this.faults.error(this.#lines + 1, {
      code: 'csv/endless-row',
      message,
      hint: 'close or remove the quote that opens a field of this row',
    });
  }

  #begin(bytes: Uint8Array, limit: number): number {
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
      throw this.faults.error(1, { code: 'csv/encoding', message: 'the file is UTF-16', hint: 'save it as UTF-8' });
    }
    let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    let names = this.source.header;
    const scanner = this.#scanner;
    while (names === undefined) {
      const next = scanner.split(bytes, at, limit);
      if (next < 0) return at;
      this.#lines += scanner.lines;
      at = next;
      if (scanner.count > 1 || !isBlank(bytes, scanner)) {
        names = cellsOf(bytes, scanner);
        if (names[0] === 'Price') {
          const stacked = stackedHeader(names, (from) => this.#cellsAt(bytes, from, limit), at, this.faults);
          names = stacked.names;
          if (stacked.next > at) this.#lines += 2;
          at = stacked.next;
        }
      }
    }
    this.#width = names.length;
    this.#sample(bytes, at, limit);
    this.reader.begin(new Header(names, Math.max(this.#lines, 1), this.faults), () => this.#expectedRows());
    const fields = this.reader.plainFields?.();
    this.#plain = fields && new PlainRows(fields, this.source.delimiter);
    return at;
  }

  #cellsAt(bytes: Uint8Array, from: number, limit: number): { readonly cells: readonly string[]; readonly next: number } | undefined {
    const next = this.#scanner.split(bytes, from, limit);
    return next < 0 ? undefined : { cells: cellsOf(bytes, this.#scanner), next };
  }

  /** Counts lines at the beginning of the file: the estimate as long as nothing else is known. */
  #sample(bytes: Uint8Array, from: number, limit: number): void {
    for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && at < limit && this.#sampleLines < 4096; at = bytes.indexOf(NEWLINE, at + 1)) {
      this.#sampleLines += 1;
      this.#sampleBytes = at - from;
    }
  }

  /** A little more than the rows that files like this one have: memory that is never touched costs nothing. */
  #expectedRows(): number {
    return this.#sampleBytes === 0 ? 16 : (this.size / this.#sampleBytes) * this.#sampleLines * 1.05 + 16;
  }
}

function cellsOf(bytes: Uint8Array, { starts, ends, count }: RowScanner): string[] {
  return Array.from({ length: count }, (_, field) => fieldText(bytes, starts[field]!, ends[field]!));
}

function isBlank(bytes: Uint8Array, scanner: RowScanner): boolean {
  return fieldText(bytes, scanner.starts[0]!, scanner.ends[0]!) === '';
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}

function unreadable(file: string, faults: RowFaults, cause: NodeJS.ErrnoException): DataError {
  const missing = cause.code === 'ENOENT';
  return new DataError(`${faults.subject}: ${missing ? 'there is no file' : 'cannot read'} ${file}`, {
    code: missing ? 'csv/no-file' : 'csv/unreadable',
    context: { ...faults.context, file, path: path.resolve(file) },
    hint: missing ? `check the path: it stands for ${path.resolve(file)}` : `${cause.message}; a path must lead to a readable text file`,
    cause,
  });
}
