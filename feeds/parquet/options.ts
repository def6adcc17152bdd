import type { PriceBasis } from '../../src/core/instrument.js';
import type { Interval, IsoDate } from '../../src/core/time.js';
import type { CsvMode } from '../csv/faults.js';
import type { CsvColumns, CsvFolder, CsvInstrument } from '../csv/options.js';

/** Names of the columns, in any case. Columns that are not named are found by their usual names, as in CSV files. */
export interface ParquetColumns extends CsvColumns {
  /** For files of several symbols: the column that names them. Default: `symbol` or `ticker`, where there is one. */
  readonly symbol?: string;
}

/** How the time column is to be read. Its Parquet type says most of it. */
export interface ParquetTime {
  /**
   * IANA zone. For timestamps that are local (`datetime64` without a zone) it is whose local time they are; required for
   * intraday files of that kind. For daily files with instants it is the zone whose date is meant (default: the one that
   * pandas has noted in the file, else UTC).
   */
  readonly zone?: string;
  /** What an intraday stamp is: the bar's open, or its close. Files of `writeParquet` say it themselves. */
  readonly stamp?: 'open' | 'close';
  /** Unit of a time column that is a plain number since 1970. */
  readonly format?: 'epoch-seconds' | 'epoch-millis';
}

/** Bars in Parquet files. */
export interface ParquetOptions<Basis extends PriceBasis> {
  /** Path of each symbol's file, or a folder of them (`pattern` defaults to `{symbol}.parquet`). Symbols may share a file. */
  readonly files: Readonly<Record<string, string | URL>> | CsvFolder;
  /** What the prices of the files are; `total-return` multiplies them by adjClose / close. See the CSV feed. */
  readonly basis: Basis;
  /** Length of a bar. Default `1d`: sessions. */
  readonly interval?: Interval;
  readonly columns?: ParquetColumns;
  /** Further columns of numbers to keep. */
  readonly extra?: readonly string[];
  readonly time?: ParquetTime;
  readonly instrument?: CsvInstrument;
  /** `strict` (default) throws at the first faulty row, `tolerant` drops and lists them. */
  readonly mode?: CsvMode;
  /** First and last date to keep, in the calendar's zone. */
  readonly from?: IsoDate;
  readonly to?: IsoDate;
}
