import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { DAY, intervalMillis, type Interval } from '../../src/core/time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { BarCollector } from '../common/bar-collector.js';
import { ZoneClock } from '../common/zone-clock.js';
import { SourceRows } from '../network/source-rows.js';
import { SymbolFeed, type SymbolFacts } from '../network/symbol-feed.js';
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

class AlpacaFeed<Basis extends PriceBasis> extends SymbolFeed<Basis> {
  readonly #client: AlpacaClient;
  readonly #interval: Interval;

  constructor(options: AlpacaOptions<Basis>) {
    const { feed = 'iex', interval = '1d' } = options;
    super({ name: 'alpaca', bases: ['raw', 'split', 'total-return'], interval, feed, options });
    check(interval, feed, options.from);
    this.#interval = interval;
    this.#client = new AlpacaClient(options);
  }

  protected async ask(symbol: string, bars: BarCollector, signal: AbortSignal | undefined): Promise<SymbolFacts> {
    const interval = this.#interval;
    const instrument = this.instrumentOf(symbol);
    const rows = new SourceRows(instrument.calendar, bars);
    const clock = new ZoneClock(instrument.calendar.zone);
    const from = clock.startOfDay(this.days.first);
    const to = this.days.last === Infinity ? undefined : clock.startOfDay(this.days.last + 1);
    const duration = intervalMillis(interval);
    const answer = await this.#client.ask([symbol], interval, from, to, signal);
    for (const { time, figures } of answer.bars) {
      if (duration !== undefined) rows.intraday(time, duration, figures, answer.now);
      // A session is stamped with midnight in New York.
      else rows.session(Math.floor((time + clock.offsetAt(time)) / DAY), figures, answer.now);
    }
    return { instrument };
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
