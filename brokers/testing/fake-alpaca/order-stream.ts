import { decode, encode } from '@msgpack/msgpack';
import type { RawData, WebSocket } from 'ws';

import type { Clock } from '../../../src/clock/clock.js';
import { SECOND } from '../../../src/core/time.js';
import type { ConnectFault } from './fault-names.js';
import type { FaultPlan } from './faults.js';
import type { OrderUpdate } from './order-updates.js';

/** How a client wants its frames: msgpack where the handshake says so, JSON otherwise. */
export type FrameCodec = 'json' | 'msgpack';

/** What both kinds of streams need. */
export interface StreamParts {
  readonly faults: FaultPlan;
  readonly clock: Clock;
  readonly keyId: string;
  readonly secret: string;
}

/** Bytes of a frame, whatever pieces they came in. */
export function bytesOf(raw: RawData): Buffer {
  return Array.isArray(raw) ? Buffer.concat(raw) : Buffer.from(raw as Buffer);
}

/** A client's message; `undefined` for what cannot be read. */
export function readFrame(raw: RawData, codec: FrameCodec): Record<string, unknown> | undefined {
  try {
    const bytes = bytesOf(raw);
    const message: unknown = codec === 'msgpack' ? decode(bytes) : JSON.parse(bytes.toString());
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

interface Connection {
  readonly socket: WebSocket;
  readonly codec: FrameCodec;
  readonly fault: ConnectFault | undefined;
  authenticated: boolean;
  listening: boolean;
}

/** The stream `/stream`: updates of orders, as JSON in binary frames. Nothing is told twice to those who were away. */
export class OrderStream {
  readonly #parts: StreamParts;
  readonly #connections = new Set<Connection>();
  /** Updates that come after the next one. */
  readonly #late = new Set<OrderUpdate>();

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#connections.size;
  }

  connect(socket: WebSocket, codec: FrameCodec, fault: ConnectFault | undefined): void {
    const connection: Connection = { socket, codec, fault, authenticated: false, listening: false };
    this.#connections.add(connection);
    socket.on('close', () => this.#connections.delete(connection));
    socket.on('error', () => socket.terminate());
    if (fault !== 'mute') socket.on('message', (raw) => this.#receive(connection, readFrame(raw, codec)));
  }

  /** Sends an update to all who listen, or does what its fault says. */
  publish(update: OrderUpdate): void {
    const fault = this.#parts.faults.ofUpdate(update.event);
    const late = [...this.#late];
    switch (fault) {
      case 'lose':
        break;
      case 'null-data':
        this.#broadcast(null);
        break;
      case 'reorder':
        this.#late.add(update);
        this.#parts.clock.at(this.#parts.clock.now() + SECOND, () => this.#flush(update));
        break;
      case 'drop':
        this.drop();
        break;
      case 'duplicate':
        this.#broadcast(update);
        this.#broadcast(update);
        break;
      case 'drop-after':
        this.#broadcast(update);
        this.drop();
        break;
      case undefined:
        this.#broadcast(update);
    }
    for (const each of late) this.#flush(each);
  }

  /** Cuts every connection. */
  drop(): void {
    for (const { socket } of this.#connections) socket.terminate();
    this.#connections.clear();
  }

  #flush(update: OrderUpdate): void {
    if (this.#late.delete(update)) this.#broadcast(update);
  }

  #broadcast(data: OrderUpdate | null): void {
    for (const connection of this.#connections) {
      if (connection.listening && connection.fault !== 'mute-after-auth') send(connection, { stream: 'trade_updates', data });
    }
  }

  #receive(connection: Connection, message: Record<string, unknown> | undefined): void {
    const data = (message?.['data'] ?? {}) as Record<string, unknown>;
    if (message?.['action'] === 'authenticate' || message?.['action'] === 'auth') {
      const key = data['key_id'] ?? message['key'];
      const secret = data['secret_key'] ?? message['secret'];
      connection.authenticated = key === this.#parts.keyId && secret === this.#parts.secret;
      const status = connection.authenticated ? 'authorized' : 'unauthorized';
      send(connection, { stream: 'authorization', data: { status, action: 'authenticate' } });
    } else if (connection.fault === 'mute-after-auth') {
      return;
    } else if (message?.['action'] === 'listen') {
      this.#listen(connection, data['streams']);
    } else {
      send(connection, { action: 'error', data: { error_message: 'invalid message' } });
    }
  }

  #listen(connection: Connection, streams: unknown): void {
    if (!connection.authenticated) {
      send(connection, { stream: 'authorization', data: { status: 'unauthorized', action: 'listen' } });
      return;
    }
    connection.listening = Array.isArray(streams) && streams.includes('trade_updates');
    send(connection, { stream: 'listening', data: { streams: connection.listening ? ['trade_updates'] : [] } });
  }
}

function send({ socket, codec }: Connection, message: unknown): void {
  socket.send(codec === 'msgpack' ? encode(message) : Buffer.from(JSON.stringify(message)));
}
