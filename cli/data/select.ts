import { store, type StoreOptions } from '../../feeds/index.js';
import { DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { BarStore } from '../../src/store/bar-store.js';
import { barIntervalOf, basisOf, dateOf } from './common-options.js';

/** Which series of a symbol, and which dates. */
export interface Selection {
  readonly store: string;
  readonly basis?: string;
  readonly interval: string;
  readonly source?: string;
  readonly feed?: string;
  readonly from?: string;
  readonly to?: string;
}

/** As traded before adjusted: what changes least comes first. */
export const PREFERRED: readonly PriceBasis[] = ['raw', 'split', 'total-return'];

/** The feed of one symbol's series. @throws DataError for a symbol of which the store has nothing. */
export function selected(bars: BarStore, symbol: string, selection: Selection): HistoricalFeed {
  const interval = barIntervalOf(selection.interval);
  const basis = basisOf(selection.basis) ?? preferred(bars, symbol, selection);
  const from = dateOf('from', selection.from);
  const to = dateOf('to', selection.to);
  const options: StoreOptions<PriceBasis> = {
    symbols: [symbol],
    basis,
    interval,
    ...(selection.source !== undefined && { source: selection.source }),
    ...(selection.feed !== undefined && { feed: selection.feed }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  return store(selection.store, options);
}

function preferred(bars: BarStore, symbol: string, { store: file, interval, source, feed }: Selection): PriceBasis {
  const all = bars.list({ symbol });
  const fitting = all.filter(
    ({ key }) => key.interval === interval && (source === undefined || key.source === source) && (feed === undefined || key.feed === feed),
  );
  const found = PREFERRED.find((basis) => fitting.some(({ key }) => key.adjustment === basis));
  if (found !== undefined) return found;
  const known = all.map(({ key }) => `${key.interval} ${key.adjustment} from ${key.source}`);
  throw new DataError(`${file} has no ${interval} bars of ${symbol}`, {
    code: 'store/no-series',
    context: { store: file, symbol, interval, known },
    hint: known.length > 0 ? `of ${symbol} it has ${known.join('; ')}` : '`npx barstream data list` shows what there is',
  });
}
