import type { Alpaca, streaming } from '@alpacahq/alpaca-trade-api';
import type { Subscription } from 'rxjs';
import type { WebSocket } from 'ws';

import type { Clock } from '../../src/clock/clock.js';
import { DataError } from '../../src/core/errors.js';
import { seededRandom, type RandomSource } from '../../src/core/random.js';
import { MINUTE, SECOND, type Millis } from '../../src/core/time.js';
import type { FeedNotice } from '../../src/feed/live-feed.js';
import type { AlpacaBar } from './client.js';
import { streamFaultOf } from './stream-fault.js';

/** How long a connection may take until its bars are subscribed. */
const PATIENCE = 10 * SECOND;
const FIRST_DELAY = SECOND;
const MOST_DELAY = 64 * SECOND;
/** A dead connection counts for about a minute and a half against the limit of one. */
const BUSY_DELAY = 30 * SECOND;
const JITTER = 0.2;
/** A connection that held for so long was a good one: the next delays begin anew. */
const GOOD_AFTER = MINUTE;
/** Once the keys have been good, a single refusal may be the server's mistake. */
const REFUSALS = 3;

/** What a {@link BarStream} tells. */
export interface BarStreamListener {
  /** Subscribed: bars come from now on. */
  onReady(): void;
  /** `updated` for other figures of a bar that has come. Symbols are the source's names. */
  onBar(bar: AlpacaBar, updated: boolean): void;
  /** A message could not be read. */
  onGap(): void;
  /** No bars come until the next `onReady`. */
  onDown(): void;
  /** The end: there is no sense in further attempts. */
  onRefused(error: DataError): void;
  onNotice(notice: FeedNotice): void;
}

export interface BarStreamOptions {
  readonly sdk: Alpaca;
  readonly socket: typeof WebSocket;
  readonly feed: 'iex' | 'sip';
  readonly url: string | undefined;
  readonly names: readonly string[];
  readonly clock: Clock;
}

type StreamedBar = Parameters<Parameters<streaming.StockDataStream['onBar']>[0]>[0];

/**
 * One socket to Alpaca's stream of minute bars, replaced by another one whenever it is of no use any more, for ever. The SDK speaks the
 * protocol; when to connect, to give up and to try again is decided here, by the run's clock.
 */
export class BarStream {
  readonly #options: BarStreamOptions;
  readonly #listener: BarStreamListener;
  readonly #random: RandomSource;
  #stream: streaming.StockDataStream | undefined;
  #socket: WebSocket | undefined;
  #timer: Subscription | undefined;
  #readySince: Millis | undefined;
  #failures = 0;
  #refusals = 0;
  #wasGood = false;
  #isClosed = false;

  constructor(options: BarStreamOptions, listener: BarStreamListener) {
    this.#options = options;
    this.#listener = listener;
    this.#random = seededRandom(options.clock.now());
  }

  get isReady(): boolean {
    return this.#readySince !== undefined;
  }

  connect(): void {
    if (this.#isClosed || this.#stream !== undefined) return;
    const { sdk, socket, feed, url, names, clock } = this.#options;
    const stream = sdk.marketData.stockStream({
      feed,
      ...(url !== undefined && { url }),
      reconnect: false,
      wsFactory: (address) => {
        this.#socket = new socket(address, { perMessageDeflate: false, headers: { 'Content-Type': 'application/msgpack' } });
        return this.#socket;
      },
    });
    this.#stream = stream;
    stream.subscribeForBars([...names]);
    stream.subscribeForUpdatedBars([...names]);
    stream.onBar((bar) => this.#take(bar, false));
    stream.onUpdatedBar((bar) => this.#take(bar, true));
    stream.on('subscription', () => this.#subscribed(stream.getSubscriptions().bars));
    stream.onError((said) => this.#fault(String(said)));
    stream.onDisconnect(() => this.#lose('the connection ended'));
    this.#timer = clock.at(clock.now() + PATIENCE, () => this.#lose(`no subscription within ${PATIENCE / SECOND} s`));
    stream.connect();
  }

  /** Replaces a connection that is of no use. */
  restart(reason: string): void {
    this.#lose(reason);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #take({ symbol, open, high, low, close, volume, timestamp }: StreamedBar, updated: boolean): void {
    const figures = { open: number(open), high: number(high), low: number(low), close: number(close), volume: number(volume) };
    this.#listener.onBar({ symbol, time: timestamp.getTime(), figures }, updated);
  }

  #subscribed(bars: readonly string[]): void {
    const { names, clock } = this.#options;
    if (this.isReady || !(bars.includes('*') || names.every((name) => bars.includes(name)))) return;
    this.#timer?.unsubscribe();
    this.#readySince = clock.now();
    this.#refusals = 0;
    this.#wasGood = true;
    this.#listener.onReady();
  }

  #fault(said: string): void {
    const fault = streamFaultOf(said);
    switch (fault.kind) {
      case 'harmless':
        return;
      case 'message':
        this.#listener.onNotice({ level: 'warn', code: 'alpaca/message', message: `alpaca: ${said}` });
        this.#listener.onGap();
        return;
      case 'refused':
        this.#refusals += 1;
        if (!this.#wasGood || this.#refusals >= REFUSALS) this.#refuse(said, fault.code, fault.hint);
        else this.#lose(said, BUSY_DELAY);
        return;
      case 'busy':
        this.#lose(said, BUSY_DELAY);
        return;
      case 'broken':
        this.#lose(said);
    }
  }

  #refuse(said: string, code: string, hint: string): void {
    this.close();
    const { feed, names } = this.#options;
    this.#listener.onRefused(
      new DataError(`alpaca: the ${feed} stream refused: ${said}`, {
        code,
        context: { source: 'alpaca', feed, symbols: names, said },
        hint,
      }),
    );
  }

  #lose(reason: string, least: Millis = 0): void {
    if (this.#isClosed || this.#stream === undefined) return;
    const { clock } = this.#options;
    const now = clock.now();
    const since = this.#readySince;
    this.#drop();
    if (since !== undefined && now - since >= GOOD_AFTER) this.#failures = 0;
    const doubled = Math.min(FIRST_DELAY * 2 ** this.#failures, MOST_DELAY);
    const delay = Math.round(Math.max(doubled, least) * (1 - JITTER + 2 * JITTER * this.#random.next()));
    this.#failures += 1;
    this.#timer = clock.at(now + delay, () => this.connect());
    this.#listener.onNotice({
      level: 'warn',
      code: 'alpaca/disconnected',
      message: `alpaca: ${reason}; the next attempt follows in ${(delay / SECOND).toFixed(1)} s`,
      data: { reason, delay, failures: this.#failures },
    });
    if (since !== undefined) this.#listener.onDown();
  }

  #drop(): void {
    const stream = this.#stream;
    this.#timer?.unsubscribe();
    this.#stream = undefined;
    this.#readySince = undefined;
    if (stream === undefined) return;
    stream.removeAllListeners();
    stream.disconnect();
    // Not to wait for the farewell of a server that may be mute: it would count as a second connection.
    this.#socket?.terminate();
    this.#socket = undefined;
  }
}

/** What the wire says, whatever the types say. */
function number(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}
