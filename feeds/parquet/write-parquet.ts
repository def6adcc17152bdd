import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { parquetWrite } from 'hyparquet-writer';

import type { BarSeries } from '../../src/core/series.js';
import { NOTE, type FileNote } from './file-note.js';

/** How a file is written. */
export interface WriteParquetOptions {
  /** `snappy` (default, what pandas writes) makes files half as large, `none` is twice as quick to write. */
  readonly compression?: 'snappy' | 'none';
}

/** The writer has types of its own for what the reader declares too. */
type SchemaElement = NonNullable<Parameters<typeof parquetWrite>[0]['schema']>[number];

/** Rows of a group, whose column is one page. */
const GROUP = 131_072;

/**
 * Writes bars to a Parquet file that pandas, Polars and DuckDB open: `timestamp` (the bar's open, `datetime64[ms, UTC]`),
 * open, high, low, close, volume and further columns as doubles. The file also says its symbol, interval, basis, calendar
 * and currency; `parquet()` refuses to load it as anything else. It appears under its name when it is complete.
 */
export async function writeParquet(file: string, series: BarSeries, { compression = 'snappy' }: WriteParquetOptions = {}): Promise<void> {
  // Loaded by whoever writes such a file: all other runs start sooner without the encoder.
  const { fileWriter, parquetWrite: write } = await import('hyparquet-writer');
  const { columns, instrument, interval, length } = series;
  const prices: [string, Float64Array][] = [
    ['open', columns.open],
    ['high', columns.high],
    ['low', columns.low],
    ['close', columns.close],
    ['volume', columns.volume],
    ...(columns.extra ?? []),
  ];
  const timestamp = new BigInt64Array(length);
  for (let row = 0; row < length; row++) timestamp[row] = BigInt(series.openTimeAt(row));
  const note: FileNote = {
    symbol: instrument.symbol,
    interval,
    adjustment: instrument.basis,
    stamp: 'open',
    calendar: instrument.calendar.name,
    currency: instrument.currency,
  };
  const scratch = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  try {
    write({
      writer: fileWriter(scratch),
      schema: [
        { name: 'root', num_children: prices.length + 1 },
        timestampElement(),
        ...prices.map(([name]): SchemaElement => ({ name, type: 'DOUBLE', repetition_type: 'REQUIRED' })),
      ],
      columnData: [
        { name: 'timestamp', data: timestamp, encoding: 'DELTA_BINARY_PACKED', offsetIndex: false },
        ...prices.map(([name, data]) => ({ name, data, encoding: 'PLAIN' as const, offsetIndex: false, statistics: false })),
      ],
      codec: compression === 'none' ? 'UNCOMPRESSED' : 'SNAPPY',
      rowGroupSize: GROUP,
      pageSize: GROUP * 8,
      kvMetadata: [{ key: NOTE, value: JSON.stringify(note) }],
      createdBy: 'barstream',
    });
    renameSync(scratch, file);
  } finally {
    rmSync(scratch, { force: true });
  }
}

function timestampElement(): SchemaElement {
  return {
    name: 'timestamp',
    type: 'INT64',
    repetition_type: 'REQUIRED',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  };
}
