import type { NetworkFeedOptions } from '../network/feed-options.js';

/** Bases that can be made of Yahoo's figures. It does not have prices as they were traded. */
export type YahooBasis = 'split' | 'total-return';

/** Lengths of bars that Yahoo has. Longer ones are made with `resampled()`: Yahoo's own weeks are faulty around dividends. */
export type YahooInterval = '1m' | '2m' | '5m' | '15m' | '30m' | '60m' | '1h' | '90m' | '1d';

/** Bars from Yahoo Finance. */
export interface YahooOptions<Basis extends YahooBasis> extends NetworkFeedOptions<Basis> {
  /**
   * Default `1d`. Yahoo keeps 1m bars for about 30 days, 2m to 90m for about 60 days and 1h for about 730 days; intraday
   * bars need `from`, and come on basis `split` only.
   */
  readonly interval?: YahooInterval;
  /** Whether intraday bars outside the regular session are asked for too. Default true; they are marked. */
  readonly extendedHours?: boolean;
  /** Gets what the client library says. Default: nobody. */
  readonly log?: (message: string) => void;
}

/** How many days of an interval one request may ask for. */
export const DAYS_OF_REQUEST: Readonly<Record<YahooInterval, number>> = {
  '1m': 7,
  '2m': 55,
  '5m': 55,
  '15m': 55,
  '30m': 55,
  '60m': 700,
  '1h': 700,
  '90m': 55,
  '1d': Infinity,
};
