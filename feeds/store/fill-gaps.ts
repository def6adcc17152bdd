import type { Calendar } from '../../src/calendar/calendar.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { BarSeries } from '../../src/core/series.js';
import { DAY, isoDateOfDay, type BarInterval } from '../../src/core/time.js';
import type { BarKey } from '../../src/feed/bar-key.js';
import type { FeedData, HistoricalFeed } from '../../src/feed/feed.js';
import type { BarStore } from '../../src/store/bar-store.js';
import { daysMissing, type DayRange } from '../../src/store/day-range.js';
import { ZoneClock } from '../common/zone-clock.js';
import { calendarOf } from './calendar-of.js';
import type { MissingBars } from './options.js';

/** What fetching needs to know. */
export interface Fetching {
  readonly store: BarStore;
  readonly key: BarKey;
  readonly wanted: DayRange;
  readonly fetch: (missing: MissingBars) => HistoricalFeed<PriceBasis>;
  readonly signal: AbortSignal | undefined;
}

/** What fetching did. */
export interface Filled {
  /** The stretches that the feed was asked for. */
  readonly asked: readonly DayRange[];
  readonly warnings: readonly string[];
}

/**
 * Days to either side of a gap that are asked for once more where the store has them: enough for some sessions whose
 * prices show whether the source has restated its adjusted prices.
 */
const OVERLAP = 10;

/** Fetches what the store lacks of a series, and keeps it. Adjusted series that were restated are fetched anew as a whole. */
export async function fillGaps(fetching: Fetching): Promise<Filled> {
  const { store, key, wanted } = fetching;
  const stored = store.list({ ...key, feed: key.feed ?? '' })[0];
  const covered = stored?.covered ?? [];
  const calendar = stored && calendarOf(stored.calendar, key.symbol);
  const asked: DayRange[] = [];
  const warnings: string[] = [];
  for (const missing of daysMissing(wanted, covered)) {
    if (calendar !== undefined && !hasSessions(calendar, missing)) continue;
    const range = key.adjustment === 'raw' ? missing : overlapping(missing, covered);
    asked.push(range);
    try {
      warnings.push(...(await fetchInto(fetching, range, false)));
    } catch (error) {
      if (!(error instanceof DataError && error.code === 'store/rescaled')) throw error;
      const all = { first: Math.min(wanted.first, covered[0]!.first), last: Math.max(wanted.last, covered.at(-1)!.last) };
      warnings.push(`${error.message}: all of it was fetched again`, ...(await fetchInto(fetching, all, true)));
      return { asked: [...asked, all], warnings };
    }
  }
  return { asked, warnings };
}

function overlapping(missing: DayRange, covered: readonly DayRange[]): DayRange {
  const before = covered.find(({ last }) => last === missing.first - 1);
  const after = covered.find(({ first }) => first === missing.last + 1);
  return {
    first: before === undefined ? missing.first : Math.max(before.first, missing.first - OVERLAP),
    last: after === undefined ? missing.last : Math.min(after.last, missing.last + OVERLAP),
  };
}

async function fetchInto({ store, key, fetch, signal }: Fetching, range: DayRange, replace: boolean): Promise<readonly string[]> {
  const feed = fetch({ symbols: [key.symbol], from: isoDateOfDay(range.first), to: isoDateOfDay(range.last) });
  if (feed.basis !== key.adjustment) {
    throw new ConfigError(`${key.symbol}: ${feed.name} gives ${feed.basis} prices, and ${key.adjustment} ones are wanted`, {
      code: 'store/mixed',
      context: { ...key, basis: feed.basis },
      hint: `make the feed with basis ${JSON.stringify(key.adjustment)}`,
    });
  }
  const data = await feed.load(signal === undefined ? {} : { signal });
  const series = seriesFor(data, key, feed.name);
  const days = answered(series, range, store, key);
  if (days !== undefined) store.write({ key, series, covered: days, replace });
  for (const history of data.actions ?? []) if (history.symbol === key.symbol) store.writeActions(key.source, history);
  return data.warnings ?? [];
}

function seriesFor({ series }: FeedData, { symbol, interval }: BarKey, name: string): BarSeries {
  const found = series.find((one) => one.instrument.symbol === symbol && one.interval === interval);
  if (found !== undefined) return found;
  const given = series.map((one) => `${one.instrument.symbol} ${one.interval}`);
  throw new DataError(`${name} was asked for ${symbol} ${interval} and gave ${given.join(', ') || 'nothing'}`, {
    code: 'store/fetched-other',
    context: { symbol, interval, given },
    hint: 'make the feed from the symbols that `fetch` is given, and with the interval of the store',
  });
}

/**
 * The days that an answer settles. Sessions after its last bar may be yet to come, so they are asked for again, unless
 * the store has bars after them. Days before its first bar are settled: the past gets no new bars.
 */
function answered(series: BarSeries, range: DayRange, store: BarStore, key: BarKey): DayRange | undefined {
  const { calendar } = series.instrument;
  const clock = new ZoneClock(calendar.zone);
  const stored = store.list({ ...key, feed: key.feed ?? '' })[0]?.last;
  const end = clock.startOfDay(range.last + 1);
  if (stored !== undefined && stored > end) return range;
  if (series.length === 0) return undefined;
  const close = series.columns.time[series.length - 1]! - 1;
  const last = Math.floor((close + clock.offsetAt(close)) / DAY);
  const complete = series.interval === '1d' || isOver(calendar, series.interval, close + 1) ? last : last - 1;
  return { first: range.first, last: hasSessions(calendar, { first: complete + 1, last: range.last }) ? complete : range.last };
}

/** Whether the session of an instant has closed by then. Bars of more than one session never tell. */
function isOver(calendar: Calendar, interval: BarInterval, time: number): boolean {
  return interval !== '1w' && interval !== '1mo' && time >= calendar.sessionOf(time).close;
}

function hasSessions(calendar: Calendar, { first, last }: DayRange): boolean {
  for (let day = first; day <= last; day++) if (calendar.session(isoDateOfDay(day)) !== undefined) return true;
  return false;
}
