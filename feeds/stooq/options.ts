import type { NetworkFeedOptions } from '../network/feed-options.js';

/** Bases that Stooq's prices may be read as. */
export type StooqBasis = 'split' | 'total-return';

/** Daily bars from Stooq. */
export interface StooqOptions<Basis extends StooqBasis> extends Omit<NetworkFeedOptions<Basis>, 'interval'> {
  /**
   * Stooq adjusts its prices for splits and, it is commonly held, for dividends of stocks and funds: `total-return`. It
   * publishes neither the rule nor the events; compare with another source before you rely on it.
   */
  readonly basis: Basis;
  /**
   * Stooq's names. By default a symbol in lower case, with `.us` behind it unless it has a point or begins with a caret:
   * SPY is `spy.us`, ^SPX is `^spx`.
   */
  readonly names?: Readonly<Record<string, string>>;
  /** Key for the download of data, which Stooq gives to those who ask for it in a browser. Default: `STOOQ_API_KEY` of the environment. */
  readonly apiKey?: string;
  /** Default `https://stooq.com`. */
  readonly baseUrl?: string;
}
