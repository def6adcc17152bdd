import type { Calendar } from '../../src/calendar/calendar.js';
import { Instrument } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import { DAY, dayOfIsoDate, MINUTE, type Millis } from '../../src/core/time.js';
import type { FeedData } from '../../src/feed/feed.js';
import type { FeedNotice } from '../../src/feed/live-feed.js';
import { ZoneClock } from '../common/zone-clock.js';
import { BarPlace } from './bar-place.js';
import { AlpacaClient } from './client.js';
import type { AlpacaLiveOptions } from './live-options.js';
import { ToldBars, type PlacedBar } from './told-bars.js';

/** One instrument of a live feed. */
export interface Followed {
  readonly place: BarPlace;
  readonly told: ToldBars;
}

/** A stretch of time that is asked for. */
export interface Stretch {
  /** Start of the first bar. */
  readonly from: Millis;
  /** Bars that close later are left out. */
  readonly closedBy: Millis;
  /** End of the request, exclusive, where it may not ask for all there is. */
  readonly to?: Millis | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often `last` looks further back for instruments that are traded seldom, and how much further. */
const LOOKS = 3;
const MOST_GROWTH = 4;
/** What a long history may hold in memory before it has become columns. */
const BARS_AT_ONCE = 200_000;

/** The instruments of a live feed, and what REST says of them. */
export class FollowedInstruments {
  readonly all: readonly Followed[];
  readonly #options: AlpacaLiveOptions;
  readonly #client: AlpacaClient;
  readonly #zone: ZoneClock;
  readonly #bySymbol: ReadonlyMap<string, Followed>;
  readonly #byName: ReadonlyMap<string, Followed>;

  /** @param start - bars that closed until then are history. */
  constructor(options: AlpacaLiveOptions, start: Millis, onNotice: (notice: FeedNotice) => void) {
    const { symbols, names = {}, interval, instrument } = options;
    this.#options = options;
    this.#client = new AlpacaClient(options);
    this.all = symbols.map((symbol) => ({
      place: new BarPlace(new Instrument({ ...instrument, symbol, basis: 'raw' }), interval, onNotice),
      told: new ToldBars(start),
    }));
    this.#zone = new ZoneClock(this.calendar.zone);
    this.#bySymbol = new Map(symbols.map((symbol, i) => [symbol, this.all[i]!]));
    this.#byName = new Map(symbols.map((symbol, i) => [names[symbol] ?? symbol, this.all[i]!]));
  }

  get instruments(): readonly Instrument[] {
    return this.all.map(({ place }) => place.instrument);
  }
  /** Alpaca's names. */
  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }
  /** All have the same. */
  get calendar(): Calendar {
    return this.all[0]!.place.instrument.calendar;
  }

  named(name: string): Followed | undefined {
    return this.#byName.get(name);
  }

  /**
   * Bars that begin from `from` on and had closed at `closedBy`, by time and then in declared order.
   * @throws DataError
   */
  async since({ from, closedBy, to, signal }: Stretch): Promise<readonly (readonly [Followed, PlacedBar])[]> {
    const lists = await this.#fetch(this.#options.symbols, { from, closedBy, to, signal });
    return lists.flatMap((bars, i) => bars.map((bar) => [this.all[i]!, bar] as const)).sort(([, a], [, b]) => a.time - b.time);
  }

  /** The last `n` bars that had closed, and what has come besides. @throws DataError */
  async last(n: number, stretch: Omit<Stretch, 'from'>): Promise<FeedData> {
    const { calendar } = this;
    const { index, open, close } = calendar.sessionOf(stretch.closedBy);
    let sessions = this.#options.interval === '1d' ? n : Math.ceil(n / ((close - open) / MINUTE));
    for (let look = 1; ; look++) {
      const first = calendar.at(Math.max(0, index - sessions));
      const all = await this.#series({ ...stretch, from: this.#zone.startOfDay(dayOfIsoDate(first.date)!) });
      const fewest = Math.min(...all.map(({ length }) => length));
      if (fewest >= n || look === LOOKS || first.index === 0) {
        return this.#dataOf(all.map((series) => series.slice(Math.max(0, series.length - n), series.length)));
      }
      sessions = Math.ceil(sessions * Math.min(MOST_GROWTH, (1.2 * n) / Math.max(1, fewest))) + 5;
    }
  }

  /** All bars of a stretch, and what has come besides. @throws DataError */
  async history(stretch: Stretch): Promise<FeedData> {
    return this.#dataOf(await this.#series(stretch));
  }

  async #series(stretch: Stretch): Promise<readonly BarSeries[]> {
    const { interval, symbols } = this.#options;
    const { from, closedBy } = stretch;
    const sessions = Math.max(1, (closedBy - from) / (DAY * 1.4));
    const each = Math.max(1, Math.floor(BARS_AT_ONCE / (sessions * (interval === '1d' ? 1 : 500))));
    const series: BarSeries[] = [];
    for (let at = 0; at < symbols.length; at += each) {
      const lists = await this.#fetch(symbols.slice(at, at + each), stretch);
      for (const [i, bars] of lists.entries()) {
        const { place, told } = this.all[at + i]!;
        series.push(seriesOf(place.instrument, interval, bars.concat(told.complete(bars, from))));
      }
    }
    return series;
  }

  #dataOf(series: readonly BarSeries[]): FeedData {
    const { interval, feed = 'iex' } = this.#options;
    return {
      series,
      sources: series.map(({ instrument: { symbol }, length }) => ({
        name: `alpaca ${feed} ${symbol} ${interval} raw`,
        rows: length,
        key: { source: 'alpaca', symbol, interval, adjustment: 'raw', feed },
      })),
    };
  }

  /** Bars of each symbol, in time order. */
  async #fetch(symbols: readonly string[], { from, closedBy, to, signal }: Stretch): Promise<readonly (readonly PlacedBar[])[]> {
    const { interval } = this.#options;
    // A session is stamped with the beginning of its date.
    const start = interval === '1d' ? this.#zone.startOfDay(Math.floor((from + this.#zone.offsetAt(from)) / DAY)) : from;
    const { bars, now } = await this.#client.ask(symbols, interval, start, to, signal);
    const last = Math.min(closedBy, now);
    const lists = new Map(symbols.map((symbol): [string, PlacedBar[]] => [symbol, []]));
    for (const bar of bars) {
      const placed = this.#bySymbol.get(bar.symbol)!.place.of(bar);
      if (placed !== undefined && placed.openTime >= from && placed.time <= last) lists.get(bar.symbol)!.push(placed);
    }
    return [...lists.values()];
  }
}

function seriesOf(instrument: Instrument, interval: '1m' | '1d', bars: readonly PlacedBar[]): BarSeries {
  const column = (of: (bar: PlacedBar) => number): Float64Array => Float64Array.from(bars, of);
  return new BarSeries(instrument, interval, {
    time: column(({ time }) => time),
    openTime: column(({ openTime }) => openTime),
    open: column(({ figures }) => figures.open),
    high: column(({ figures }) => figures.high),
    low: column(({ figures }) => figures.low),
    close: column(({ figures }) => figures.close),
    volume: column(({ figures }) => figures.volume),
    ...(bars.some(({ extended }) => extended) && { extended: Uint8Array.from(bars, ({ extended }) => (extended ? 1 : 0)) }),
  });
}
