import { afterEach } from '@jest/globals';
import { Alpaca } from '@alpacahq/alpaca-trade-api';

import { startFakeAlpaca, type FakeAlpaca, type FakeAlpacaOptions } from 'barstream/testing';

const started: FakeAlpaca[] = [];
const opened: { disconnect(): void }[] = [];

afterEach(async () => {
  for (const stream of opened.splice(0)) stream.disconnect();
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

/** A server whose market the test drives, without partial fills unless it asks for them. */
export async function fake(options: FakeAlpacaOptions = {}): Promise<FakeAlpaca> {
  const server = await startFakeAlpaca({ hours: 'driven', partialFills: 0, ...options });
  started.push(server);
  return server;
}

/** The real SDK, pointed at the server. */
export function sdk(server: FakeAlpaca, more: { keyId?: string; timeoutMs?: number } = {}): Alpaca {
  return new Alpaca({
    keyId: server.env.APCA_API_KEY_ID,
    secret: server.env.APCA_API_SECRET_KEY,
    retry: false,
    rateLimit: false,
    timeoutMs: 5000,
    fetchApi: (input, init) => fetch(String(input).replace(/^https:\/\/[^/]+/, server.url), init),
    ...more,
  });
}

/** What the order stream has said: event, client id, and the execution's figures. */
export interface Heard {
  readonly event: string;
  readonly id: string;
  readonly price?: string;
  readonly qty?: string;
  readonly position?: string;
  readonly filled?: string;
  readonly status?: string;
  readonly execution?: string;
}

/** Opens the order stream, and waits until it listens. */
export async function orderStream(server: FakeAlpaca, alpaca: Alpaca): Promise<{ heard: Heard[]; errors: string[]; reconnects: number[] }> {
  const stream = alpaca.trading.stream({ url: server.streamUrl });
  opened.push(stream);
  const heard: Heard[] = [];
  const errors: string[] = [];
  const reconnects: number[] = [];
  stream.onTradeUpdate((update) => {
    const { order } = update;
    heard.push({
      event: update.event,
      id: order.clientOrderId!,
      ...(update.price !== undefined && { price: update.price }),
      ...(update.qty !== undefined && { qty: update.qty }),
      ...(update.positionQty !== undefined && { position: update.positionQty }),
      ...(order.filledQty !== undefined && { filled: order.filledQty }),
      ...(order.status !== undefined && { status: order.status }),
      ...(update.executionId !== undefined && update.executionId !== null && { execution: update.executionId }),
    });
  });
  stream.onError((error) => errors.push(String(error)));
  stream.onReconnecting((attempt) => reconnects.push(attempt));
  stream.subscribeTradeUpdates();
  const listening = new Promise<void>((resolve) => stream.on('subscription', () => resolve()));
  stream.connect();
  await listening;
  return { heard, errors, reconnects };
}

/** Waits until something holds, at most two seconds. */
export async function until(what: () => boolean): Promise<void> {
  for (let turn = 0; !what(); turn++) {
    if (turn > 400) throw new Error(`still not: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Remembers a stream that the test opens by itself, to end it. */
export function closing<T extends { disconnect(): void }>(stream: T): T {
  opened.push(stream);
  return stream;
}
