import type { Calendar } from '../../src/calendar/calendar.js';
import { Instrument } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import { dayOfIsoDate, MINUTE, type Millis } from '../../src/core/time.js';
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

/** How often `history` looks further back for instruments that are traded seldom. */
const LOOKS = 3;

/** The instruments of a live feed, and what REST says of them. */
export class FollowedInstruments {
  readonly all: readonly Followed[];
  readonly #options: AlpacaLiveOptions;
  readonly #client: AlpacaClient;
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
  async since(
    from: Millis,
    closedBy: Millis,
    signal: AbortSignal | undefined,
    to?: Millis,
  ): Promise<readonly (readonly [Followed, PlacedBar])[]> {
    const { interval, symbols } = this.#options;
    const { bars, now } = await this.#client.ask(symbols, interval, from, to, signal);
    const last = Math.min(closedBy, now);
    const placed = this.all.map((): PlacedBar[] => []);
    for (const bar of bars) {
      const followed = this.#bySymbol.get(bar.symbol)!;
      const one = followed.place.of(bar);
      if (one !== undefined && one.time <= last) placed[this.all.indexOf(followed)]!.push(one);
    }
    return placed.flatMap((list, i) => list.map((bar) => [this.all[i]!, bar] as const)).sort(([, a], [, b]) => a.time - b.time);
  }

  /** The last `n` bars that had closed at `closedBy`, and those that have come besides. @throws DataError */
  async history(n: number, closedBy: Millis, signal: AbortSignal | undefined, to?: Millis): Promise<FeedData> {
    const { interval, feed = 'iex' } = this.#options;
    const { calendar } = this;
    const zone = new ZoneClock(calendar.zone);
    const { index, open, close } = calendar.sessionOf(closedBy);
    let sessions = interval === '1d' ? n : Math.ceil(n / ((close - open) / MINUTE));
    for (let look = 1; ; look++) {
      const first = calendar.at(Math.max(0, index - sessions));
      const rows = await this.since(zone.startOfDay(dayOfIsoDate(first.date)!), closedBy, signal, to);
      const each = this.all.map((followed) => ({ followed, bars: rows.flatMap(([one, bar]) => (one === followed ? [bar] : [])) }));
      if (look < LOOKS && first.index > 0 && each.some(({ bars }) => bars.length < n)) {
        sessions = sessions * 4 + 5;
        continue;
      }
      const series = each.map(({ followed: { place, told }, bars }) => {
        const all = [...bars, ...told.complete(bars)];
        return seriesOf(place.instrument, interval, all.slice(Math.max(0, all.length - n)));
      });
      return {
        series,
        sources: series.map(({ instrument: { symbol }, length }) => ({
          name: `alpaca ${feed} ${symbol} ${interval} raw`,
          rows: length,
          key: { source: 'alpaca', symbol, interval, adjustment: 'raw', feed },
        })),
      };
    }
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
