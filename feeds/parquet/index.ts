export { describeParquet, type ParquetDescription } from './describe-parquet.js';
export type { FileNote } from './file-note.js';
export { parquet } from './parquet.js';
export type { ParquetColumns, ParquetOptions, ParquetTime } from './options.js';
export { writeParquet, type WriteParquetOptions } from './write-parquet.js';
