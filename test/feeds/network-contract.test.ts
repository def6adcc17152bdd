import { alpaca, fallback, stooq, yahoo } from '../../feeds/index.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import { feedContract, type FeedRequest, type FeedRow } from '../contract/feed-contract.js';
import { httpSource, text } from '../support/http-source.js';
import { alpacaSource, KEYS } from './sources/alpaca-source.js';
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

const NAN_IS_NULL = ['a price that is no number'];

feedContract({
  name: 'alpaca, through its SDK',
  drops: NAN_IS_NULL,
  make: ({ basis, interval, rows }) =>
    alpaca({
      ...QUICK,
      basis,
      symbols: Object.keys(rows),
      interval,
      from: '2023-11-01',
      env: KEYS,
      fetch: lateFetch(() => alpacaSource(interval, rows)),
    }),
});

const stooqCsv = (rows: readonly FeedRow[]): string =>
  [
    'Date,Open,High,Low,Close,Volume',
    ...rows.map(({ at, ...f }) => [at, ...[f.open, f.high, f.low, f.close, f.volume].map(cell)].join(',')),
  ].join('\r\n');
const cell = (figure: number): string => (Number.isNaN(figure) ? '' : String(figure));

feedContract({
  name: 'stooq',
  basis: 'split',
  hasMinutes: false,
  drops: NAN_IS_NULL,
  make: <Basis extends PriceBasis>({ rows }: FeedRequest<Basis>) =>
    only<Basis>(
      stooq({
        ...QUICK,
        basis: 'split',
        symbols: Object.keys(rows),
        fetch: lateFetch(() =>
          httpSource(() => (request, response) => {
            const symbol = request.url.searchParams.get('s')!.replace('.us', '').toUpperCase();
            text(stooqCsv(rows[symbol] ?? []))(request, response);
          }),
        ),
      }),
    ),
});

feedContract({
  name: 'fallback over one feed',
  drops: NAN_IS_NULL,
  make: ({ basis, interval, rows }) =>
    fallback([
      alpaca({
        ...QUICK,
        basis,
        symbols: Object.keys(rows),
        interval,
        from: '2023-11-01',
        env: KEYS,
        fetch: lateFetch(() => alpacaSource(interval, rows)),
      }),
    ]),
});
