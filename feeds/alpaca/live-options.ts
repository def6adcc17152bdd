import type { Clock } from '../../src/clock/clock.js';
import type { Millis } from '../../src/core/time.js';
import type { FeedInstrument } from '../network/feed-options.js';
import type { NetworkOptions } from '../network/network-options.js';
import type { AlpacaDataFeed, Environment } from './options.js';

/** Live bars of stocks and funds from Alpaca. The network options are those of its REST requests. */
export interface AlpacaLiveOptions extends NetworkOptions {
  readonly symbols: readonly string[];
  /** What Alpaca calls those symbols that it spells in another way: `{ 'BRK-B': 'BRK.B' }`. */
  readonly names?: Readonly<Record<string, string>>;
  /** Prices as they are traded: live bars have no other basis. */
  readonly basis: 'raw';
  /** `1m` as they are streamed, or `1d` after each session. */
  readonly interval: '1m' | '1d';
  /** Default `iex`: one exchange, free. `sip`, all exchanges, needs a paid subscription. */
  readonly feed?: AlpacaDataFeed;
  /** For all symbols: calendar, currency, tick, lot step and the like. */
  readonly instrument?: FeedInstrument;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /**
   * Milliseconds without any bar during a session after which a stream of minutes is looked upon with suspicion. Default 180,000. It is
   * doubled, up to half an hour, when it turns out that nothing was traded.
   */
  readonly quiet?: Millis;
  /**
   * Milliseconds after the close at which session bars are asked for. Default 1,200,000: late prints change a bar for some minutes, and
   * free accounts may not read the last 15 minutes of `sip`.
   */
  readonly settle?: Millis;
  /**
   * Where keys and addresses are read: `APCA_API_KEY_ID`, `APCA_API_SECRET_KEY`, `APCA_API_DATA_URL` for requests,
   * `APCA_DATA_STREAM_URL` for the stream (`ws://localhost:8080`; `/v2/iex` or `/v2/sip` is put behind it). Default `process.env`.
   */
  readonly env?: Environment;
}
