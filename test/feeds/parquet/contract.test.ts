import { memory, parquet, writeParquet } from '../../../feeds/index.js';
import { feedContract, type FeedRow } from '../../contract/feed-contract.js';
import { double, newFile, parquetFile, text, timestamps, type Column } from './files.js';

const prices = (rows: readonly FeedRow[]): Column[] =>
  (['open', 'high', 'low', 'close', 'volume'] as const).map((name) =>
    double(
      name,
      rows.map((row) => row[name]),
    ),
  );
const stamps = (rows: readonly FeedRow[]): string[] => rows.map(({ at }) => (at.length === 10 ? `${at}T00:00:00Z` : at));

feedContract({
  name: 'parquet, one file a symbol',
  make: ({ basis, interval, rows }) =>
    parquet({
      basis,
      interval,
      files: Object.fromEntries(
        Object.entries(rows).map(([symbol, of]) => [symbol, parquetFile([timestamps('time', stamps(of), 'NANOS', true), ...prices(of)])]),
      ),
      ...(interval !== '1d' && { time: { stamp: 'close' } }),
    }),
});

feedContract({
  name: 'parquet, all symbols in one file',
  make: ({ basis, interval, rows }) => {
    const all = Object.values(rows).flat();
    const symbols = Object.entries(rows).flatMap(([symbol, of]) => of.map(() => symbol));
    const file = parquetFile([text('symbol', symbols), timestamps('time', stamps(all), 'MILLIS', true), ...prices(all)]);
    return parquet({
      basis,
      interval,
      files: Object.fromEntries(Object.keys(rows).map((symbol) => [symbol, file])),
      ...(interval !== '1d' && { time: { stamp: 'close' } }),
    });
  },
});

feedContract({
  name: 'parquet, of its own writer',
  make: ({ basis, interval, rows }) => {
    const given = memory({
      series: Object.entries(rows).map(([symbol, of]) => ({
        instrument: { symbol, basis },
        interval,
        bars: of.map(({ at, ...figures }) => (interval === '1d' ? { ...figures, date: at } : { ...figures, time: Date.parse(at) })),
      })),
    });
    const files = Object.fromEntries(Object.keys(rows).map((symbol) => [symbol, newFile()]));
    const feed = parquet({ basis, interval, files });
    // Faulty rows are refused on their way into a file, by the feed that gives them.
    return {
      ...feed,
      basis: feed.basis,
      load: async (request) => {
        request?.signal?.throwIfAborted();
        for (const series of (await given.load()).series) await writeParquet(files[series.instrument.symbol]!, series);
        return feed.load(request);
      },
    };
  },
});
