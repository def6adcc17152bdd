import type { Observable } from 'rxjs';
import { Subscription } from '../../src/core/rx.js';

import type { Clock } from '../../src/clock/clock.js';
import { DataError } from '../../src/core/errors.js';
import type { Instrument } from '../../src/core/instrument.js';
import { MINUTE, SECOND, type Millis } from '../../src/core/time.js';
import type { FeedData } from '../../src/feed/feed.js';
import type { FeedNotice, LiveBar, LiveFeed, LiveStatus } from '../../src/feed/live-feed.js';
import { LiveOutlet } from '../common/live-outlet.js';
import { BarStream, type BarStreamListener } from './bar-stream.js';
import type { AlpacaBar } from './client.js';
import { FollowedInstruments, type Followed } from './followed.js';
import { keysOf } from './keys.js';
import type { AlpacaLiveOptions } from './live-options.js';
import { QuietWatch } from './quiet-watch.js';
import { streamAddress } from './stream-address.js';
import type { PlacedBar } from './told-bars.js';

/** REST shows a bar some seconds after it was streamed: what closed just before the stream was there is asked for once more. */
const REST_LAG = 15 * SECOND;
/** What was lost without a sign is looked for so often in a session, and before each gap, and so far back. */
const LOOK_EVERY = 10 * MINUTE;
const LOOK_BACK = 15 * MINUTE;
/** Wait after a message that could not be read, so that a handful of them makes one request. */
const GAP_WAIT = 2 * SECOND;
const RETRY_WAIT = 30 * SECOND;
/** Longest wait of streamed bars for older ones: what is fetched later is late. */
const HOLD = 20 * SECOND;
/** A bar that claims to close so much later than now is none of this world. */
const AHEAD = 10 * MINUTE;

interface Waiting {
  readonly followed: Followed;
  readonly bar: PlacedBar;
  readonly isUpdate: boolean;
}

/** Minutes as Alpaca streams them, with what was missed fetched by REST. */
export class MinuteFeed implements LiveFeed<'raw'>, BarStreamListener {
  readonly name = 'alpaca';
  readonly basis = 'raw';
  readonly interval = '1m';
  readonly bars: Observable<LiveBar>;
  readonly status: Observable<LiveStatus>;
  readonly notices: Observable<FeedNotice>;
  readonly #options: AlpacaLiveOptions;
  readonly #clock: Clock;
  readonly #outlet = new LiveOutlet();
  readonly #running = new Subscription();
  readonly #stopping = new AbortController();
  readonly #followed: FollowedInstruments;
  readonly #quiet: QuietWatch;
  #stream: BarStream | undefined;
  #opening: Promise<readonly Instrument[]> | undefined;
  #opened: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  /** Start of the last minute of which all bars are believed to have come. */
  #covered: Millis;
  /** The same when something may have been lost, until it has been fetched. */
  #gap: Millis | undefined;
  #catchingUp: Promise<number> | undefined;
  #fetching: AbortController | undefined;
  #lookedAt: Millis = -Infinity;
  #isHolding = false;
  #isGapNoted = false;
  /** Streamed bars that wait until older ones have been fetched. */
  #waiting: Waiting[] = [];

  constructor(options: AlpacaLiveOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    const start = clock.now();
    this.#covered = start - (start % MINUTE) - MINUTE;
    this.#gap = this.#covered;
    this.#followed = new FollowedInstruments(options, start, (notice) => this.onNotice(notice));
    this.#quiet = new QuietWatch(this.#followed.calendar, options.quiet ?? 3 * MINUTE, start);
    this.bars = this.#outlet.bars;
    this.status = this.#outlet.status;
    this.notices = this.#outlet.notices;
  }

