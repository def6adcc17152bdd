import type { PriceBasis } from '../../src/core/instrument.js';
import type { BarInterval, IsoDate } from '../../src/core/time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { CsvInstrument } from '../csv/options.js';

/** Dates of one symbol that a store lacks. */
export interface MissingBars {
  /** One symbol; an array, so that it fits the options of feeds. */
  readonly symbols: readonly [string];
  /** First and last date, both included. */
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Bars of a store. */
export interface StoreOptions<Basis extends PriceBasis> {
  readonly symbols: readonly string[];
  /** What the prices shall be adjusted for. A store never turns one adjustment into another. */
  readonly basis: Basis;
  /** Default `1d`. */
  readonly interval?: BarInterval;
  /** Who delivered the bars. May be left out where the store has the bars of one source only. */
  readonly source?: string;
  /** Which feed of the source, such as `iex`. */
  readonly feed?: string;
  /** First date, in the calendar's zone. Required to fetch. */
  readonly from?: IsoDate;
  /** Last date, in the calendar's zone. Required to fetch. */
  readonly to?: IsoDate;
  /** What else is to be said of the instruments: tick, lot step, multiplier, volume. */
  readonly instrument?: Omit<CsvInstrument, 'calendar' | 'currency'>;
}

/** A store that asks a feed for what it lacks. */
export interface FetchOptions<Basis extends PriceBasis> extends StoreOptions<Basis> {
  readonly source: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /**
   * Makes the feed that knows the missing bars; it is called for each stretch of dates of each symbol. The feed must
   * have the store's basis and interval.
   */
  readonly fetch: (missing: MissingBars) => HistoricalFeed<Basis>;
  /** Never fetch: what is missing stays missing, and the feed's warnings say so. Default false. */
  readonly offline?: boolean;
}
