import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll } from '@jest/globals';
import { parquetWriteFile } from 'hyparquet-writer';

const folder = mkdtempSync(path.join(tmpdir(), 'barstream-parquet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;

type Given = Parameters<typeof parquetWriteFile>[0];
type Element = NonNullable<Given['schema']>[number];

/** One column of a file as a test states it: its values and how Parquet shall store them. */
export interface Column {
  readonly name: string;
  readonly data: readonly unknown[];
  readonly element: Omit<Element, 'name'>;
}

export function newFile(): string {
  return path.join(folder, `${made++}.parquet`);
}

/** Writes a file of these columns. All may be null, as in every file of pandas. */
export function parquetFile(columns: readonly Column[], options: Partial<Given> = {}): string {
  const filename = newFile();
  parquetWriteFile({
    filename,
    columnData: columns.map(({ name, data }) => ({ name, data: [...data] })),
    schema: [
      { name: 'schema', num_children: columns.length },
      ...columns.map(({ name, element }): Element => ({ repetition_type: 'OPTIONAL', ...element, name })),
    ],
    ...options,
  });
  return filename;
}

export const double = (name: string, data: readonly (number | null)[]): Column => ({ name, data, element: { type: 'DOUBLE' } });

export const int64 = (name: string, data: readonly (number | null)[]): Column => ({
  name,
  data: data.map((value) => (value === null ? null : BigInt(value))),
  element: { type: 'INT64' },
});

/** A pandas `datetime64`: of a zone (stored as UTC) or of none. */
export function timestamps(
  name: string,
  times: readonly (string | null)[],
  unit: 'MILLIS' | 'MICROS' | 'NANOS',
  isAdjustedToUTC: boolean,
): Column {
  const factor = unit === 'MILLIS' ? 1n : unit === 'MICROS' ? 1000n : 1_000_000n;
  return {
    name,
    data: times.map((time) => (time === null ? null : BigInt(Date.parse(time)) * factor)),
    element: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit } },
  };
}

export const text = (name: string, data: readonly (string | null)[]): Column => ({
  name,
  data,
  element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
});

/** What pandas notes of a zone in the metadata of a file. */
export function pandasNote(column: string, timezone: string): Partial<Given> {
  const columns = [{ name: column, field_name: column, pandas_type: 'datetimetz', numpy_type: 'datetime64[ns]', metadata: { timezone } }];
  return { kvMetadata: [{ key: 'pandas', value: JSON.stringify({ index_columns: [column], columns, pandas_version: '2.2.3' }) }] };
}
