import { yahoo } from '../../feeds/index.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import { feedContract, type FeedRequest } from '../contract/feed-contract.js';
import { lateFetch, QUICK, yahooSource } from './sources/yahoo-feed.js';

/** A feed that has one basis only, for a suite that gives it just that. */
const only = <Basis extends PriceBasis>(feed: HistoricalFeed): HistoricalFeed<Basis> => feed as HistoricalFeed<Basis>;

feedContract({
  name: 'yahoo, through its client library',
  basis: 'split',
  drops: ['a price that is no number'],
  make: <Basis extends PriceBasis>({ interval, rows }: FeedRequest<Basis>) =>
    only<Basis>(
      yahoo({
        ...QUICK,
        basis: 'split',
        symbols: Object.keys(rows),
        interval: interval === '1m' ? '1m' : '1d',
        ...(interval === '1m' && { from: '2024-01-02', to: '2024-01-02' }),
        fetch: lateFetch(() => yahooSource(interval, rows)),
      }),
    ),
});
