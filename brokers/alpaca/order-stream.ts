import type { Alpaca } from '@alpacahq/alpaca-trade-api';
import type { WebSocket } from 'ws';

import type { BrokerNotice } from '../../src/broker/live-broker.js';
import { MINUTE, SECOND, type Millis } from '../../src/core/time.js';
import type { ResolvedAlpacaOptions } from './options.js';
import type { Pauses } from './pauses.js';
import { readUpdate, type WireUpdate } from './wire.js';

/** A dead connection of ours is counted by the venue for about this long. */
const LONGEST_PAUSE: Millis = MINUTE;
/** Before keys that were refused are shown again. */
const REFUSED_PAUSE: Millis = MINUTE;
/** Of a ping's answer. */
const PONG_WAIT: Millis = 5 * SECOND;

type SdkStream = ReturnType<Alpaca['trading']['stream']>;

export interface OrderStreamParts {
  readonly options: ResolvedAlpacaOptions;
  readonly pauses: Pauses;
  readonly sdk: () => Promise<Alpaca>;
  readonly onUpdate: (update: WireUpdate) => void;
  /** The venue has confirmed that updates will come. What happened before has to be asked for. */
  readonly onReady: () => void;
  /** Updates may have been lost. */
  readonly onTrouble: () => void;
  readonly onLost: () => void;
  readonly notice: (notice: BrokerNotice) => void;
}

/**
 * The stream of order updates: one connection, made again for ever. The SDK speaks the protocol; what it does not watch is watched
 * here: that a connection is confirmed in time, and that its end is the socket's end.
 */
export class OrderStream {
  readonly #parts: OrderStreamParts;
  #stream: SdkStream | undefined;
  #socket: WebSocket | undefined;
  #isClosed = false;
  #isReady = false;
  /** Number of the connection that is being made or used. */
  #turn = 0;

  constructor(parts: OrderStreamParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const sdk = await this.#parts.sdk();
    // Runs without this broker need not load it.
    const { WebSocket: Socket } = await import('ws');
    if (this.#isClosed) return;
    const { options, onUpdate, onTrouble, pauses } = this.#parts;
    const stream = sdk.trading.stream({
      url: options.endpoints.stream,
      maxReconnectAttempts: -1,
      initialReconnectMs: options.reconnectPause,
      maxReconnectMs: LONGEST_PAUSE,
      pongWaitMs: PONG_WAIT,
      wsFactory: (url) => (this.#socket = new Socket(url, { perMessageDeflate: false, handshakeTimeout: options.streamTimeout })),
    });
    this.#stream = stream;
    stream.onTradeUpdate((raw) => {
      const update = readUpdate(raw);
      if (update === undefined) onTrouble();
      else onUpdate(update);
    });
    stream.onStateChange((state) => this.#onState(String(state)));
    stream.on('subscription' as never, (streams: unknown) => {
      if (!Array.isArray(streams) || !streams.includes('trade_updates')) return;
      this.#isReady = true;
      this.#parts.onReady();
    });
    stream.onError((words) => {
      if (pauses.ended.aborted) return;
      const isRefused = words === 'auth failed';
      const message = isRefused ? 'the order stream refuses the keys; they are shown again in a minute' : `the order stream: ${words}`;
      this.#notice(isRefused ? 'error' : 'warn', isRefused ? 'stream/unauthorized' : 'stream/trouble', message);
      if (isRefused) void this.#again(REFUSED_PAUSE);
      else onTrouble();
    });
    stream.subscribeTradeUpdates();
    stream.connect();
  }

  /** Makes the connection anew: it is suspected to be mute. */
  restart(): void {
    if (!this.#isClosed && this.#stream !== undefined) void this.#again(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #onState(state: string): void {
    if (this.#isClosed) return;
    if (state === 'connecting') void this.#watch(++this.#turn);
    else if (state === 'disconnected') {
      this.#turn++;
      if (this.#isReady) this.#parts.onLost();
      this.#isReady = false;
    }
  }

  /** Ends a connection that is not confirmed in time. */
  async #watch(turn: number): Promise<void> {
    const { pauses, options } = this.#parts;
    await pauses.for(options.streamTimeout);
    if (this.#isClosed || pauses.ended.aborted || this.#isReady || turn !== this.#turn) return;
    this.#notice('warn', 'stream/mute', `the order stream was not confirmed within ${options.streamTimeout} ms: it is made anew`);
    await this.#again(options.reconnectPause);
  }

  async #again(pause: Millis): Promise<void> {
    this.#drop();
    const turn = ++this.#turn;
    await this.#parts.pauses.for(pause);
    if (!this.#isClosed && turn === this.#turn) this.#stream!.connect();
  }

  /** A socket that is only asked to close keeps the process alive until the other side agrees. */
  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#stream?.disconnect();
    socket?.on('error', () => {});
    socket?.terminate();
  }

  #notice(level: BrokerNotice['level'], code: string, message: string): void {
    this.#parts.notice({ level, code, message });
  }
}
