import { ConfigError } from '../../src/core/errors.js';
import { Instrument, type PriceBasis } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import { DAY, intervalMillis, type Interval } from '../../src/core/time.js';
import type { DataSource, FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { BarCollector } from '../common/bar-collector.js';
import { until } from '../common/until.js';
import { ZoneClock } from '../common/zone-clock.js';
import { checkFeedOptions, type Days } from '../network/feed-options.js';
import { SourceRows } from '../network/source-rows.js';
import { AlpacaClient } from './client.js';
import type { AlpacaDataFeed, AlpacaOptions } from './options.js';

/**
 * Historical bars of stocks and funds from Alpaca.
 *
 * ```ts
 * alpaca({ symbols: ['SPY'], basis: 'raw', interval: '1m', from: '2024-02-01', to: '2024-02-29' });
 * ```
 *
 * Keys come from the environment (`APCA_API_KEY_ID`, `APCA_API_SECRET_KEY`), the address too where it is another one
 * (`APCA_API_DATA_URL`). Bars of the iex and the sip feed differ; which it was stands in the key of the data.
 *
 * @throws ConfigError for options that cannot work, and when it loads without keys. Loading throws DataError:
 * `alpaca/unauthorized`, `alpaca/subscription`, `alpaca/unknown-symbol`, `network/rate-limited` and others.
 */
export function alpaca<const Basis extends PriceBasis>(options: AlpacaOptions<Basis>): HistoricalFeed<Basis> {
  return new AlpacaFeed(options);
}

interface Loaded {
  readonly series: BarSeries;
  readonly source: DataSource;
  readonly warnings: readonly string[];
}

class AlpacaFeed<Basis extends PriceBasis> implements HistoricalFeed<Basis> {
  readonly name = 'alpaca';
  readonly basis: Basis;
  readonly #options: AlpacaOptions<Basis>;
  readonly #days: Days;
  readonly #client: AlpacaClient;
  readonly #feed: AlpacaDataFeed;
  readonly #interval: Interval;

  constructor(options: AlpacaOptions<Basis>) {
    this.basis = options.basis;
    this.#options = options;
    this.#days = checkFeedOptions('alpaca', options, ['raw', 'split', 'total-return']);
    this.#feed = options.feed ?? 'iex';
    this.#interval = options.interval ?? '1d';
    check(this.#interval, this.#feed, options.from);
    for (const symbol of options.symbols) new Instrument({ ...options.instrument, symbol, basis: options.basis });
    this.#client = new AlpacaClient(options);
  }

  async load(request: LoadRequest = {}): Promise<FeedData> {
    request.signal?.throwIfAborted();
    const loaded: Loaded[] = [];
    for (const symbol of this.#options.symbols) loaded.push(await this.#loadSymbol(symbol, request.signal));
    return until(request.until, {
      series: loaded.map(({ series }) => series),
      sources: loaded.map(({ source }) => source),
      warnings: loaded.flatMap(({ warnings }) => warnings),
    });
  }

  async #loadSymbol(symbol: string, signal: AbortSignal | undefined): Promise<Loaded> {
    const { mode = 'strict', instrument: given } = this.#options;
    const interval = this.#interval;
    const instrument = new Instrument({ ...given, symbol, basis: this.basis });
    const bars = new BarCollector('alpaca', symbol, interval, mode);
    const rows = new SourceRows(instrument.calendar, bars);
    const clock = new ZoneClock(instrument.calendar.zone);
    const from = clock.startOfDay(this.#days.first);
    const to = this.#days.last === Infinity ? undefined : clock.startOfDay(this.#days.last + 1);
    const duration = intervalMillis(interval);
    const answer = await this.#client.ask([symbol], interval, from, to, signal);
    for (const { time, figures } of answer.bars) {
      if (duration !== undefined) rows.intraday(time, duration, figures, answer.now);
      // A session is stamped with midnight in New York.
      else rows.session(Math.floor((time + clock.offsetAt(time)) / DAY), figures, answer.now);
    }
    const feed = this.#feed;
    return {
      series: new BarSeries(instrument.with({ volume: given?.volume ?? bars.volume }), interval, bars.columns()),
      source: {
        name: `alpaca ${feed} ${symbol} ${interval} ${this.basis}`,
        rows: bars.length,
        key: { source: 'alpaca', symbol, interval, adjustment: this.basis, feed },
        ...(bars.dropped.length > 0 && { dropped: bars.dropped }),
      },
      warnings: bars.warnings(),
    };
  }
}

function check(interval: Interval, feed: AlpacaDataFeed, from: string): void {
  const refuse = (code: string, message: string, hint: string): never => {
    throw new ConfigError(`alpaca: ${message}`, { code, context: { interval, feed, from }, hint });
  };
  const [, count = 0, unit = ''] = /^(\d+)([mhd])$/.exec(interval) ?? [];
  const most = { m: 59, h: 23, d: 1 }[unit] ?? 0;
  if (Number(count) < 1 || Number(count) > most) {
    refuse('alpaca/interval', `it has no bars of ${interval}`, 'it has 1m to 59m, 1h to 23h and 1d; make longer ones with resampled()');
  }
  if (feed !== 'iex' && feed !== 'sip') refuse('alpaca/feed', `feed ${JSON.stringify(feed)} is unknown`, 'set feed: "iex" or "sip"');
  if (from === undefined) refuse('alpaca/from', 'it needs a first date', 'give from: "YYYY-MM-DD"');
}
