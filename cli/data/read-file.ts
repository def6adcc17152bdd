import path from 'node:path';

import { csv, describeParquet, parquet, type FileNote } from '../../feeds/index.js';
import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { BarSeries } from '../../src/core/series.js';
import type { Interval } from '../../src/core/time.js';
import type { DataSource, HistoricalFeed } from '../../src/feed/feed.js';
import { judged, onBasis, totalReturn } from './adjustment.js';
import { adjustedCloseOf, canHoldBars, headerOf, holdsActions } from './file-header.js';

/** How the files of a command are to be read. */
export interface FileOptions {
  readonly symbol: string | undefined;
  readonly basis: PriceBasis | undefined;
  readonly interval: Interval;
  readonly stamp: 'open' | 'close' | undefined;
  readonly zone: string | undefined;
  readonly format: string | undefined;
  readonly calendar: 'XNYS' | 'always-open';
  readonly currency: string;
  readonly strict: boolean;
  readonly signal: AbortSignal;
}

/** The bars of one file, on each basis that it gives. */
export interface FileBars {
  readonly file: string;
  readonly symbol: string;
  /** The file's own prices first. */
  readonly series: readonly BarSeries[];
  /** Adjusted close of each bar of the first series, where the file has one. */
  readonly adjusted: Float64Array | undefined;
  readonly dropped: NonNullable<DataSource['dropped']>;
  readonly notes: readonly string[];
}

/** Why a file is passed over; `undefined` for one that may hold bars. */
export function reasonToSkip(file: string): string | undefined {
  if (isParquet(file)) return undefined;
  if (!/\.(csv|tsv|txt)$/i.test(file)) return 'it is neither a CSV nor a Parquet file';
  const names = headerOf(file);
  if (holdsActions(names)) {
    return 'it holds corporate actions, and not the dates for which they are complete: csvActions({ file, known }) reads them for a run';
  }
  return names.length > 1 && !canHoldBars(names) ? `it holds no bars: its columns are ${names.join(', ')}` : undefined;
}

/**
 * Reads the bars of a file, leaving out rows that cannot be used (unless `strict`).
 * @throws ConfigError where the file does not say what its prices are adjusted for and the options do not either.
 */
export async function readFile(file: string, options: FileOptions): Promise<FileBars> {
  const { columns, note } = isParquet(file) ? await describeParquet(file) : { columns: headerOf(file), note: undefined };
  const symbol = options.symbol ?? note?.symbol ?? path.basename(file).replace(/\.[^.]+$/, '');
  const name = adjustedCloseOf(columns);
  const basis = options.basis ?? note?.adjustment;
  if (basis === undefined && name === undefined) {
    throw new ConfigError(`${file} does not say what its prices are adjusted for: it has no adjusted close`, {
      code: 'cli/basis',
      context: { file },
      hint: 'write --basis raw (as traded), split (adjusted for splits) or total-return (adjusted for splits and dividends)',
    });
  }
  const data = await feedOf(file, symbol, name, note, options).load({ signal: options.signal });
  const [given] = data.series;
  const dropped = data.sources?.[0]?.dropped ?? [];
  const adjusted = name === undefined ? undefined : given!.columns.extra?.get(name);
  if (adjusted === undefined) return { file, symbol, series: [onBasis(given!, basis!)], adjusted, dropped, notes: [] };
  return { file, symbol, dropped, adjusted, ...onBothBases(given!, adjusted, basis) };
}

/** The file's prices on their own basis, and multiplied by adjusted close / close. */
function onBothBases(given: BarSeries, adjusted: Float64Array, basis: PriceBasis | undefined): Pick<FileBars, 'series' | 'notes'> {
  const full = totalReturn(given, adjusted);
  const notes = full.left > 0 ? [`${full.left} rows have no adjusted close above zero and are missing from total-return`] : [];
  if (basis === 'total-return') return { series: [full.series], notes };
  const judgement = judged(given, adjusted);
  const own = basis ?? judgement.basis;
  const said = basis === undefined ? judgement.reason : `closes are taken as ${basis}, as --basis says`;
  return { series: [onBasis(given, own), full.series], notes: [said, ...notes] };
}

function isParquet(file: string): boolean {
  return /\.(parquet|pq)$/i.test(file);
}

function feedOf(
  file: string,
  symbol: string,
  adjusted: string | undefined,
  note: FileNote | undefined,
  options: FileOptions,
): HistoricalFeed {
  const { interval, stamp, zone, format, calendar, currency, strict } = options;
  if (isParquet(file)) {
    return parquet({
      files: { [symbol]: file },
      basis: note?.adjustment ?? 'split',
      interval,
      mode: strict ? 'strict' : 'tolerant',
      time: {
        ...(stamp && { stamp }),
        ...(zone && { zone }),
        ...((format === 'epoch-seconds' || format === 'epoch-millis') && { format }),
      },
      instrument: { calendar, currency },
      ...(adjusted !== undefined && { extra: [adjusted] }),
    });
  }
  return csv({
    files: { [symbol]: file },
    // The label does not matter yet: the prices are read as they stand.
    basis: 'split',
    interval,
    mode: strict ? 'strict' : 'tolerant',
    time: { ...(stamp && { stamp }), ...(zone && { zone }), ...(format && { format }) },
    instrument: { calendar, currency },
    ...(adjusted !== undefined && { extra: [adjusted] }),
  });
}
