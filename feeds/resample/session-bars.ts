import type { Observable } from 'rxjs';
import { Subscription } from '../../src/core/rx.js';

import { LiveClock } from '../../src/clock/live-clock.js';
import type { Clock } from '../../src/clock/clock.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import type { Instrument, PriceBasis } from '../../src/core/instrument.js';
import { barMillis, SECOND, type Millis } from '../../src/core/time.js';
import type { FeedData } from '../../src/feed/feed.js';
import type { FeedNotice, LiveBar, LiveFeed, LiveStatus } from '../../src/feed/live-feed.js';
import { LiveOutlet } from '../common/live-outlet.js';
import { sessionBarsName } from './session-bars-of.js';
import { lastSessions, sessionsFrom, type HistorySource } from './session-history.js';
import { SessionMaker } from './session-maker.js';
import { checkCut, SessionWindows, type SessionCut } from './session-windows.js';

/** Options of {@link sessionBars}. */
export interface SessionBarsOptions extends SessionCut {
  /** Tells when a session is over. Default: the clock of the machine. With `replay()`, the clock that it is played on. */
  readonly clock?: Clock;
  /**
   * Milliseconds after the cut for which the last bars are waited for, where none comes that closes at the cut: a minute without
   * trades has none. Default 3,000.
   */
  readonly grace?: Millis;
}

/**
 * One bar a session out of live intraday bars, closed some minutes before the session does: for strategies that decide once a day,
 * before the close, and send their orders for it.
 *
 * ```ts
 * sessionBars(alpacaLive({ symbols: ['SPY'], basis: 'raw', interval: '1m' }), { minutesBeforeClose: 10 });
 * ```
 *
 * - Bars of extended hours, and what trades after the cut, belong to no session bar.
 * - Opened in the middle of a session, it takes what it missed from the history of the live bars.
 * - A cut that falls into an interruption waits for its end, and the bar comes as `backfill`.
 * - A bar that comes late, or is corrected, makes a `correction` of the session that was delivered without it.
 * - A session without one bar of an instrument gives none.
 *
 * {@link sessionBarsOf} makes the same bars of history.
 *
 * @throws ConfigError for minutes that cannot be. Opening throws what the live bars throw, and ConfigError for bars that the minutes
 * do not divide.
 */
export function sessionBars<Basis extends PriceBasis>(live: LiveFeed<Basis>, options: SessionBarsOptions = {}): LiveFeed<Basis> {
  return new SessionBarsFeed(live, options);
}

class SessionBarsFeed<Basis extends PriceBasis> implements LiveFeed<Basis> {
  readonly name: string;
  readonly basis: Basis;
  readonly interval = '1d';
  readonly bars: Observable<LiveBar>;
  readonly status: Observable<LiveStatus>;
  readonly notices: Observable<FeedNotice>;
  /** Where the live bars have it. */
  readonly historyFrom?: (from: Millis, signal?: AbortSignal) => Promise<FeedData>;
  readonly #live: LiveFeed<Basis>;
  readonly #cut: SessionCut;
  readonly #clock: Clock;
  readonly #grace: Millis;
  readonly #outlet = new LiveOutlet();
  readonly #running = new Subscription();
  /** Timers that have gone off leave it by themselves. */
  readonly #timers = new Set<Millis>();
  /** Bars that came before it was known what is history. */
  #early: LiveBar[] | undefined = [];
  #makers = new Map<string, SessionMaker>();
  #opening: Promise<readonly Instrument[]> | undefined;
  #interruptedUntil: Millis = -Infinity;

  constructor(live: LiveFeed<Basis>, { clock = new LiveClock(), grace = 3 * SECOND, ...cut }: SessionBarsOptions) {
    checkCut(cut);
    if (!(grace >= 0 && grace < Infinity)) {
      throw new ConfigError(`session bars cannot wait ${grace} ms`, {
        code: 'session-bars/grace',
        context: { grace },
        hint: 'give milliseconds of at least 0',
      });
    }
    this.name = sessionBarsName(live.name, cut);
    this.basis = live.basis;
    this.#live = live;
    this.#cut = cut;
    this.#clock = clock;
    this.#grace = grace;
    this.bars = this.#outlet.bars;
    this.status = this.#outlet.status;
    this.notices = this.#outlet.notices;
    if (live.historyFrom === undefined) return;
    this.historyFrom = async (from, signal) => {
      await this.open(signal);
      return this.#told(await sessionsFrom(from, this.#source(signal)));
    };
  }

