import type { Instrument } from '../../src/core/instrument.js';
import type { BarSeries } from '../../src/core/series.js';
import { barMillis, HOUR, type Millis } from '../../src/core/time.js';
import type { FeedData } from '../../src/feed/feed.js';
import type { LiveBar, LiveFeed } from '../../src/feed/live-feed.js';
import { resampleInto } from './resample.js';
import type { SessionMaker } from './session-maker.js';

/** Extended hours of a day may hold more bars than its session: a request by number may have to grow. */
const REQUESTS = 4;
const LEAST_GROWTH = 1.2;
const MOST_GROWTH = 3;

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
  const sessionsOf = (data: FeedData, isAll: (source: BarSeries) => boolean): readonly BarSeries[] =>
    makers.map((maker) => {
      const source = data.series.find(({ instrument }) => instrument.symbol === maker.instrument.symbol)!;
      // What has been told as history does not come again.
      maker.addAll(source).forEach(deliver);
      return closedSessions(source, maker, isAll(source));
    });
  const lastOf = (data: FeedData, all: readonly BarSeries[]): FeedData => ({
    ...data,
    series: all.map((made) => made.slice(Math.max(0, made.length - n), made.length)),
  });

  if (live.historyFrom !== undefined) {
    const data = await live.historyFrom(Math.min(...makers.map((maker) => openOf(maker, n))), signal);
    return lastOf(
      data,
      sessionsOf(data, () => true),
    );
  }
  let count = (n + 1) * Math.ceil(longestSession(makers) / barMillis(live.interval)!);
  for (let request = 1; ; request++) {
    const data = await live.history(count, signal);
    const all = sessionsOf(data, ({ length }) => length < count);
    const fewest = Math.min(...all.map(({ length, instrument }) => (lengthOf(data, instrument) < count ? n : length)));
    if (request === REQUESTS || fewest >= n) return lastOf(data, all);
    // The sessions that came tell how many bars a session has, extended hours included.
    count = Math.ceil(count * Math.min(MOST_GROWTH, LEAST_GROWTH * ((n + 1) / Math.max(1, fewest))));
  }
}

/** Open of the first of `n` sessions, and of some more: an instrument may have no bar in one. */
function openOf({ instrument: { calendar }, windows, closedUntil }: SessionMaker, n: number): Millis {
  const next = calendar.nextClosing(closedUntil);
  const last = windows.of(closedUntil).end <= closedUntil ? next.index : next.index - 1;
  return calendar.at(Math.max(0, last + 1 - n - Math.ceil(n / 20))).open;
}

function lengthOf({ series }: FeedData, { symbol }: Instrument): number {
  return series.find(({ instrument }) => instrument.symbol === symbol)!.length;
}

/** The closed sessions of a series, the first of them only where all of it is there. */
function closedSessions(source: BarSeries, { windows, closedUntil }: SessionMaker, isAll: boolean): BarSeries {
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
