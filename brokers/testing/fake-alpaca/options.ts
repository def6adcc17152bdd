import type { Calendar } from '../../../src/calendar/calendar.js';
import type { Clock } from '../../../src/clock/clock.js';
import type { DecimalInput } from '../../../src/core/money.js';
import type { RandomFaults } from './fault-names.js';

/** A security of the fake Alpaca. What is left out is `true`, or easy to borrow. */
export interface FakeAsset {
  readonly symbol: string;
  readonly name?: string;
  readonly exchange?: string;
  readonly tradable?: boolean;
  readonly fractionable?: boolean;
  readonly shortable?: boolean;
  readonly easyToBorrow?: boolean;
  readonly marginable?: boolean;
}

/** The paper account at the start. */
export interface FakeAccountOptions {
  /** Default 100,000 dollars. */
  readonly cash?: DecimalInput;
  /** 1 is a cash account. Default 2, as Regulation T. */
  readonly multiplier?: 1 | 2 | 4;
  /** Whether shares may be sold short. Default `true` unless the multiplier is 1. */
  readonly shorting?: boolean;
}

/** Settings of {@link startFakeAlpaca}. */
export interface FakeAlpacaOptions {
  /** Port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number;
  /** Every random choice follows from it. Default 1. */
  readonly seed?: number;
  /** Time of sessions, stamps and timers. Default the machine's clock. */
  readonly clock?: Clock;
  /**
   * When the market is open: by a calendar and the clock, default `xnys`; or `'driven'`, only where `market.open()` and
   * `market.close()` say so, and during `market.session()`.
   */
  readonly hours?: Calendar | 'driven';
  /**
   * `'quote'` (default): a marketable order fills at once at the last price of this session, as Alpaca's paper trading does.
   * `'next-price'`: orders wait for the next price that the test gives, as in a backtest.
   */
  readonly fills?: 'quote' | 'next-price';
  /** The pair that clients must show. Default `fake-key` and `fake-secret`. */
  readonly keyId?: string;
  /** See `keyId`. */
  readonly secret?: string;
  /** The account at the start. */
  readonly account?: FakeAccountOptions;
  /** All there is to trade. Default: every symbol exists, may be sold short and split into fractions. */
  readonly assets?: readonly FakeAsset[];
  /** Probability that an order which could fill completely fills a random part first. Default 0.1, as Alpaca states; 0 for never. */
  readonly partialFills?: number;
  /** Trading requests a minute before 429. Alpaca allows 200; default no limit, since tests are faster than days. */
  readonly requestsPerMinute?: number;
  /** Connections to one market data stream before error 406. Default 1. */
  readonly dataConnections?: number;
  /** Connections to the order stream before the handshake gets 429. Default no limit. */
  readonly tradingConnections?: number;
  /** Whether a market buy must be covered 4 % (2.5 % from 50 dollars on) above the last price, and a short 3 %. Default `true`. */
  readonly priceCollar?: boolean;
  /** Probabilities of faults from the start. Default none. */
  readonly faults?: RandomFaults;
}
