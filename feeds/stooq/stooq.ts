import { DataError } from '../../src/core/errors.js';
import { isoDateOfDay } from '../../src/core/time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { BarCollector } from '../common/bar-collector.js';
import { beginning } from '../network/network-fault.js';
import { paced } from '../network/pacing.js';
import { politeFetch } from '../network/polite-fetch.js';
import { SourceRows } from '../network/source-rows.js';
import { SymbolFeed, type SymbolFacts } from '../network/symbol-feed.js';
import { stooqRows } from './answer.js';
import type { StooqBasis, StooqOptions } from './options.js';

/**
 * Daily bars from Stooq's download of CSV.
 *
 * ```ts
 * stooq({ symbols: ['SPY'], basis: 'total-return', from: '2015-01-01', apiKey: '…' });
 * ```
 *
 * Stooq answers status 200 whatever happens; pages, limits and requests for a key are told apart from data and said. Its
 * checks for browsers are respected: nothing here gets around them.
 *
 * @throws ConfigError for options that cannot work. Loading throws DataError: `stooq/page`, `stooq/key`, `stooq/limit`,
 * `stooq/no-data`, `network/timeout` and others.
 */
export function stooq<const Basis extends StooqBasis>(options: StooqOptions<Basis>): HistoricalFeed<Basis> {
  return new StooqFeed(options);
}

class StooqFeed<Basis extends StooqBasis> extends SymbolFeed<Basis> {
  readonly #options: StooqOptions<Basis>;
  readonly #fetch: typeof fetch;

  constructor(options: StooqOptions<Basis>) {
    super({ name: 'stooq', bases: ['split', 'total-return'], interval: '1d', options });
    this.#options = options;
    this.#fetch = paced(politeFetch('stooq', 'any', options), options.pause ?? 1000);
  }

  protected async ask(symbol: string, bars: BarCollector, signal: AbortSignal | undefined): Promise<SymbolFacts> {
    const response = await this.#fetch(this.#address(symbol), signal === undefined ? {} : { signal });
    const body = await response.text();
    if (!response.ok) {
      throw new DataError(`stooq: ${symbol} 1d: answered ${response.status}: ${beginning(body)}`, {
        code: 'stooq/refused',
        context: { source: 'stooq', symbol, status: response.status },
        hint: 'see whether stooq.com has the symbol, or put another feed behind it with fallback()',
      });
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    const now = Number.isNaN(date) ? Infinity : date;
    const instrument = this.instrumentOf(symbol);
    const rows = new SourceRows(instrument.calendar, bars);
    for (const { day, figures } of stooqRows(symbol, body)) {
      if (day >= this.days.first && day <= this.days.last) rows.session(day, figures, now);
    }
    return { instrument };
  }

  #address(symbol: string): URL {
    const { baseUrl = 'https://stooq.com', names = {}, apiKey = process.env['STOOQ_API_KEY'] } = this.#options;
    const url = new URL('/q/d/l/', baseUrl);
    const compact = (day: number): string => isoDateOfDay(day).replaceAll('-', '');
    url.searchParams.set('s', names[symbol] ?? stooqName(symbol));
    if (this.days.first !== -Infinity) url.searchParams.set('d1', compact(this.days.first));
    if (this.days.last !== Infinity) url.searchParams.set('d2', compact(this.days.last));
    url.searchParams.set('i', 'd');
    if (apiKey !== undefined && apiKey !== '') url.searchParams.set('apikey', apiKey);
    return url;
  }
}

function stooqName(symbol: string): string {
  const lower = symbol.toLowerCase();
  return lower.includes('.') || lower.startsWith('^') ? lower : `${lower}.us`;
}
