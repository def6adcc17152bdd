import type { Observable, Subscription } from 'rxjs';

import type { Clock } from '../../src/clock/clock.js';
import { ConfigError } from '../../src/core/errors.js';
import type { Instrument, PriceBasis } from '../../src/core/instrument.js';
import type { BarSeries } from '../../src/core/series.js';
import { BarTable, type TableSeries } from '../../src/core/table.js';
import type { BarInterval, Millis } from '../../src/core/time.js';
import type { FeedData, HistoricalFeed } from '../../src/feed/feed.js';
import type { LiveBar, LiveFeed, LiveStatus } from '../../src/feed/live-feed.js';
import { LiveOutlet } from '../common/live-outlet.js';

/** A stretch of time without connection: bars that close in it come as backfill when it ends. */
export interface Outage {
  readonly from: Millis;
  /** Exclusive. */
  readonly to: Millis;
}

/** Options of {@link replay}. */
export interface ReplayOptions {
  /**
   * Tells the time: a bar comes when the clock reaches its close. A `SimulatedClock` plays as fast as possible, an
   * `acceleratedClock` at a chosen speed. Bars that had closed when the feed is opened are history.
   */
  readonly clock: Clock;
  /** Interruptions to be played too. */
  readonly outages?: readonly Outage[];
}

/**
 * History as a live feed: bars come through the port of live ones, each when the clock reaches its close, so that what
 * runs on it cannot tell the difference. Deterministic on a simulated clock.
 *
 * ```ts
 * const clock = new SimulatedClock(Date.parse('2013-10-07T13:30:00Z'));
 * const live = replay(csv({ files: { SPY: 'minute/SPY.csv' }, basis: 'raw', interval: '1m', time: { stamp: 'open' } }), { clock });
 * live.bars.subscribe((bar) => console.log(bar.instrument.symbol, bar.close));
 * await live.open();
 * ```
 *
 * `bars` completes after the last bar.
 *
 * @throws ConfigError for outages that cannot be. Opening throws what the feed throws.
 */
export function replay<Basis extends PriceBasis>(feed: HistoricalFeed<Basis>, options: ReplayOptions): LiveFeed<Basis> {
  return new ReplayFeed(feed, options);
}

class ReplayFeed<Basis extends PriceBasis> implements LiveFeed<Basis> {
  readonly name: string;
  readonly basis: Basis;
  readonly bars: Observable<LiveBar>;
  readonly status: Observable<LiveStatus>;
  readonly #feed: HistoricalFeed<Basis>;
  readonly #clock: Clock;
  readonly #outages: readonly Outage[];
  readonly #outlet = new LiveOutlet();
  #table: BarTable<Basis> | undefined;
  #data: FeedData | undefined;
  #next: number[] = [];
  #due: Subscription | undefined;

  constructor(feed: HistoricalFeed<Basis>, { clock, outages = [] }: ReplayOptions) {
    this.name = `replay of ${feed.name}`;
    this.basis = feed.basis;
    this.#feed = feed;
    this.#clock = clock;
    this.#outages = [...outages].sort((a, b) => a.from - b.from);
    for (const [i, { from, to }] of this.#outages.entries()) {
      if (from < to && from >= (this.#outages[i - 1]?.to ?? -Infinity)) continue;
      throw new ConfigError(`an outage from ${from} to ${to} cannot be`, {
        code: 'replay/outage',
        context: { from, to },
        hint: 'give instants in order, and outages that do not overlap',
      });
    }
    this.bars = this.#outlet.bars;
    this.status = this.#outlet.status;
  }

  get interval(): BarInterval {
    return this.#require().series[0]!.interval;
  }

  async open(signal?: AbortSignal): Promise<readonly Instrument[]> {
    if (this.#table !== undefined) return this.#table.instruments;
    const data = await this.#feed.load(signal === undefined ? {} : { signal });
    const table = new BarTable<Basis>(data.series, data.externals ?? []);
    this.#data = data;
    this.#table = table;
    const now = this.#clock.now();
    this.#next = table.series.map(({ source }) => source.countUntil(now));
    for (const { from, to } of this.#outages) {
      if (from > now) this.#clock.at(from, () => this.#outlet.setStatus('interrupted'));
      if (to > now) this.#clock.at(to, () => this.#outlet.setStatus('open'));
    }
    this.#outlet.setStatus(this.#outageAt(now) === undefined ? 'open' : 'interrupted');
    this.#schedule();
    return table.instruments;
  }

  async history(n: number, signal?: AbortSignal): Promise<FeedData> {
    await this.open(signal);
    return this.#history((_, delivered) => Math.max(0, delivered - n));
  }

  async historyFrom(from: Millis, signal?: AbortSignal): Promise<FeedData> {
    await this.open(signal);
    return this.#history((series, delivered) => {
      let first = Math.min(series.countUntil(from), delivered);
      while (first < delivered && series.openTimeAt(first) < from) first++;
      return first;
    });
  }

  async close(): Promise<void> {
    this.#due?.unsubscribe();
    this.#outlet.end();
  }

  #history(firstOf: (series: BarSeries, delivered: number) => number): FeedData {
    // What has come so far, not what the clock says: a bar that is still to come is in one of the two, never in both.
    const series = this.#require().series.map(({ source }, i) => source.slice(firstOf(source, this.#next[i]!), this.#next[i]!));
    return { ...this.#data!, series };
  }

  #require(): BarTable<Basis> {
    if (this.#table !== undefined) return this.#table;
    throw new ConfigError(`${this.name} has not been opened`, { code: 'replay/not-open', hint: 'await open() first' });
  }

  #outageAt(time: Millis): Outage | undefined {
    return this.#outages.find(({ from, to }) => time >= from && time < to);
  }

  /** When the next bar comes: at its close, or when the outage in which it closes is over. */
  #schedule(): void {
    const closes = this.#require().series.map(({ time }, i) => time[this.#next[i]!] ?? Infinity);
    const close = Math.min(...closes);
    if (close === Infinity) return this.#outlet.end();
    this.#due = this.#clock.at(this.#outageAt(close)?.to ?? close, () => {
      const now = this.#clock.now();
      if (this.#outageAt(now) === undefined) this.#deliver(now);
      if (!this.#outlet.isEnded) this.#schedule();
    });
  }

  /** All bars that have closed, one instant after the other, each instant in declared order. */
  #deliver(now: Millis): void {
    const { series } = this.#require();
    for (;;) {
      const close = Math.min(...series.map(({ time }, i) => time[this.#next[i]!] ?? Infinity));
      if (close > now) return;
      for (const [i, one] of series.entries()) {
        if (one.time[this.#next[i]!] !== close) continue;
        const row = this.#next[i]!;
        this.#next[i] = row + 1;
        this.#outlet.deliver(barAt(one, row, this.#outageAt(close) === undefined ? 'stream' : 'backfill'));
        if (this.#outlet.isEnded) return;
      }
    }
  }
}

function barAt(series: TableSeries, row: number, origin: LiveBar['origin']): LiveBar {
  const { instrument, source, time, open, high, low, close, volume } = series;
  const { extra } = source.columns;
  return {
    instrument,
    interval: source.interval,
    openTime: series.openTimeAt(row),
    time: time[row]!,
    open: open[row]!,
    high: high[row]!,
    low: low[row]!,
    close: close[row]!,
    volume: volume[row]!,
    extended: series.isExtended(row),
    ...(extra && { extra: Object.fromEntries([...extra].map(([name, column]) => [name, column[row]!])) }),
    origin,
  };
}
