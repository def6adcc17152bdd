import { alwaysOpen } from '../../src/calendar/always-open.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import { Instrument } from '../../src/core/instrument.js';
import { DAY, intervalMillis, type Millis } from '../../src/core/time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { BarCollector } from '../common/bar-collector.js';
import { SymbolFeed, type SymbolFacts } from '../network/symbol-feed.js';
import { yahooActions } from './actions.js';
import { YahooClient, type YahooAnswer } from './client.js';
import { DAYS_OF_REQUEST, type YahooBasis, type YahooInterval, type YahooOptions } from './options.js';
import { readRows } from './rows.js';

/**
 * Bars from Yahoo Finance, with dividends and splits.
 *
 * ```ts
 * yahoo({ symbols: ['SPY', 'BRK-B', '^GSPC'], basis: 'split', from: '2015-01-01' });
 * ```
 *
 * Yahoo's open, high, low, close and volume are adjusted for all splits up to today, so there is no `raw` basis.
 * - `split`: these prices. The feed gives dividends, as they were paid, and splits beside them.
 * - `total-return`: times adjusted close / close. Dividends are in the prices, so no actions are given.
 *
 * Rows that Yahoo leaves empty and the bar that has not closed yet are dropped and counted. Requests go out one at a time;
 * those that fail in passing are tried again.
 *
 * @throws ConfigError for options that cannot work. Loading throws DataError: `yahoo/unknown-symbol`, `yahoo/range`,
 * `network/rate-limited`, `network/timeout` and others, which name the symbol or the address and say what to do.
 */
export function yahoo<const Basis extends YahooBasis>(options: YahooOptions<Basis>): HistoricalFeed<Basis> {
  return new YahooFeed(options);
}

class YahooFeed<Basis extends YahooBasis> extends SymbolFeed<Basis> {
  readonly #options: YahooOptions<Basis>;
  readonly #interval: YahooInterval;
  readonly #client: YahooClient;

  constructor(options: YahooOptions<Basis>) {
    const { interval = '1d' } = options;
    super({ name: 'yahoo', bases: ['split', 'total-return'], interval, options });
    checkInterval(options, interval);
    this.#options = options;
    this.#interval = interval;
    this.#client = new YahooClient(options);
  }

  protected async ask(symbol: string, bars: BarCollector, signal: AbortSignal | undefined): Promise<SymbolFacts> {
    const { from = '1900-01-01' } = this.#options;
    const interval = this.#interval;
    const answers: YahooAnswer[] = [];
    let instrument: Instrument | undefined;
    for await (const answer of this.#answers(symbol, signal)) {
      instrument ??= this.#instrument(symbol, answer);
      answers.push(answer);
      const { calendar } = instrument;
      const totalReturn = this.basis === 'total-return';
      readRows(answer, { calendar, days: this.days, duration: intervalMillis(interval), totalReturn }, bars);
    }
    return {
      instrument: instrument!,
      // Only an answer that reaches today has the splits by which dividends were divided.
      actions: this.basis === 'split' && interval === '1d' ? yahooActions(symbol, answers[0]!, from) : undefined,
    };
  }

  /** One question for sessions; intraday bars in as many as their number of days needs. */
  async *#answers(symbol: string, signal: AbortSignal | undefined): AsyncGenerator<YahooAnswer> {
    const interval = this.#interval;
    const days = DAYS_OF_REQUEST[interval];
    const { first, last } = this.days;
    // The venue's zone is known from the answer only: a day to either side holds all dates wanted.
    let start = first === -Infinity ? 0 : (first - 1) * DAY;
    if (days === Infinity) {
      // Not cut at the last date: later splits tell what dividends were.
      yield checked(symbol, interval, await this.#client.ask({ symbol, interval, from: start, to: undefined, signal }));
      return;
    }
    let end: Millis = last === Infinity ? Infinity : (last + 2) * DAY;
    while (start < end) {
      const to = Math.min(start + days * DAY, end);
      const { chart, now } = checked(symbol, interval, await this.#client.ask({ symbol, interval, from: start, to, signal }));
      end = Math.min(end, now);
      yield { now, chart: { ...chart, quotes: chart.quotes.filter(({ date }) => date.getTime() < to) } };
      start = to;
    }
  }

  #instrument(symbol: string, { chart: { meta } }: YahooAnswer): Instrument {
    const given = this.#options.instrument ?? {};
    const isCrypto = given.calendar === undefined && meta.instrumentType === 'CRYPTOCURRENCY';
    const instrument = new Instrument({
      currency: meta.currency,
      ...given,
      ...(isCrypto && { calendar: alwaysOpen }),
      symbol,
      basis: this.basis,
    });
    if (instrument.calendar === alwaysOpen || instrument.calendar.zone === meta.exchangeTimezoneName) return instrument;
    throw new DataError(`yahoo: ${symbol} trades in ${meta.exchangeTimezoneName}, and its calendar is ${instrument.calendar.name}`, {
      code: 'yahoo/calendar',
      context: { source: 'yahoo', symbol, zone: meta.exchangeTimezoneName, calendar: instrument.calendar.name },
      hint: 'load it in a feed of its own, with instrument: { calendar: … } of its venue, or "always-open"',
    });
  }
}

function checkInterval({ from, basis }: YahooOptions<YahooBasis>, interval: YahooInterval): void {
  const refuse = (message: string, hint: string): never => {
    throw new ConfigError(`yahoo: ${message}`, { code: 'yahoo/interval', context: { interval, basis, from }, hint });
  };
  if (!Object.hasOwn(DAYS_OF_REQUEST, interval)) {
    refuse(`it has no bars of ${interval}`, `it has ${Object.keys(DAYS_OF_REQUEST).join(', ')}; make longer ones with resampled()`);
  }
  if (interval === '1d') return;
  if (from === undefined) refuse(`${interval} bars need a first date`, 'give from: "YYYY-MM-DD"; of 1m bars Yahoo keeps about 30 days');
  if (basis === 'total-return') refuse('there is no adjusted close of intraday bars', 'set basis: "split"');
}

/** Yahoo may answer with longer bars than were asked for. */
function checked(symbol: string, interval: YahooInterval, answer: YahooAnswer): YahooAnswer {
  const { dataGranularity } = answer.chart.meta;
  const hour = (name: string): string => (name === '60m' ? '1h' : name);
  if (hour(dataGranularity) === hour(interval)) return answer;
  throw new DataError(`yahoo: ${symbol} ${interval}: it answered with bars of ${dataGranularity}`, {
    code: 'yahoo/granularity',
    context: { source: 'yahoo', symbol, interval, dataGranularity },
    hint: 'ask for fewer or later days: short bars are kept for some weeks only',
  });
}
