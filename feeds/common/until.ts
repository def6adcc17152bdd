import { lastKnown } from '../../src/core/external.js';
import type { Millis } from '../../src/core/time.js';
import type { FeedData } from '../../src/feed/feed.js';

/** What of the data was known at an instant; all of it without one. Columns are shared, not copied. */
export function until(time: Millis | undefined, data: FeedData): FeedData {
  if (time === undefined) return data;
  return {
    ...data,
    series: data.series.map((series) => series.slice(0, series.countUntil(time))),
    ...(data.externals && {
      externals: data.externals.map((series) => {
        const count = lastKnown(series, time) + 1;
        return { ...series, knownAt: series.knownAt.subarray(0, count), values: series.values.subarray(0, count) };
      }),
    }),
  };
}
