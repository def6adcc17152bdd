import type { Observable } from 'rxjs';
import { Subscription } from '../../src/core/rx.js';

import type { Session } from '../../src/calendar/calendar.js';
import type { Clock } from '../../src/clock/clock.js';
import { DataError } from '../../src/core/errors.js';
import type { Instrument } from '../../src/core/instrument.js';
import { dayOfIsoDate, MINUTE, SECOND, type Millis } from '../../src/core/time.js';
import type { FeedData } from '../../src/feed/feed.js';
import type { FeedNotice, LiveBar, LiveFeed, LiveStatus } from '../../src/feed/live-feed.js';
import { LiveOutlet } from '../common/live-outlet.js';
import { ZoneClock } from '../common/zone-clock.js';
import { FollowedInstruments } from './followed.js';
import { keysOf } from './keys.js';
import type { AlpacaLiveOptions } from './live-options.js';

/** For so long the bars of a session wait for each other. */
const PATIENCE = 10 * MINUTE;
const SOON = MINUTE;
const LATER = 30 * MINUTE;
const MOST_DELAY = 64 * SECOND;
/** Refusals in a row that end a feed which has worked. */
const REFUSALS = 3;

/** Session bars, asked for by REST once they have settled: nothing of them is streamed before. */
export class SessionFeed implements LiveFeed<'raw'> {
  readonly name = 'alpaca';
  readonly basis = 'raw';
  readonly interval = '1d';
  readonly bars: Observable<LiveBar>;
  readonly status: Observable<LiveStatus>;
  readonly notices: Observable<FeedNotice>;
  readonly #options: AlpacaLiveOptions;
  readonly #clock: Clock;
  readonly #settle: Millis;
  readonly #outlet = new LiveOutlet();
  readonly #stopping = new AbortController();
  readonly #followed: FollowedInstruments;
  readonly #zone: ZoneClock;
  #timer = new Subscription();
  #opening: Promise<readonly Instrument[]> | undefined;
  /** Index of the last session of which every bar has been told, or will not come. */
  #done: number;
  #refusals = 0;
  #missedOf: number | undefined;

  constructor(options: AlpacaLiveOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#settle = options.settle ?? 20 * MINUTE;
    const start = clock.now() - this.#settle;
    this.#followed = new FollowedInstruments(options, start, (notice) => this.#outlet.notice(notice));
    this.#zone = new ZoneClock(this.#followed.calendar.zone);
    this.#done = this.#followed.calendar.nextClosing(start).index - 1;
    this.bars = this.#outlet.bars;
    this.status = this.#outlet.status;
    this.notices = this.#outlet.notices;
  }

  open(signal?: AbortSignal): Promise<readonly Instrument[]> {
    return (this.#opening ??= this.#open(signal));
  }

  async history(n: number, signal?: AbortSignal): Promise<FeedData> {
    await this.open(signal);
    const settled = this.#clock.now() - this.#settle;
    return this.#followed.last(n, { closedBy: settled, to: settled, signal });
  }

  async historyFrom(from: Millis, signal?: AbortSignal): Promise<FeedData> {
    await this.open(signal);
    const settled = this.#clock.now() - this.#settle;
    return this.#followed.history({ from, closedBy: settled, to: settled, signal });
  }

  close(): Promise<void> {
    this.#stopping.abort(new DataError('alpaca: closed', { code: 'alpaca/closed' }));
    this.#timer.unsubscribe();
    this.#outlet.end();
    return Promise.resolve();
  }

  async #open(signal: AbortSignal | undefined): Promise<readonly Instrument[]> {
    keysOf(this.#options.env);
    const either = signal === undefined ? this.#stopping.signal : AbortSignal.any([signal, this.#stopping.signal]);
    for (let failures = 0; ; failures++) {
      try {
        // Whether keys, symbols and line are good is better known now than at the close.
        const { close } = this.#followed.calendar.at(Math.max(0, this.#done));
        await this.#followed.since({ from: close - MINUTE, closedBy: close, to: close, signal: either });
        break;
      } catch (error) {
        either.throwIfAborted();
        if (!isPassing(error)) throw this.#fail(error);
        this.#notice('alpaca/request', error);
        await this.#wait(Math.min(MOST_DELAY, SECOND * 2 ** failures), either);
      }
    }
    this.#outlet.setStatus('open');
    this.#schedule();
    return this.#followed.instruments;
  }

  #schedule(): void {
    const { close } = this.#followed.calendar.at(this.#done + 1);
    this.#after(Math.max(0, close + this.#settle - this.#clock.now()));
  }

