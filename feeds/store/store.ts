import type { ActionHistory } from '../../src/core/corporate-action.js';
import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import { isoDateOfDay, isoInstant } from '../../src/core/time.js';
import type { BarKey } from '../../src/feed/bar-key.js';
import type { DataSource, FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import type { BarStore, ReadRange } from '../../src/store/bar-store.js';
import { daysMissing, type DayRange } from '../../src/store/day-range.js';
import { until } from '../common/until.js';
import { ZoneClock } from '../common/zone-clock.js';
import { nameOf } from './catalog.js';
import { calendarOf } from './calendar-of.js';
import { checkedDays } from './check-options.js';
import { fillGaps } from './fill-gaps.js';
import type { FetchOptions, StoreOptions } from './options.js';
import { openStore } from './sqlite-store.js';

/**
 * Bars from a store, a SQLite file. With `fetch`, it first asks another feed for the dates that it lacks, and only for
 * those, and keeps the answer.
 *
 * ```ts
 * store('.barstream/bars.db', { symbols: ['SPY'], basis: 'split' });
 * ```
 *
 * The next run needs no network. Adjusted prices are restated by their sources after splits and dividends: each fetch asks
 * for some days that are there already, and where those differ the whole series is fetched again, so that bars of two
 * states never stand side by side.
 *
 * @throws ConfigError for options that cannot work. Loading throws DataError for a symbol that is not there on this basis,
 * and ConfigError where bars of several sources or feeds would fit.
 */
export function store<const Basis extends PriceBasis>(
  file: string,
  options: StoreOptions<Basis> | FetchOptions<Basis>,
): HistoricalFeed<Basis> {
  return new StoreFeed(file, options, checkedDays(options));
}

class StoreFeed<Basis extends PriceBasis> implements HistoricalFeed<Basis> {
  readonly name = 'store';
  readonly basis: Basis;
  readonly #file: string;
  readonly #options: StoreOptions<Basis> | FetchOptions<Basis>;
  readonly #wanted: DayRange;

  constructor(file: string, options: StoreOptions<Basis> | FetchOptions<Basis>, wanted: DayRange) {
    this.basis = options.basis;
    this.#file = file;
    this.#options = options;
    this.#wanted = wanted;
  }

  async load(request: LoadRequest = {}): Promise<FeedData> {
    request.signal?.throwIfAborted();
    const options = this.#options;
    const fetch = 'fetch' in options && options.offline !== true ? options.fetch : undefined;
    const bars = openStore(this.#file, { readonly: fetch === undefined });
    try {
      const series: BarSeries[] = [];
      const actions: ActionHistory[] = [];
      const sources: DataSource[] = [];
      const warnings: string[] = [];
      for (const symbol of options.symbols) {
        request.signal?.throwIfAborted();
        const key = this.#keyOf(bars, symbol);
        if (fetch !== undefined) {
          const filled = await fillGaps({ store: bars, key, wanted: this.#wanted, fetch, signal: request.signal });
          warnings.push(...filled.warnings);
        } else if ('fetch' in options) warnings.push(...this.#gaps(bars, key));
        const one = this.#read(bars, key);
        series.push(one);
        const known = this.#actionsFor(bars, key, one);
        if (known !== undefined) actions.push(known);
        sources.push({ name: `${this.#file}: ${nameOf(key)}`, rows: one.length, key });
      }
      return until(request.until, { series, ...(actions.length > 0 && { actions }), sources, warnings });
    } finally {
      bars.close();
    }
  }

  #read(bars: BarStore, key: BarKey): BarSeries {
    const { instrument, interval, columns } = bars.read(key, this.#range(bars, key));
    return new BarSeries(instrument.with({ ...this.#options.instrument }), interval, columns);
  }

  /** The wanted days as instants of the venue's zone. */
  #range(bars: BarStore, key: BarKey): ReadRange {
    const { first, last } = this.#wanted;
    const stored = bars.list({ ...key, feed: key.feed ?? '' })[0];
    if (stored === undefined || (first === -Infinity && last === Infinity)) return {};
    const clock = new ZoneClock(calendarOf(stored.calendar, key.symbol).zone);
    return {
      ...(first !== -Infinity && { after: clock.startOfDay(first) }),
      ...(last !== Infinity && { until: clock.startOfDay(last + 1) }),
    };
  }

  /** The key of a symbol. Without a source it is the only one that fits; several are an error, never a pick. */
  #keyOf(bars: BarStore, symbol: string): BarKey {
    const { basis, interval = '1d', source, feed } = this.#options;
    if (source !== undefined) return { source, symbol, interval, adjustment: basis, ...(feed !== undefined && { feed }) };
    const found = bars.list({ symbol, interval, adjustment: basis, ...(feed !== undefined && { feed }) });
    if (found.length === 1) return found[0]!.key;
    if (found.length === 0) return { source: 'any source', symbol, interval, adjustment: basis, ...(feed !== undefined && { feed }) };
    const known = found.map(({ key }) => nameOf(key));
    throw new ConfigError(`${this.#file} has ${symbol} ${interval} ${basis} more than once: ${known.join('; ')}`, {
      code: 'store/ambiguous',
      context: { file: this.#file, symbol, interval, basis, known },
      hint: 'say which with source, and feed where a source has several',
    });
  }

  /** The history that reaches over the bars. One that is known for a part of them only would pass off gaps as "no action". */
  #actionsFor(bars: BarStore, { source, symbol, adjustment }: BarKey, { columns, length }: BarSeries): ActionHistory | undefined {
    if (adjustment === 'total-return' || length === 0) return undefined;
    const [first, last] = [columns.time[0]!, columns.time[length - 1]!].map((time) => isoInstant(time).slice(0, 10));
    return bars.actions(source, symbol).find(({ from, to }) => from <= first! && to >= last!);
  }

  #gaps(bars: BarStore, key: BarKey): string[] {
    const covered = bars.list({ ...key, feed: key.feed ?? '' })[0]?.covered ?? [];
    return daysMissing(this.#wanted, covered).map(
      ({ first, last }) =>
        `${nameOf(key)}: ${isoDateOfDay(first)} to ${isoDateOfDay(last)} is not in ${this.#file}, and nothing is fetched offline`,
    );
  }
}
