import type { DecimalInput } from '../../../src/core/money.js';
import type { AccountBlocks } from './account-view.js';
import type { Faults } from './faults.js';
import type { FakeMarket } from './market.js';
import type { FakeAlpacaState } from './state.js';
import type { FakeVenue } from './venue-desk.js';

/** Environment variables that point a client here. */
export interface FakeAlpacaEnvironment {
  readonly APCA_API_KEY_ID: string;
  readonly APCA_API_SECRET_KEY: string;
  readonly APCA_API_BASE_URL: string;
  readonly APCA_API_DATA_URL: string;
  readonly APCA_API_STREAM_URL: string;
  readonly APCA_DATA_STREAM_URL: string;
}

/**
 * A server on 127.0.0.1 that behaves as Alpaca's paper trading does: REST for trading and market data, the order stream `/stream` (JSON
 * in binary frames) and the data streams `/v2/{feed}` (msgpack). The test moves its market and has it fail.
 */
export interface FakeAlpaca {
  /** Where REST is, for example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** The order stream. */
  readonly streamUrl: string;
  /** Host of the data streams: add `/v2/iex`. */
  readonly dataStreamUrl: string;
  /** What a client must find in its environment to come here. */
  readonly env: FakeAlpacaEnvironment;
  /** Prices, sessions and bars. */
  readonly market: FakeMarket;
  /** What goes wrong. */
  readonly faults: Faults;
  /** The venue's own hand on orders. */
  readonly venue: FakeVenue;
  /** Everything the server knows. */
  state(): FakeAlpacaState;
  /** Adds money to the account, or takes it with a minus. */
  deposit(amount: DecimalInput): void;
  /** Blocks the account, or frees it. */
  block(blocks: Partial<AccountBlocks>): void;
  /** Cuts every stream. */
  dropStreams(): void;
  /** Cuts every connection and listens again on the same port. What it knows is kept. */
  restart(): Promise<void>;
  /** Ends for good. */
  stop(): Promise<void>;
}