  #after(wait: Millis): void {
    if (this.#outlet.isEnded) return;
    this.#timer = this.#clock.at(this.#clock.now() + wait, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const { calendar } = this.#followed;
    const now = this.#clock.now();
    // After a sleep there may be several.
    const latest = calendar.at(calendar.nextClosing(now - this.#settle).index - 1);
    try {
      const missing = await this.#tellUntil(latest, now);
      this.#refusals = 0;
      this.#outlet.setStatus('open');
      if (missing.length === 0) this.#done = latest.index;
      else return this.#waitFor(missing, latest, now);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#refusals = isPassing(error) ? 0 : this.#refusals + 1;
      if (this.#refusals >= REFUSALS) return void this.#fail(error);
      this.#outlet.setStatus('interrupted');
      this.#notice('alpaca/request', error);
      return this.#after(SOON);
    }
    this.#schedule();
  }

  /** Tells what there is. Returns the symbols that have no bar of the latest session yet. */
  async #tellUntil(latest: Session, now: Millis): Promise<readonly string[]> {
    const { calendar, all } = this.#followed;
    // The last session that was told is asked for again: it may have been corrected overnight.
    const first = calendar.at(Math.max(0, Math.min(this.#done, latest.index)));
    const from = this.#zone.startOfDay(dayOfIsoDate(first.date)!);
    const rows = await this.#followed.since({ from, closedBy: latest.close, to: latest.close, signal: this.#stopping.signal });
    const missing = all.filter((one) => !rows.some(([other, { time }]) => other === one && time === latest.close));
    const isComplete = missing.length === 0 || now >= latest.close + this.#settle + PATIENCE;
    for (const [{ place, told }, bar] of rows) {
      if (bar.time === latest.close && !isComplete) continue;
      const verdict = told.judge(bar, false);
      if (verdict === 'known') continue;
      const origin = verdict !== 'new' ? 'correction' : bar.time === latest.close ? 'stream' : 'backfill';
      this.#outlet.deliver(place.liveBar(bar, origin));
    }
    return missing.map(({ place }) => place.instrument.symbol);
  }

  #waitFor(missing: readonly string[], latest: Session, now: Millis): void {
    const isPatient = now < latest.close + this.#settle + PATIENCE;
    if (!isPatient && this.#missedOf !== latest.index) {
      this.#missedOf = latest.index;
      this.#outlet.notice({
        level: 'warn',
        code: 'alpaca/no-bar',
        message: `alpaca: no bar of ${latest.date} for ${missing.join(', ')}`,
        data: { date: latest.date, symbols: missing },
      });
    }
    if (now + LATER < this.#followed.calendar.at(latest.index + 1).open) return this.#after(isPatient ? SOON : LATER);
    // Nothing was traded. Should the bar come after all, the next session's look finds it.
    this.#done = latest.index;
    this.#schedule();
  }

  #notice(code: string, error: unknown): void {
    this.#outlet.notice({ level: 'error', code, message: `alpaca: ${String(error)}`, data: { error: String(error) } });
  }

  #fail(error: unknown): DataError {
    const fault = error instanceof DataError ? error : new DataError(`alpaca: ${String(error)}`, { code: 'alpaca/request', cause: error });
    this.#timer.unsubscribe();
    this.#outlet.fail(fault);
    return fault;
  }

  #wait(duration: Millis, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        timer.unsubscribe();
        reject(signal.reason as Error);
      };
      const timer = this.#clock.at(this.#clock.now() + duration, () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}

/** Trouble on the way, which another attempt may not meet. */
function isPassing(error: unknown): boolean {
  return error instanceof DataError && error.code.startsWith('network/');
}
