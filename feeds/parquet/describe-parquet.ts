import { noteOf, type FileNote } from './file-note.js';

/** What a Parquet file holds, without reading its rows. */
export interface ParquetDescription {
  readonly rows: number;
  /** Names of the columns that lie at the top. */
  readonly columns: readonly string[];
  /** What a file of `writeParquet` says of itself. */
  readonly note: FileNote | undefined;
}

/** Reads the end of a Parquet file only. @throws DataError for a file that is missing or no Parquet file. */
export async function describeParquet(file: string): Promise<ParquetDescription> {
  const { ParquetFile } = await import('./read-columns.js');
  const opened = await ParquetFile.open(file);
  await opened.close();
  const { metadata } = opened;
  return { rows: Number(metadata.num_rows), columns: metadata.schema.slice(1).map(({ name }) => name), note: noteOf(metadata) };
}
