// The feed contract for feeds that are made of others.
import { actionsOf, adjusted, memory, resampled, tableFeed, withActions } from '../../feeds/index.js';
import { BarTable } from '../../src/core/table.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import { feedContract, type FeedRequest } from '../contract/feed-contract.js';

/** A feed that has one basis only, for a suite that gives it just that. */
const only = <Basis extends PriceBasis>(feed: HistoricalFeed): HistoricalFeed<Basis> => feed as HistoricalFeed<Basis>;

function given<Basis extends PriceBasis>({ basis, interval, rows }: FeedRequest<Basis>): HistoricalFeed<Basis> {
  return memory({
    series: Object.entries(rows).map(([symbol, of]) => ({
      instrument: { symbol, basis },
      interval,
      bars: of.map(({ at, ...prices }) => (interval === '1d' ? { ...prices, date: at } : { ...prices, time: Date.parse(at) })),
    })),
  });
}

const known = { from: '2020-01-01', to: '2024-12-31', actions: [] };
const none = actionsOf([
  { symbol: 'AAA', ...known },
  { symbol: 'BBB', ...known },
]);

// Without actions within the bars every view shows the prices as traded.
for (const basis of ['raw', 'split', 'total-return'] as const) {
  feedContract({
    name: `adjusted, ${basis}`,
    basis,
    make: <Basis extends PriceBasis>(request: FeedRequest<Basis>) =>
      only<Basis>(adjusted(given({ ...request, basis: 'raw' }), { basis, actions: none })),
  });
}

feedContract({
  name: 'with actions',
  basis: 'raw',
  make: <Basis extends PriceBasis>(request: FeedRequest<Basis>) => only<Basis>(withActions(given({ ...request, basis: 'raw' }), none)),
});

// Sessions made of sessions are the same ones.
feedContract({
  name: 'resampled, sessions as sessions',
  hasMinutes: false,
  make: (request) => resampled(given(request), request.interval === '1d' ? 'session' : request.interval),
});

feedContract({
  name: 'table',
  make: (request) => {
    // A table refuses faulty rows itself, so the feed under it is asked first.
    const feed = given(request);
    return {
      name: 'table',
      basis: feed.basis,
      load: async (load) => tableFeed(new BarTable((await feed.load()).series)).load(load),
    };
  },
});
