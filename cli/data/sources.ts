import { yahoo, type MissingBars, type YahooInterval } from '../../feeds/index.js';
import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { Interval } from '../../src/core/time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';

/** What is asked of a source. */
export interface SourceRequest extends MissingBars {
  readonly basis: PriceBasis;
  readonly interval: Interval;
}

/** Makes the feed of a source. @throws ConfigError for a basis or an interval that the source has not. */
export type MakeFeed = (request: SourceRequest) => HistoricalFeed;

/** The sources of `barstream data fetch`, by the names under which their bars are kept. */
export const SOURCES: Readonly<Record<string, MakeFeed>> = {
  yahoo: ({ symbols, from, to, basis, interval }) => {
    if (basis === 'raw') {
      throw new ConfigError('Yahoo has no prices as they were traded', {
        code: 'cli/basis',
        context: { source: 'yahoo', basis },
        hint: 'write --basis split (its prices) or --basis total-return (times adjusted close / close)',
      });
    }
    return yahoo({ symbols, from, to, basis, interval: interval as YahooInterval, mode: 'tolerant' });
  },
};
