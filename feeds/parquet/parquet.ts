import { ConfigError } from '../../src/core/errors.js';
import { Instrument, type PriceBasis } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import { intervalMillis } from '../../src/core/time.js';
import type { DataSource, FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { SessionDays } from '../common/sessions.js';
import { until } from '../common/until.js';
import { barColumns, volumeOf } from './bar-columns.js';
import { InstantTimes, SessionTimes, type BarTimes } from './bar-times.js';
import { checkedFiles } from './check-options.js';
import { layoutOf, type FileLayout } from './file-layout.js';
import { noteOf, pandasZone, type FileNote } from './file-note.js';
import type { ParquetOptions } from './options.js';
import { ParquetFaults } from './parquet-faults.js';
import type { FileColumns } from './read-columns.js';

/**
 * Bars from Parquet files, such as pandas, Polars and DuckDB write: timestamps of any unit, with or without a zone, as a
 * column or as the index; dates; prices as floating-point numbers, integers or decimals; nulls; symbols as categories.
 *
 * ```ts
 * parquet({ files: { SPY: 'data/SPY.parquet' }, basis: 'split' });
 * parquet({ files: { AAA: 'all.parquet', BBB: 'all.parquet' }, basis: 'raw', interval: '1m', time: { stamp: 'open' } });
 * ```
 *
 * Rows are held to the same rules as those of CSV files. Errors and dropped rows name the number of the row, from 1 on.
 *
 * @throws ConfigError for options that cannot work. Loading throws DataError, which names the file and row.
 */
export function parquet<const Basis extends PriceBasis>(options: ParquetOptions<Basis>): HistoricalFeed<Basis> {
  return new ParquetFeed(options, checkedFiles(options));
}

interface Loaded {
  readonly series: BarSeries;
  readonly source: DataSource;
  readonly warnings: readonly string[];
}

class ParquetFeed<Basis extends PriceBasis> implements HistoricalFeed<Basis> {
  readonly name = 'parquet';
  readonly basis: Basis;
  readonly #options: ParquetOptions<Basis>;
  readonly #files: ReturnType<typeof checkedFiles>;
  readonly #instruments: ReadonlyMap<string, Instrument>;

  constructor(options: ParquetOptions<Basis>, files: ReturnType<typeof checkedFiles>) {
    this.basis = options.basis;
    this.#options = options;
    this.#files = files;
    this.#instruments = new Map(files.map(([symbol]) => [symbol, new Instrument({ ...options.instrument, symbol, basis: options.basis })]));
  }

  async load(request: LoadRequest = {}): Promise<FeedData> {
    const loaded = new Map<string, Loaded>();
    for (const file of new Set(this.#files.map(([, name]) => name))) {
      request.signal?.throwIfAborted();
      const symbols = this.#files.filter(([, name]) => name === file).map(([symbol]) => symbol);
      for (const [symbol, one] of await this.#loadFile(file, symbols, request.signal)) loaded.set(symbol, one);
    }
    const inOrder = this.#files.map(([symbol]) => loaded.get(symbol)!);
    return until(request.until, {
      series: inOrder.map(({ series }) => series),
      sources: inOrder.map(({ source }) => source),
      warnings: inOrder.flatMap(({ warnings }) => warnings),
    });
  }

  async #loadFile(name: string, symbols: readonly string[], signal: AbortSignal | undefined): Promise<[string, Loaded][]> {
    // Loaded by whoever reads such a file: all other runs start sooner without the decoder.
    const { ParquetFile } = await import('./read-columns.js');
    const file = await ParquetFile.open(name);
    try {
      const note = noteOf(file.metadata);
      this.#checkNote(name, note);
      const { columns = {}, extra = [], time = {}, instrument } = this.#options;
      const layout = layoutOf(name, file.metadata, {
        columns,
        extra,
        time,
        totalReturn: this.basis === 'total-return' && note?.adjustment !== 'total-return',
        needsVolume: instrument?.volume === 'known',
      });
      const zone = time.zone ?? pandasZone(file.metadata, layout.time.name);
      const rows = await file.read({ ...layout, numbers: numbersOf(layout), signal });
      if (rows.symbolOf === undefined && symbols.length > 1) throw severalSymbols(name, symbols);
      return symbols.map((symbol) => [symbol, this.#bars(name, symbol, rows, layout, zone, note)] as const).map(([a, b]) => [a, b]);
    } finally {
      await file.close();
    }
  }

  #bars(file: string, symbol: string, rows: FileColumns, layout: FileLayout, zone: string | undefined, note: FileNote | undefined): Loaded {
    const { interval = '1d', mode = 'strict' } = this.#options;
    const faults = new ParquetFaults(file, `${symbol} ${interval}`, mode, { symbol, interval });
    if (rows.rows === 0)
      throw faults.error(0, { code: 'parquet/empty', message: 'the file has no row', hint: 'check whether it was written completely' });
    if (rows.symbolOf !== undefined && !rows.symbols.includes(symbol)) throw unknownSymbol(faults, symbol, rows.symbols, layout.symbol!);
    const instrument = this.#instruments.get(symbol)!;
    const times = this.#times(faults, instrument, layout, zone, note);
    const { columns, hasVolume } = barColumns(rows, layout, symbol, times, faults, intervalMillis(interval) === undefined);
    const { length } = columns.time;
    const [first] = faults.dropped;
    if (length === 0 && first !== undefined) {
      throw faults.error(first.line, {
        code: 'parquet/empty',
        message: `not one row is usable; this one: ${first.reason}`,
        hint: 'check the columns, the times and the calendar, or read the file in strict mode',
      });
    }
    return {
      series: new BarSeries(instrument.with({ volume: volumeOf(this.#options.instrument?.volume, hasVolume) }), interval, columns),
      source: { name: file, rows: length, ...(faults.dropped.length > 0 && { dropped: faults.dropped }) },
      warnings: length > 0 ? faults.warnings(length) : [`${file}: ${symbol} ${interval}: no row between from and to`],
    };
  }

  #times(
    faults: ParquetFaults,
    { calendar }: Instrument,
    layout: FileLayout,
    zone: string | undefined,
    note: FileNote | undefined,
  ): BarTimes {
    const { interval = '1d', time = {}, from, to } = this.#options;
    const { kind, type } = layout.time.values;
    const limits = { from, to };
    const duration = intervalMillis(interval);
    if (duration === undefined) return new SessionTimes(kind, zone ?? 'UTC', new SessionDays(calendar), limits);
    const stamp = time.stamp ?? note?.stamp;
    const refuse = (code: string, message: string, hint: string): never => {
      throw new ConfigError(`${faults.file}: ${message}`, {
        code: `parquet/${code}`,
        context: { file: faults.file, interval, type },
        hint,
      });
    };
    if (stamp === undefined)
      return refuse(
        'stamp',
        `${interval} files must say whether a stamp is the bar's open or its close`,
        'set time: { stamp: "open" } or "close"; most sources stamp the open',
      );
    if (kind === 'date')
      return refuse(
        'time-type',
        `its times are dates (${type}), which do not say when an intraday bar was`,
        'write the column as timestamps, or load interval "1d"',
      );
    if (kind === 'local' && time.zone === undefined)
      return refuse(
        'zone',
        `its times (${type}) are of no zone`,
        'say whose local time it is with time: { zone: "America/New_York" }, or "UTC"',
      );
    return new InstantTimes(kind, time.zone, duration, stamp, calendar, limits);
  }

  /** What the file says of itself must be what it is loaded as. */
  #checkNote(file: string, note: FileNote | undefined): void {
    const { interval = '1d', instrument } = this.#options;
    if (note === undefined) return;
    const calendar = [...this.#instruments.values()][0]!.calendar.name;
    for (const [what, said, given] of [
      ['basis', note.adjustment, this.basis],
      ['interval', note.interval, interval],
      ['calendar', note.calendar, calendar],
      ['currency', note.currency, instrument?.currency ?? 'USD'],
    ] as const) {
      if (said === given) continue;
      throw new ConfigError(`${file} holds bars of ${what} ${said}, and ${given} is wanted`, {
        code: `parquet/other-${what}`,
        context: { file, [what]: said, wanted: given },
        hint: `load it with ${what} ${JSON.stringify(said)}`,
      });
    }
  }
}

function numbersOf({ open, high, low, close, volume, adjClose, extra }: FileLayout): string[] {
  return [...new Set([open, high, low, close, volume, adjClose, ...extra].filter((name) => name !== undefined))];
}

function unknownSymbol(faults: ParquetFaults, symbol: string, symbols: readonly string[], column: string): Error {
  return faults.error(0, {
    code: 'parquet/unknown-symbol',
    message: `no row of ${symbol}; its column ${column} has ${symbols.slice(0, 12).join(', ')}${symbols.length > 12 ? ` and ${symbols.length - 12} more` : ''}`,
    hint: 'name the symbol as the file does',
  });
}

function severalSymbols(file: string, symbols: readonly string[]): ConfigError {
  return new ConfigError(`${file} is named for ${symbols.join(', ')}, and has no column that tells them apart`, {
    code: 'parquet/no-symbol-column',
    context: { file, symbols },
    hint: 'say which column names the symbol with columns: { symbol: … }',
  });
}
