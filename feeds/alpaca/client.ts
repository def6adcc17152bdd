import type { Alpaca, timeFrame } from '@alpacahq/alpaca-trade-api/rest';

import { DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { Interval, Millis } from '../../src/core/time.js';
import type { Figures } from '../common/bar-collector.js';
import { dataErrorWithin } from '../network/network-fault.js';
import { keysOf } from './keys.js';
import { politeFetch } from '../network/polite-fetch.js';
import type { NetworkOptions } from '../network/network-options.js';
import type { AlpacaDataFeed, Environment } from './options.js';

/** Alpaca's word for a basis. */
export const ADJUSTMENTS: Readonly<Record<PriceBasis, string>> = { raw: 'raw', split: 'split', 'total-return': 'all' };

/** A bar as Alpaca has it; `time` is its start. */
export interface AlpacaBar {
  readonly symbol: string;
  readonly time: Millis;
  /** `undefined` where the source has no price. */
  readonly figures: Figures | undefined;
}

export interface AlpacaAnswer {
  readonly bars: readonly AlpacaBar[];
  /** The source's own time, Infinity when it did not say it. */
  readonly now: Millis;
}

/** What is asked, of which feed, and how. */
export interface AlpacaClientOptions extends NetworkOptions {
  readonly basis: PriceBasis;
  readonly feed?: AlpacaDataFeed;
  readonly names?: Readonly<Record<string, string>>;
  readonly env?: Environment;
}

/** Asks Alpaca's market data through its SDK, which follows the pages of an answer. */
export class AlpacaClient {
  readonly #options: AlpacaClientOptions;
  readonly #fetch: typeof fetch;
  #sdk: Promise<Alpaca> | undefined;
  #date = Number.NaN;

  constructor(options: AlpacaClientOptions) {
    this.#options = options;
    const send = politeFetch('alpaca', 'json', options);
    const base = (options.env ?? process.env)['APCA_API_DATA_URL'];
    this.#fetch = async (input, init) => {
      // The SDK has no option for the address of its market data.
      const url = String(input instanceof Request ? input.url : input);
      const response = await send(
        base === undefined || base === '' ? url : url.replace(/^https?:\/\/[^/]+/, base.replace(/\/+$/, '')),
        init,
      );
      this.#date = Date.parse(response.headers.get('date') ?? '');
      return response;
    };
  }

  /**
   * Bars of several symbols, one symbol after the other.
   * @param to - exclusive; `undefined` asks for all there is.
   */
  async ask(
    symbols: readonly string[],
    interval: Interval,
    from: Millis,
    to: Millis | undefined,
    signal: AbortSignal | undefined,
  ): Promise<AlpacaAnswer> {
    signal?.throwIfAborted();
    const { feed = 'iex', basis, names = {} } = this.#options;
    const sdk = await (this.#sdk ??= this.#load());
    const symbolOf = new Map(symbols.map((symbol) => [names[symbol] ?? symbol, symbol]));
    this.#date = Number.NaN;
    try {
      const bars: AlpacaBar[] = [];
      const pages = sdk.marketData.iterateStockBars({
        symbols: [...symbolOf.keys()],
        timeframe: timeframe(interval),
        start: new Date(from),
        ...(to !== undefined && { end: new Date(to - 1) }),
        limit: 10_000,
        adjustment: ADJUSTMENTS[basis],
        feed,
        sort: 'asc',
      });
      for await (const { symbol: name, value } of pages) {
        signal?.throwIfAborted();
        const symbol = symbolOf.get(name);
        if (symbol === undefined) continue;
        // The SDK's type says Date, and the value is the text as it came.
        bars.push({ symbol, time: new Date(value.t).getTime(), figures: figuresOf(value) });
      }
      return { bars, now: Number.isNaN(this.#date) ? Infinity : this.#date };
    } catch (error) {
      signal?.throwIfAborted();
      throw dataErrorWithin(error) ?? explained(symbols.join(', '), interval, feed, error);
    }
  }

  async #load(): Promise<Alpaca> {
    const { keyId, secret } = keysOf(this.#options.env);
    const { Alpaca: Sdk } = await import('@alpacahq/alpaca-trade-api/rest');
    // Attempts, waits and time-outs are the business of the given fetch.
    return new Sdk({ keyId, secret, fetchApi: this.#fetch, retry: false, timeoutMs: 0 });
  }
}

function figuresOf({ o, h, l, c, v }: Readonly<Record<'o' | 'h' | 'l' | 'c' | 'v', number | null>>): Figures | undefined {
  return o === null || h === null || l === null || c === null ? undefined : { open: o, high: h, low: l, close: c, volume: v ?? 0 };
}

function timeframe(interval: Interval): ReturnType<typeof timeFrame> {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(interval)!;
  return `${count}${unit === 'm' ? 'Min' : unit === 'h' ? 'Hour' : 'Day'}` as ReturnType<typeof timeFrame>;
}

function explained(symbol: string, interval: string, feed: string, cause: unknown): DataError {
  const { status, message = String(cause) } = (cause ?? {}) as { readonly status?: number; readonly message?: string };
  const [code, what, hint] = faultOf(status, message);
  return new DataError(`alpaca: ${symbol} ${interval} ${feed}: ${what}`, {
    code,
    context: { source: 'alpaca', symbol, interval, feed, status, said: message },
    hint,
    cause,
  });
}

function faultOf(status: number | undefined, said: string): readonly [code: string, what: string, hint: string] {
  if (status === 401 || (status === 403 && !/subscription/i.test(said))) {
    return [
      'alpaca/unauthorized',
      `the keys were refused (${status})`,
      'check APCA_API_KEY_ID and APCA_API_SECRET_KEY: both belong to one account',
    ];
  }
  if (status === 403) {
    return [
      'alpaca/subscription',
      `the account may not read these bars (${said})`,
      'set feed: "iex", or end at least 15 minutes before now with `to`: recent sip data needs a paid subscription',
    ];
  }
  if (status === 404 || /invalid symbol/i.test(said)) {
    return [
      'alpaca/unknown-symbol',
      `it does not know the symbol (${said})`,
      'write it as Alpaca does, BRK.B for example, or map it with names',
    ];
  }
  return ['alpaca/refused', `it refused to answer (${status ?? 'no status'}: ${said})`, 'see what it says; try later, or use fallback()'];
}
