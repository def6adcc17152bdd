import type { ActionHistory } from '../core/corporate-action.js';
import type { ExternalSeries } from '../core/external.js';
import type { PriceBasis } from '../core/instrument.js';
import type { BarSeries } from '../core/series.js';
import type { Millis } from '../core/time.js';
import type { BarKey } from './bar-key.js';

/** What a feed is told when it loads. */
export interface LoadRequest {
  /** Nothing that became known after this instant is needed. */
  readonly until?: Millis;
  readonly signal?: AbortSignal;
}

/** Where a part of the data came from, for the manifest. */
export interface DataSource {
  readonly name: string;
  readonly rows: number;
  /** Rows that the feed left out, and why. */
  readonly dropped?: readonly { readonly line?: number; readonly reason: string }[];
  /** Which bars these are, where a source has several kinds. */
  readonly key?: BarKey;
  /** Feeds that were asked before and did not answer, and why. */
  readonly insteadOf?: readonly { readonly feed: string; readonly reason: string }[];
}

/** What a feed delivers. */
export interface FeedData {
  readonly series: readonly BarSeries[];
  readonly externals?: readonly ExternalSeries[];
  /** Corporate actions of the instruments of which they are known. */
  readonly actions?: readonly ActionHistory[];
  readonly sources?: readonly DataSource[];
  readonly warnings?: readonly string[];
}

/** A source of history. `Basis` is the price basis of its bars: feeds of different bases do not type-check together. */
export interface HistoricalFeed<Basis extends PriceBasis = PriceBasis> {
  readonly name: string;
  readonly basis: Basis;
  /** @throws DataError naming file and line, or symbol and date. */
  load(request?: LoadRequest): Promise<FeedData>;
}
