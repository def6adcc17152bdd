import type { Period } from '../../src/calendar/period.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import { resample } from './resample.js';

/** Options of {@link resampled}. */
export interface ResampledOptions {
  /** Delivers the source's own bars too: the venue then goes on seeing the finest ones. Default false. */
  readonly keep?: boolean;
}

/**
 * A feed of longer bars, made of those of another feed by {@link resample}.
 *
 * ```ts
 * resampled(csv({ files: { SPY: 'minute/SPY.csv' }, basis: 'raw', interval: '1m', time: { stamp: 'open' } }), '15m');
 * ```
 *
 * @throws ConfigError, when it loads, for a period that the feed's bars do not divide.
 */
export function resampled<Basis extends PriceBasis>(
  feed: HistoricalFeed<Basis>,
  period: Period,
  { keep = false }: ResampledOptions = {},
): HistoricalFeed<Basis> {
  return {
    name: `${feed.name} as ${period}`,
    basis: feed.basis,
    async load(request) {
      const data = await feed.load(request);
      const made = data.series.map((series) => resample(series, period));
      return { ...data, series: keep ? [...data.series, ...made] : made };
    },
  };
}
