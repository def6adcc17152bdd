import { encode } from '@msgpack/msgpack';
import type { WebSocket } from 'ws';

import { barJson, type FakeBar } from './bar-history.js';
import type { ConnectFault } from './fault-names.js';
import { readFrame, type FrameCodec, type StreamParts } from './order-stream.js';

const CHANNELS = ['bars', 'updatedBars', 'dailyBars', 'trades', 'quotes'] as const;
type Channel = (typeof CHANNELS)[number];
const CHANNEL_OF: Readonly<Record<'b' | 'u' | 'd', Channel>> = { b: 'bars', u: 'updatedBars', d: 'dailyBars' };

interface Connection {
  readonly socket: WebSocket;
  readonly codec: FrameCodec;
  readonly fault: ConnectFault | undefined;
  readonly subscribed: Readonly<Record<Channel, Set<string>>>;
  authenticated: boolean;
}

/** The streams `/v2/{feed}`: bars, as arrays of messages. */
export class DataStream {
  readonly #parts: StreamParts;
  readonly #limit: number;
  readonly #connections = new Set<Connection>();

  constructor(parts: StreamParts, limit: number) {
    this.#parts = parts;
    this.#limit = limit;
  }

  /** @param keys - of the handshake's headers, which authenticate where they are right. */
  connect(socket: WebSocket, codec: FrameCodec, fault: ConnectFault | undefined, keys: { key: unknown; secret: unknown }): void {
    const subscribed = Object.fromEntries(CHANNELS.map((channel) => [channel, new Set<string>()])) as Record<Channel, Set<string>>;
    const connection: Connection = { socket, codec, fault, subscribed, authenticated: false };
    this.#connections.add(connection);
    socket.on('close', () => this.#connections.delete(connection));
    socket.on('error', () => socket.terminate());
    if (fault === 'mute') return;
    send(connection, [{ T: 'success', msg: 'connected' }]);
    if (keys.key !== undefined) this.#authenticate(connection, keys.key, keys.secret);
    socket.on('message', (raw) => this.#receive(connection, readFrame(raw, codec)));
  }

  /** Sends a bar to those who have subscribed to it, or does what its fault says. */
  publish(kind: 'b' | 'u' | 'd', symbol: string, bar: FakeBar): void {
    const fault = this.#parts.faults.ofBar();
    if (fault === 'drop') this.drop();
    if (fault === 'drop' || fault === 'lose') return;
    for (const connection of this.#connections) {
      const symbols = connection.subscribed[CHANNEL_OF[kind]];
      if (connection.fault === 'mute-after-auth' || !(symbols.has(symbol) || symbols.has('*'))) continue;
      const t = connection.codec === 'msgpack' ? new Date(bar.time) : new Date(bar.time).toISOString().replace('.000Z', 'Z');
      const message = { T: kind, S: symbol, ...barJson<Date | string>(bar, t) };
      for (let i = fault === 'duplicate' ? 0 : 1; i < 2; i++) send(connection, [message]);
    }
  }

  /** Cuts every connection. */
  drop(): void {
    for (const { socket } of this.#connections) socket.terminate();
    this.#connections.clear();
  }

  #receive(connection: Connection, message: Record<string, unknown> | undefined): void {
    const action = message?.['action'];
    if (message === undefined || typeof action !== 'string') fail(connection, 400, 'invalid syntax');
    else if (action === 'auth') this.#authenticate(connection, message['key'], message['secret']);
    else if (!connection.authenticated) fail(connection, 401, 'not authenticated');
    else if (connection.fault === 'mute-after-auth') return;
    else if (action === 'subscribe' || action === 'unsubscribe') this.#subscribe(connection, action, message);
    else fail(connection, 400, 'invalid syntax');
  }

  #authenticate(connection: Connection, key: unknown, secret: unknown): void {
    if (connection.authenticated) {
      fail(connection, 403, 'already authenticated');
    } else if (key !== this.#parts.keyId || secret !== this.#parts.secret) {
      fail(connection, 402, 'auth failed');
    } else if (connection.fault === 'connection-limit' || this.#authenticated() >= this.#limit) {
      fail(connection, 406, 'connection limit exceeded');
      connection.socket.close();
    } else {
      connection.authenticated = true;
      send(connection, [{ T: 'success', msg: 'authenticated' }]);
    }
  }

  #authenticated(): number {
    return [...this.#connections].filter(({ authenticated }) => authenticated).length;
  }

  #subscribe(connection: Connection, action: 'subscribe' | 'unsubscribe', message: Record<string, unknown>): void {
    for (const channel of CHANNELS) {
      const symbols = message[channel];
      if (!Array.isArray(symbols)) continue;
      for (const symbol of symbols) connection.subscribed[channel][action === 'subscribe' ? 'add' : 'delete'](String(symbol));
    }
    const lists = CHANNELS.map((channel) => [channel, [...connection.subscribed[channel]]]);
    send(connection, [{ T: 'subscription', ...Object.fromEntries(lists) }]);
  }
}

function fail(connection: Connection, code: number, msg: string): void {
  send(connection, [{ T: 'error', code, msg }]);
}

function send({ socket, codec }: Connection, messages: readonly unknown[]): void {
  socket.send(codec === 'msgpack' ? encode(messages) : JSON.stringify(messages));
}