  open(signal?: AbortSignal): Promise<readonly Instrument[]> {
    return (this.#opening ??= this.#open(signal));
  }

  async history(n: number, signal?: AbortSignal): Promise<FeedData> {
    await this.open(signal);
    return this.#followed.last(n, { closedBy: this.#clock.now(), signal });
  }

  async historyFrom(from: Millis, signal?: AbortSignal): Promise<FeedData> {
    await this.open(signal);
    return this.#followed.history({ from, closedBy: this.#clock.now(), signal });
  }

  close(): Promise<void> {
    this.#stop();
    this.#opened?.reject(new DataError('alpaca: closed before it was open', { code: 'alpaca/closed' }));
    this.#outlet.end();
    return Promise.resolve();
  }

  async #open(signal: AbortSignal | undefined): Promise<readonly Instrument[]> {
    signal?.throwIfAborted();
    const { feed = 'iex', env } = this.#options;
    const { keyId, secret } = keysOf(env);
    const [{ Alpaca }, { WebSocket }] = await Promise.all([import('@alpacahq/alpaca-trade-api'), import('ws')]);
    signal?.throwIfAborted();
    const sdk = new Alpaca({ keyId, secret });
    const { names } = this.#followed;
    const clock = this.#clock;
    const stream = new BarStream({ sdk, socket: WebSocket, feed, url: streamAddress(feed, env), names, clock }, this);
    this.#stream = stream;
    const opened = new Promise<void>((resolve, reject) => (this.#opened = { resolve, reject }));
    const abort = (): void => {
      this.#opened?.reject(signal?.reason);
      void this.close();
    };
    signal?.addEventListener('abort', abort, { once: true });
    stream.connect();
    try {
      await opened;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    this.#running.add(clock.every(MINUTE, () => this.#listen()));
    return this.#followed.instruments;
  }

  onReady(): void {
    this.#quiet.heard(this.#clock.now());
    this.#catchUpAnew();
    this.#later(REST_LAG, () => this.#catchUpOnLine());
  }

  onDown(): void {
    this.#gap ??= this.#covered;
    this.#outlet.setStatus('interrupted');
  }

  onGap(): void {
    this.#gap ??= this.#covered;
    if (this.#isGapNoted) return;
    this.#isGapNoted = true;
    this.#later(GAP_WAIT, () => {
      this.#isGapNoted = false;
      if (this.#stream?.isReady === true) this.#catchUpAnew();
    });
  }

  onRefused(error: DataError): void {
    this.#stop();
    this.#opened?.reject(error);
    this.#outlet.fail(error);
  }

  onNotice(notice: FeedNotice): void {
    this.#outlet.notice(notice);
  }

  onBar(bar: AlpacaBar, isUpdate: boolean): void {
    const followed = this.#followed.named(bar.symbol);
    const placed = followed?.place.of(bar);
    if (followed === undefined || placed === undefined) return;
    const now = this.#clock.now();
    if (placed.time > now + AHEAD) {
      this.onNotice({
        level: 'warn',
        code: 'alpaca/ahead',
        message: `alpaca: ${bar.symbol}: left out: a bar that closes ${Math.round((placed.time - now) / MINUTE)} minutes from now`,
        data: { symbol: bar.symbol, time: placed.time, now },
      });
      return;
    }
    this.#quiet.heard(now);
    // The server's clock is ahead of ours: a bar is not told before its close.
    if (placed.time > now) this.#later(placed.time - now, () => this.#receive({ followed, bar: placed, isUpdate }));
    else this.#receive({ followed, bar: placed, isUpdate });
  }

  #receive(one: Waiting): void {
    if (this.#isHolding) this.#waiting.push(one);
    else this.#tell(one, 'stream');
  }

  /** @returns whether it was a bar that nobody had heard of. */
  #tell({ followed: { place, told }, bar, isUpdate }: Waiting, origin: 'stream' | 'backfill'): boolean {
    if (origin === 'stream') this.#covered = Math.max(this.#covered, bar.openTime);
    const verdict = told.judge(bar, isUpdate);
    if (verdict === 'known') return false;
    this.#outlet.deliver(place.liveBar(bar, verdict === 'new' ? origin : 'correction'));
    return verdict !== 'changed';
  }

  /** Fetches what may have been missed. Where there is a gap, bars that are streamed meanwhile wait. Resolves with the number of bars found. */
  #catchUp(): Promise<number> {
    return (this.#catchingUp ??= this.#fetchAndRelease());
  }

  /** What is being fetched was asked for before the gap, and does not reach far enough. */
  #catchUpAnew(): void {
    this.#fetching?.abort();
    this.#catchingUp = undefined;
    void this.#catchUp();
  }

  async #fetchAndRelease(): Promise<number> {
    const own = new AbortController();
    this.#fetching = own;
    this.#isHolding = this.#gap !== undefined;
    const timer = this.#later(HOLD, () => this.#release());
    const found = await this.#fetchMissing(AbortSignal.any([own.signal, this.#stopping.signal]));
    timer.unsubscribe();
    if (this.#fetching === own) {
      this.#catchingUp = undefined;
      this.#release();
    }
    return found;
  }

  #release(): void {
    this.#isHolding = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) this.#tell(one, 'stream');
    if (this.#stream?.isReady !== true) return;
    this.#outlet.setStatus('open');
    this.#opened?.resolve();
  }

  /** Where the connection is lost there is no hurry: it is done when there is a new one. */
  #catchUpOnLine(): void {
    if (this.#stream?.isReady === true) void this.#catchUp();
  }

  async #fetchMissing(signal: AbortSignal): Promise<number> {
    const gap = this.#gap;
    const now = this.#clock.now();
    try {
      const rows = await this.#followed.since({
        from: (gap ?? this.#covered) - LOOK_BACK,
        closedBy: now,
        signal,
      });
      // A connection that was lost meanwhile has made a gap of its own.
      if (this.#gap === gap && this.#stream?.isReady === true) this.#gap = undefined;
      this.#covered = Math.max(this.#covered, now - (now % MINUTE) - 2 * MINUTE);
      this.#lookedAt = now;
      const found = rows.filter(([followed, bar]) => this.#tell({ followed, bar, isUpdate: false }, 'backfill'));
      // The stream may be about to bring what has just closed.
      return found.filter(([, { time }]) => time <= now - REST_LAG).length;
    } catch (error) {
      if (signal.aborted) return 0;
      this.#gap ??= this.#covered;
      this.onNotice({
        level: 'error',
        code: 'alpaca/backfill',
        message: `alpaca: bars that were missed could not be fetched: ${String(error)}`,
        data: { error: String(error) },
      });
      this.#later(RETRY_WAIT, () => this.#catchUpOnLine());
      return 0;
    }
  }

  /** The heartbeat: a stream that says nothing while others trade is of no use. */
  async #listen(): Promise<void> {
    const stream = this.#stream;
    const now = this.#clock.now();
    if (stream?.isReady !== true || !this.#quiet.isSession(now)) return;
    if (!this.#quiet.isSuspicious(now)) {
      if (now >= this.#lookedAt + LOOK_EVERY) await this.#catchUp();
      return;
    }
    const found = await this.#catchUp();
    if (found === 0) {
      this.#quiet.nothingTraded();
      return;
    }
    this.onNotice({ level: 'warn', code: 'alpaca/mute', message: `alpaca: the stream is silent while ${found} bars were traded` });
    stream.restart('the stream is mute');
  }

  #later(wait: Millis, task: () => unknown): Subscription {
    const timer = this.#clock.at(this.#clock.now() + wait, () => {
      this.#running.remove(timer);
      task();
    });
    this.#running.add(timer);
    return timer;
  }

  #stop(): void {
    this.#stopping.abort();
    this.#running.unsubscribe();
    this.#stream?.close();
  }
}
