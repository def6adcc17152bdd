import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type DecodedArray, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

import { DataError } from '../../src/core/errors.js';
import { withPlainTime, type TimeValues } from './time-values.js';

/** Columns of a file as float64, and the symbol of each row where the file has several. */
export interface FileColumns {
  readonly rows: number;
  readonly time: Float64Array;
  /** By name. NaN where there is no value. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  /** Number of each row's symbol in `symbols`. */
  readonly symbolOf: Int32Array | undefined;
  readonly symbols: readonly string[];
}

/** Which columns are wanted. */
export interface WantedColumns {
  readonly time: { readonly name: string; readonly values: TimeValues };
  readonly numbers: readonly string[];
  readonly symbol: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** An open Parquet file. */
export class ParquetFile {
  readonly #handle: FileHandle;
  readonly #buffer: AsyncBuffer;

  private constructor(
    readonly file: string,
    handle: FileHandle,
    buffer: AsyncBuffer,
    readonly metadata: FileMetaData,
  ) {
    this.#handle = handle;
    this.#buffer = buffer;
  }

  /** @throws DataError for a file that is missing or no Parquet file. */
  static async open(file: string): Promise<ParquetFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file);
      const buffer = await bufferOf(handle);
      return new ParquetFile(file, handle, buffer, await parquetMetadataAsync(buffer));
    } catch (error) {
      await handle?.close();
      throw unreadable(file, error);
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /** Reads one column of one group of rows after the other, so that few compressed and decoded pages are held at once. */
  async read({ time, numbers, symbol, signal }: WantedColumns): Promise<FileColumns> {
    const rows = Number(this.metadata.num_rows);
    const times = new Float64Array(rows);
    const columns = new Map(numbers.map((name) => [name, new Float64Array(rows)]));
    const symbolOf = symbol === undefined ? undefined : new Int32Array(rows).fill(-1);
    const symbols: string[] = [];
    const metadata = withPlainTime(this.metadata, time.name);
    const take = (name: string, values: DecodedArray, at: number): void => {
      if (name === time.name) time.values.read(values, times, at);
      else if (name === symbol) takeSymbols(values, symbolOf!, symbols, at);
      else takeNumbers(values, columns.get(name)!, at);
    };
    const wanted = [time.name, ...numbers, ...(symbol === undefined ? [] : [symbol])];
    let rowStart = 0;
    for (const group of this.metadata.row_groups) {
      signal?.throwIfAborted();
      const rowEnd = rowStart + Number(group.num_rows);
      for (const name of rowEnd > rowStart ? wanted : []) await this.#readColumn(metadata, name, rowStart, rowEnd, take);
      rowStart = rowEnd;
    }
    return { rows, time: times, numbers: columns, symbolOf, symbols };
  }

  async #readColumn(
    metadata: FileMetaData,
    name: string,
    rowStart: number,
    rowEnd: number,
    take: (name: string, values: DecodedArray, at: number) => void,
  ): Promise<void> {
    try {
      await parquetRead({
        file: this.#buffer,
        metadata,
        columns: [name],
        rowStart,
        rowEnd,
        compressors,
        parsers: { timestampFromNanoseconds: (nanos: bigint) => Number(nanos / 1_000_000n) },
        onChunk: ({ columnName, columnData, rowStart: at }) => take(columnName, columnData, at),
      });
    } catch (error) {
      throw unreadable(this.file, error);
    }
  }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw new Error(`the file ends at byte ${start + at}`);
        at += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

function takeNumbers(values: DecodedArray, into: Float64Array, at: number): void {
  if (values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint32Array) {
    into.set(values, at);
    return;
  }
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    into[at + i] = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
  }
}

function takeSymbols(values: DecodedArray, into: Int32Array, symbols: string[], at: number): void {
  let last = '';
  let number = -1;
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== 'string') continue;
    if (value !== last || number < 0) {
      last = value;
      number = symbols.indexOf(value);
      if (number < 0) number = symbols.push(value) - 1;
    }
    into[at + i] = number;
  }
}

function unreadable(file: string, error: unknown): DataError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return new DataError(`there is no file ${file}`, {
      code: 'parquet/no-file',
      context: { file, path: path.resolve(file) },
      hint: `check the path: it stands for ${path.resolve(file)}`,
      cause: error,
    });
  }
  return new DataError(`${file} cannot be read as Parquet: ${message}`, {
    code: 'parquet/unreadable',
    context: { file },
    hint: 'check whether it was downloaded or written completely, and whether it is encrypted',
    cause: error,
  });
}
