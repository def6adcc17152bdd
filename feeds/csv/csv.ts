import { Instrument, type PriceBasis } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import type { DataSource, FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { SessionDays } from '../common/sessions.js';
import { until } from '../common/until.js';
import { BarRows } from './bar-rows.js';
import { checkOptions, type CheckedOptions } from './check-options.js';
import { RowFaults } from './faults.js';
import type { CsvOptions } from './options.js';
import { readRows } from './read-rows.js';
import { InstantTime, SessionTime, type RowTime } from './row-time.js';

/** What one file gives. */
interface LoadedFile {
  readonly series: BarSeries;
  readonly source: DataSource;
  readonly warnings: readonly string[];
}

/**
 * Bars from CSV files with a header line, one file an instrument.
 *
 * ```ts
 * csv({ files: { dir: 'data', symbols: ['SPY', 'TLT'] }, basis: 'total-return' });
 * csv({ files: { SPY: 'minute/SPY.csv' }, basis: 'raw', interval: '1m', time: { stamp: 'open' } });
 * ```
 *
 * Files are UTF-8, with LF or CRLF, and quoted as in RFC 4180 where they are quoted. Rows must ascend in time. A daily
 * row is the session of its date: it opens and closes with the instrument's calendar, early closes included. Intraday
 * bars outside the regular session are marked as extended.
 *
 * @throws ConfigError for options that cannot work. Loading throws DataError, which names the file and line.
 */
export function csv<const Basis extends PriceBasis>(options: CsvOptions<Basis>): HistoricalFeed<Basis> {
  return new CsvFeed(options, checkOptions(options));
}

class CsvFeed<Basis extends PriceBasis> implements HistoricalFeed<Basis> {
  readonly name = 'csv';
  readonly basis: Basis;
  readonly #options: CsvOptions<Basis>;
  readonly #checked: CheckedOptions;
  /** Made first to find bad properties before any file is read; only its volume is not known yet. */
  readonly #instruments: ReadonlyMap<string, Instrument>;

  constructor(options: CsvOptions<Basis>, checked: CheckedOptions) {
    this.basis = options.basis;
    this.#options = options;
    this.#checked = checked;
    this.#instruments = new Map(
      checked.files.map(([symbol]) => [symbol, new Instrument({ ...options.instrument, symbol, basis: options.basis })]),
    );
  }

  async load(request: LoadRequest = {}): Promise<FeedData> {
    const loaded: LoadedFile[] = [];
    let days: SessionDays | undefined;
    for (const [symbol, file] of this.#checked.files) {
      const instrument = this.#instruments.get(symbol)!;
      days ??= new SessionDays(instrument.calendar);
      loaded.push(await this.#loadFile(instrument, file, days, request.signal));
    }
    return until(request.until, {
      series: loaded.map(({ series }) => series),
      sources: loaded.map(({ source }) => source),
      warnings: loaded.flatMap(({ warnings }) => warnings),
    });
  }

  async #loadFile(instrument: Instrument, file: string, days: SessionDays, signal: AbortSignal | undefined): Promise<LoadedFile> {
    const { interval = '1d', columns = {}, extra = [], mode = 'strict', delimiter = ',', header } = this.#options;
    const { symbol } = instrument;
    const faults = new RowFaults(file, `${symbol} ${interval}`, mode, { symbol, interval });
    const rows = new BarRows(
      {
        columns,
        extra,
        totalReturn: this.basis === 'total-return',
        keepOpenTime: this.#checked.intraday === undefined,
        volume: this.#options.instrument?.volume,
        descending: this.#options.order === 'descending',
        decorated: this.#options.numbers === 'decorated',
      },
      this.#clock(instrument, days),
      faults,
    );
    await readRows({ file, delimiter, header, signal }, faults, rows);
    const [first] = faults.dropped;
    if (rows.length === 0 && first !== undefined) {
      throw faults.error(first.line, {
        code: 'csv/empty',
        message: `not one row is usable; this one: ${first.reason}`,
        hint: 'check the columns, the time format and the calendar, or read the file in strict mode',
      });
    }
    const warnings = rows.length > 0 ? faults.warnings(rows.length) : [`${file}: ${symbol} ${interval}: no row between from and to`];
    const columnsOfBars = rows.finish();
    return {
      series: new BarSeries(instrument.with({ volume: rows.volume }), interval, columnsOfBars),
      source: { name: file, rows: rows.length, ...(faults.dropped.length > 0 && { dropped: faults.dropped }) },
      warnings,
    };
  }

  #clock(instrument: Instrument, days: SessionDays): RowTime {
    const limits = { from: this.#options.from, to: this.#options.to };
    const { time, intraday } = this.#checked;
    return intraday === undefined
      ? new SessionTime(time, days, limits)
      : new InstantTime(time, intraday.duration, intraday.anchor, instrument.calendar, limits);
  }
}
