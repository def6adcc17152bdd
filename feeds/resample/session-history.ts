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

export interface HistorySource {
  readonly live: LiveFeed;
  readonly makers: readonly SessionMaker[];
  /** Called with sessions that turn out to be over. */
  readonly deliver: (bar: LiveBar) => void;
  readonly signal: AbortSignal | undefined;
}

/** The last `n` sessions of each instrument that are history, made of the bars of a live feed's history. */
export async function lastSessions(n: number, of: HistorySource): Promise<FeedData> {
  const { live, makers, signal } = of;
  const cut = ({ made, ...data }: Made): FeedData => ({
    ...data,
    series: made.map((series) => series.slice(Math.max(0, series.length - n), series.length)),
  });
  if (live.historyFrom !== undefined) return cut(await madeFrom(Math.min(...makers.map((maker) => openOf(maker, n))), of));
  let count = (n + 1) * Math.ceil(longestSession(makers) / barMillis(live.interval)!);
  for (let request = 1; ; request++) {
    const data = await live.history(count, signal);
    const all = madeOf(data, of, ({ length }) => length < count);
    const fewest = Math.min(...all.made.map(({ length, instrument }) => (seriesOf(data, instrument).length < count ? n : length)));
    if (request === REQUESTS || fewest >= n) return cut(all);
    // The sessions that came tell how many bars a session has, extended hours included.
    count = Math.ceil(count * Math.min(MOST_GROWTH, LEAST_GROWTH * ((n + 1) / Math.max(1, fewest))));
  }
}

/** The sessions that opened from `from` on and are history. The feed must have its history by time. */
export async function sessionsFrom(from: Millis, of: HistorySource): Promise<FeedData> {
  const { made, ...data } = await madeFrom(from, of);
  return {
    ...data,
    // Of a session that opened before, a part has come.
    series: made.map((series) => series.slice(series.length > 0 && series.openTimeAt(0) < from ? 1 : 0, series.length)),
  };
}

type Made = FeedData & { readonly made: readonly BarSeries[] };

async function madeFrom(from: Millis, of: HistorySource): Promise<Made> {
  return madeOf(await of.live.historyFrom!(from, of.signal), of, () => true);
}

function madeOf(data: FeedData, { makers, deliver }: HistorySource, isAll: (source: BarSeries) => boolean): Made {
  const made = makers.map((maker) => {
    const source = seriesOf(data, maker.instrument);
    // What has been told as history does not come again.
    maker.addAll(source).forEach(deliver);
    return closedSessions(source, maker, isAll(source));
  });
  return { ...data, made };
}

/** Open of the first of `n` sessions, and of some more: an instrument may have no bar in one. */
function openOf({ instrument: { calendar }, windows, closedUntil }: SessionMaker, n: number): Millis {
  const next = calendar.nextClosing(closedUntil);
  const last = windows.of(closedUntil).end <= closedUntil ? next.index : next.index - 1;
  return calendar.at(Math.max(0, last + 1 - n - Math.ceil(n / 20))).open;
}

function seriesOf({ series }: FeedData, { symbol }: Instrument): BarSeries {
  return series.find(({ instrument }) => instrument.symbol === symbol)!;
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
