import type { Observable } from 'rxjs';

import type { Instrument, PriceBasis } from '../core/instrument.js';
import type { BarInterval, Millis } from '../core/time.js';
import type { FeedData } from './feed.js';

/** A closed bar as a live source delivers it. Prices are float64 in the instrument's currency, times epoch ms. */
export interface LiveBar {
  readonly instrument: Instrument;
  readonly interval: BarInterval;
  readonly openTime: Millis;
  /** Close of the bar. It is never delivered before. */
  readonly time: Millis;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** True outside the regular session. */
  readonly extended: boolean;
  /** Further columns of the row, known at its close. */
  readonly extra?: Readonly<Record<string, number>>;
  /**
   * How it came.
   * - `stream`: when it closed;
   * - `backfill`: afterwards, as it was missed while the connection was down;
   * - `correction`: other figures for a bar that was delivered before, or a bar that comes after later ones of its instrument. It does
   *   not change history.
   */
  readonly origin: 'stream' | 'backfill' | 'correction';
}

/** A bar as a run takes it: a live bar without the way it came. */
export interface SliceBar extends Omit<LiveBar, 'instrument' | 'origin'> {
  readonly symbol: string;
}

/** State of the connection. `closed` is final. */
export type LiveStatus = 'connecting' | 'open' | 'interrupted' | 'closed';

/** Something that an operator may want to read: a lost connection, a bar that could not be used. Nothing of it needs an answer. */
export interface FeedNotice {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Stable name, for example `alpaca/mute`. */
  readonly code: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * A source of bars as they close.
 *
 * - Of each instrument every bar comes once and in time order, except corrections.
 * - After an interruption the bars that were missed come first, as `backfill`. Whether they are still of use is not the
 *   feed's to say: who makes slices of bars has a grace period, and treats later ones as late.
 * - A fault that the feed cannot mend by itself ends both observables with a DataError.
 */
export interface LiveFeed<Basis extends PriceBasis = PriceBasis> {
  readonly name: string;
  readonly basis: Basis;
  /** Of its bars, the finest where there are several. Known once the feed is open. */
  readonly interval: BarInterval;
  /** Bars from now on, shared by all subscribers: nothing is repeated for later ones. Completes after `close()`. */
  readonly bars: Observable<LiveBar>;
  /** The present state, then its changes. Completes after `close()`. */
  readonly status: Observable<LiveStatus>;
  /** What an operator may want to read, of feeds that have such a thing. Completes after `close()`. */
  readonly notices?: Observable<FeedNotice>;
  /** Connects. Resolves with the instruments once bars will come; subscribe to `bars` before. @throws DataError */
  open(signal?: AbortSignal): Promise<readonly Instrument[]>;
  /** The last `n` closed bars of each instrument, none of which comes through `bars` again. @throws DataError */
  history(n: number, signal?: AbortSignal): Promise<FeedData>;
  /** Close of the latest bar that should exist at `now`, where the feed can tell; without it, the last session's. */
  latestDue?(now: Millis): Millis;
  /**
   * The same by time: all closed bars that opened from `from` on. For those who need whole sessions; a feed that cannot do it has no
   * such method. @throws DataError
   */
  historyFrom?(from: Millis, signal?: AbortSignal): Promise<FeedData>;
  /** Ends the connection and the observables. Closing again does nothing. */
  close(): Promise<void>;
}
