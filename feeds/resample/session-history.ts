import type { BarSeries } from '../../src/core/series.js';
import { barMillis, HOUR, type Millis } from '../../src/core/time.js';
import type { FeedData } from '../../src/feed/feed.js';
import type { LiveBar, LiveFeed } from '../../src/feed/live-feed.js';
import { resampleInto } from './resample.js';
import type { SessionMaker } from './session-maker.js';

/** Extended hours of a day may hold twice as many bars as its session: a request may have to grow. */
const REQUESTS = 4;
const GROWTH = 3;

/**
 * The last `n` sessions of each instrument that are history, made of the bars of a live feed's history.
 * @param deliver - called with sessions that turn out to be over.
 */
export async function sessionHistory(
  live: LiveFeed,
  makers: readonly SessionMaker[],
  n: number,
  deliver: (bar: LiveBar) => void,
  signal: AbortSignal | undefined,
): Promise<FeedData> {
  const length = barMillis(live.interval)!;
  let count = (n + 1) * Math.ceil(longestSession(makers) / length);
  for (let request = 1; ; request++) {
    const data = await live.history(count, signal);
    const all = makers.map((maker) => {
      const source = data.series.find(({ instrument }) => instrument.symbol === maker.instrument.symbol)!;
      // What has been told as history does not come again.
      maker.addAll(source).forEach(deliver);
      return { source, made: sessionsOf(source, maker, source.length < count) };
    });
    if (request === REQUESTS || all.every(({ source, made }) => source.length < count || made.length >= n)) {
      return { ...data, series: all.map(({ made }) => made.slice(Math.max(0, made.length - n), made.length)) };
    }
    count *= GROWTH;
  }
}

/** The closed sessions of a series, the first of them only where all of it is there. */
function sessionsOf(source: BarSeries, { windows, closedUntil }: SessionMaker, isAll: boolean): BarSeries {
  const made = resampleInto(source, windows, closedUntil);
  const isWhole = isAll || source.length === 0 || source.openTimeAt(0) <= windows.of(source.openTimeAt(0)).start;
  const from = isWhole || made.length === 0 || made.openTimeAt(0) > source.openTimeAt(0) ? 0 : 1;
  return made.slice(from, made.countUntil(closedUntil));
}

function longestSession(makers: readonly SessionMaker[]): Millis {
  const lengths = makers.map(({ windows, closedUntil }) => {
    const { start, end } = windows.of(closedUntil);
    return end - start;
  });
  return Math.max(6.5 * HOUR, ...lengths);
}
