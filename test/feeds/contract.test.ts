import { csv, memory } from '../../feeds/index.js';
import { feedContract, type FeedRow } from '../contract/feed-contract.js';
import { file } from './files.js';

const HEADER = 'time,open,high,low,close,volume';
const text = (rows: readonly FeedRow[]): string =>
  [HEADER, ...rows.map(({ at, open, high, low, close, volume }) => [at, open, high, low, close, volume].join(','))].join('\n');

feedContract({
  name: 'csv',
  make: ({ basis, interval, rows }) =>
    csv({
      basis,
      interval,
      files: Object.fromEntries(Object.entries(rows).map(([symbol, of]) => [symbol, file(text(of))])),
      ...(interval !== '1d' && { time: { stamp: 'close' } }),
    }),
});

feedContract({
  name: 'memory, bars',
  make: ({ basis, interval, rows }) =>
    memory({
      series: Object.entries(rows).map(([symbol, of]) => ({
        instrument: { symbol, basis },
        interval,
        bars: of.map(({ at, ...prices }) => (interval === '1d' ? { ...prices, date: at } : { ...prices, time: Date.parse(at) })),
      })),
    }),
});
