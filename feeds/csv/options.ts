import type { InstrumentSpec, PriceBasis, VolumeKnowledge } from '../../src/core/instrument.js';
import type { Interval, IsoDate } from '../../src/core/time.js';
import type { CsvMode } from './faults.js';
import type { CsvTime } from './time-options.js';

/** A folder of files, one a symbol. */
export interface CsvFolder {
  /** Path, or a URL such as `new URL('data/', import.meta.url)`. */
  readonly dir: string | URL;
  readonly symbols: readonly string[];
  /** Name of a symbol's file within the folder. Default `{symbol}.csv`. */
  readonly pattern?: string;
}

/**
 * Header names of the columns, in any case. A column that is not named here is found by its usual name: date, time,
 * timestamp or datetime; open; high; low; close; adj_close, adj close, adjclose or adjusted_close; volume.
 */
export interface CsvColumns {
  readonly time?: string;
  readonly open?: string;
  readonly high?: string;
  readonly low?: string;
  readonly close?: string;
  /** Close adjusted for splits and dividends, read for the basis `total-return` only. */
  readonly adjClose?: string;
  readonly volume?: string;
}

/** What the files do not say about their instruments. */
export interface CsvInstrument extends Omit<InstrumentSpec, 'symbol' | 'basis' | 'volume'> {
  /** Default: `unknown` when the file has no volume column or only zeros and empty cells in it, else `known`. */
  readonly volume?: VolumeKnowledge;
}

/** Bars in CSV files, one file an instrument. */
export interface CsvOptions<Basis extends PriceBasis> {
  /**
   * Path of each symbol's file, or a folder of them. Relative paths start at the current folder; a URL such as
   * `new URL('data/SPY.csv', import.meta.url)` starts at the file that names it.
   */
  readonly files: Readonly<Record<string, string | URL>> | CsvFolder;
  /**
   * What the prices of the files are.
   * - `raw`: as traded;
   * - `split`: adjusted for splits (most free daily files, Yahoo's among them);
   * - `total-return`: the feed multiplies open, high, low and close by adjClose / close; volume is left as it is.
   */
  readonly basis: Basis;
  /** Length of a bar. Default `1d`: sessions. */
  readonly interval?: Interval;
  readonly columns?: CsvColumns;
  /** Further columns of numbers to keep, by their header names; `bar.get(name)` reads them. Empty cells have no value. */
  readonly extra?: readonly string[];
  /** How times are written. Intraday files must at least say `stamp`; daily files need nothing. */
  readonly time?: CsvTime;
  readonly instrument?: CsvInstrument;
  /**
   * `strict` (default) throws at the first faulty row. `tolerant` drops faulty rows, counts and lists them in the
   * feed's sources, and gives one warning a file.
   */
  readonly mode?: CsvMode;
  /** First date to keep, in the calendar's zone. Rows before it are not checked. */
  readonly from?: IsoDate;
  /** Last date to keep, in the calendar's zone. Rows after it are not checked. */
  readonly to?: IsoDate;
  /** How rows run. Default `ascending`, from old to new; some sites write `descending` files. */
  readonly order?: 'ascending' | 'descending';
  /**
   * How numbers are written. `plain` (default): digits and a decimal point. `decorated`: also with a currency sign before
   * them, commas between thousands, and K, M or B behind them ("$1,234.50", "76.1M").
   */
  readonly numbers?: 'plain' | 'decorated';
  /** What separates fields. Default `,`. */
  readonly delimiter?: ',' | ';' | '\t' | '|';
  /** Names of the columns, for files that have no header line. */
  readonly header?: readonly string[];
}
