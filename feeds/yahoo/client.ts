import type YahooFinance from 'yahoo-finance2';
import type { ChartResultArray as Chart } from 'yahoo-finance2/modules/chart';

import { DataError } from '../../src/core/errors.js';
import type { Millis } from '../../src/core/time.js';
import { dataErrorWithin } from '../network/network-fault.js';
import { politeFetch } from '../network/polite-fetch.js';
import type { YahooBasis, YahooInterval, YahooOptions } from './options.js';

type Library = InstanceType<typeof YahooFinance>;

/** What the library makes of an answer. */
export type { Chart };

/** One answer, and the source's own time when it gave it. */
export interface YahooAnswer {
  readonly chart: Chart;
  /** Latest instant that the answer speaks of: its `Date` header, or the last trade. */
  readonly now: Millis;
}

/** A stretch of one symbol's bars. */
export interface YahooQuestion {
  readonly symbol: string;
  readonly interval: YahooInterval;
  readonly from: Millis;
  /** Exclusive. `undefined` asks for all there is. */
  readonly to: Millis | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Asks Yahoo through its client library, patiently and one question at a time. */
export class YahooClient {
  readonly #options: YahooOptions<YahooBasis>;
  readonly #fetch: typeof fetch;
  #library: Promise<Library> | undefined;
  #date = Number.NaN;

  constructor(options: YahooOptions<YahooBasis>) {
    this.#options = options;
    const send = politeFetch('yahoo', 'json', options);
    this.#fetch = async (input, init) => {
      const response = await send(input, init);
      this.#date = Date.parse(response.headers.get('date') ?? '');
      return response;
    };
  }

  /** @throws DataError that says what went wrong and what to do. */
  async ask({ symbol, interval, from, to, signal }: YahooQuestion): Promise<YahooAnswer> {
    signal?.throwIfAborted();
    const library = await (this.#library ??= this.#load());
    try {
      this.#date = Number.NaN;
      const chart = await library.chart(
        this.#options.names?.[symbol] ?? symbol,
        {
          period1: from / 1000,
          ...(to !== undefined && { period2: to / 1000 }),
          interval,
          includePrePost: this.#options.extendedHours ?? true,
          events: 'div|split',
          return: 'array',
        },
        { fetchOptions: signal === undefined ? {} : { signal } },
      );
      const traded = chart.meta.regularMarketTime.getTime();
      return { chart, now: Number.isNaN(this.#date) ? traded : Math.max(this.#date, traded) };
    } catch (error) {
      signal?.throwIfAborted();
      throw dataErrorWithin(error) ?? explained(symbol, interval, error);
    }
  }

  /** The library takes long to load, so only those pay for it who use it. */
  async #load(): Promise<Library> {
    const { default: Client } = await import('yahoo-finance2');
    const log = this.#options.log ?? (() => undefined);
    const say = (...parts: readonly unknown[]): void => log(parts.map(String).join(' '));
    return new Client({
      fetch: this.#fetch,
      // Its queue is one for the whole process, as is Yahoo's patience with it.
      queue: { concurrency: 1, interval: this.#options.pause ?? 1000 },
      // It warns about Node 20, on which it works: nothing that users could act on.
      logger: { debug: say, info: say, warn: say, error: say, dir: say },
      suppressNotices: ['yahooSurvey', 'ripHistorical'],
      validation: { logErrors: false, logOptionsErrors: false },
      // Otherwise it asks a registry for newer versions, past the given fetch.
      versionCheck: false,
    });
  }
}

function explained(symbol: string, interval: string, cause: unknown): DataError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const [code, what, hint] = faultOf(said, cause);
  return new DataError(`yahoo: ${symbol} ${interval}: ${what}`, {
    code,
    context: { source: 'yahoo', symbol, interval, said },
    hint,
    cause,
  });
}

function faultOf(said: string, cause: unknown): readonly [code: string, what: string, hint: string] {
  if (/no data found|may be delisted|not found/i.test(said)) {
    return [
      'yahoo/unknown-symbol',
      `it has no data of this symbol (${said})`,
      'write it as Yahoo does (BRK-B, ^GSPC, BTC-USD, SAP.DE); of delisted companies Yahoo keeps nothing',
    ];
  }
  if (/must be within the last|requested range|granularity/i.test(said)) {
    return [
      'yahoo/range',
      `it does not have bars that old (${said})`,
      'ask for later dates, or for longer bars: days go back to the beginning',
    ];
  }
  if (cause instanceof Error && cause.name === 'FailedYahooValidationError') {
    return [
      'yahoo/unknown-form',
      'its answer has a form that the client library does not know',
      'see whether a newer yahoo-finance2 knows it, or use another feed',
    ];
  }
  return ['yahoo/refused', `it refused to answer (${said})`, 'try later, or put another feed behind it with fallback()'];
}
