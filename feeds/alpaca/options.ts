import type { PriceBasis } from '../../src/core/instrument.js';
import type { Interval } from '../../src/core/time.js';
import type { NetworkFeedOptions } from '../network/feed-options.js';

/** Where the trades come from: one exchange (free), or all of them (paid for recent data). */
export type AlpacaDataFeed = 'iex' | 'sip';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Historical bars of stocks and funds from Alpaca. */
export interface AlpacaOptions<Basis extends PriceBasis> extends NetworkFeedOptions<Basis> {
  /** Asked of Alpaca as its adjustment: `raw`, `split`, or `all` for `total-return`. */
  readonly basis: Basis;
  /** Required: without it Alpaca gives the current day only. */
  readonly from: string;
  /** Minutes up to 59m, hours up to 23h, or `1d`, the default. */
  readonly interval?: Interval;
  /**
   * Default `iex`, a few per cent of all trades: its volumes are not those of the market, and its prices may differ from
   * the consolidated ones. Bars of the two feeds are never mixed.
   */
  readonly feed?: AlpacaDataFeed;
  /** Where keys and addresses are read: `APCA_API_KEY_ID`, `APCA_API_SECRET_KEY`, `APCA_API_DATA_URL`. Default `process.env`. */
  readonly env?: Environment;
}