  open(signal?: AbortSignal): Promise<readonly Instrument[]> {
    return (this.#opening ??= this.#open(signal));
  }

  async history(n: number, signal?: AbortSignal): Promise<FeedData> {
    await this.open(signal);
    return this.#told(await lastSessions(n, this.#source(signal)));
  }

  latestDue(now: Millis): Millis {
    return Math.max(...[...this.#makers.values()].map(({ windows }) => windows.latestEnd(now)));
  }

  async close(): Promise<void> {
    this.#running.unsubscribe();
    await this.#live.close();
    this.#outlet.end();
  }

  #source(signal: AbortSignal | undefined): HistorySource {
    return { live: this.#live, makers: [...this.#makers.values()], deliver: (bar) => this.#outlet.deliver(bar), signal };
  }

  #told(history: FeedData): FeedData {
    this.#arm();
    return history;
  }

  async #open(signal: AbortSignal | undefined): Promise<readonly Instrument[]> {
    const error = (cause: unknown): void => this.#fail(cause);
    this.#running.add(this.#live.status.subscribe({ next: (status) => this.#setStatus(status), error }));
    if (this.#live.notices !== undefined)
      this.#running.add(this.#live.notices.subscribe({ next: (notice) => this.#outlet.notice(notice), error }));
    this.#running.add(this.#live.bars.subscribe({ next: (bar) => this.#take(bar), error, complete: () => this.#outlet.end() }));
    const instruments = await this.#live.open(signal);
    const { interval } = this.#live;
    const now = this.#clock.now();
    this.#makers = new Map(
      instruments.map((instrument) => {
        const windows = new SessionWindows(instrument, interval, this.#cut);
        const { start, end } = windows.of(now);
        return [instrument.symbol, new SessionMaker(instrument, windows, end <= now ? end : start)];
      }),
    );
    await this.#catchUp(now, barMillis(interval)!, signal);
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const bar of early) this.#take(bar);
    this.#arm();
    return instruments;
  }

  /** What has come of the session that is under way. */
  async #catchUp(now: Millis, length: Millis, signal: AbortSignal | undefined): Promise<void> {
    const opens = [...this.#makers.values()].map(({ windows }) => windows.of(now)).filter(({ start, end }) => start < now && now < end);
    if (opens.length === 0) return;
    const open = Math.min(...opens.map(({ start }) => start));
    const data = await (this.#live.historyFrom?.(open, signal) ?? this.#live.history(Math.ceil((now - open) / length) + 1, signal));
    for (const series of data.series) this.#makers.get(series.instrument.symbol)?.addAll(series);
  }

  #take(bar: LiveBar): void {
    if (this.#early !== undefined) {
      this.#early.push(bar);
      return;
    }
    const maker = this.#makers.get(bar.instrument.symbol)!;
    const isNew = bar.origin !== 'correction';
    // Bars of an instrument come in order: one that begins after the cut says that nothing before it is still to come.
    if (isNew && bar.openTime >= maker.due) this.#close(maker, bar.origin);
    const correction = maker.add(bar);
    if (correction !== undefined) this.#outlet.deliver(correction);
    if (isNew && bar.time >= maker.due) this.#close(maker, bar.origin);
    this.#arm();
  }

  #close(maker: SessionMaker, origin: LiveBar['origin']): void {
    const isLate = origin === 'backfill' || maker.due <= this.#interruptedUntil;
    const bar = maker.close(isLate ? 'backfill' : 'stream');
    if (bar !== undefined) this.#outlet.deliver(bar);
  }

  /** Sets a timer for each cut that lies ahead. */
  #arm(): void {
    for (const { due } of this.#makers.values()) {
      const time = Math.max(due, this.#interruptedUntil) + this.#grace;
      if (time === Infinity || this.#timers.has(time)) continue;
      this.#timers.add(time);
      const timer = this.#clock.at(time, () => {
        this.#running.remove(timer);
        this.#timers.delete(time);
        this.#closeDue(time - this.#grace);
      });
      this.#running.add(timer);
    }
  }

  #closeDue(time: Millis): void {
    // While the connection is down, and while what was missed comes, nobody knows whether a bar is missing.
    if (this.#outlet.state !== 'open' || time < this.#interruptedUntil) return;
    for (const maker of this.#makers.values()) if (maker.due <= time) this.#close(maker, 'stream');
  }

  #setStatus(status: LiveStatus): void {
    if (status === 'closed') return;
    const isBack = status === 'open' && this.#outlet.state === 'interrupted';
    this.#outlet.setStatus(status);
    if (!isBack) return;
    this.#interruptedUntil = this.#clock.now();
    this.#arm();
  }

  #fail(cause: unknown): void {
    this.#running.unsubscribe();
    this.#outlet.fail(
      cause instanceof DataError
        ? cause
        : new DataError(`${this.name}: the live bars ended: ${String(cause)}`, { code: 'session-bars/source', cause }),
    );
  }
}
