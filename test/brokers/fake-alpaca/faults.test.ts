import { describe, expect, test } from '@jest/globals';

import type { RequestFault } from 'barstream/testing';
import { FaultPlan } from '../../../brokers/testing/fake-alpaca/faults.js';
import { seededRandom } from '../../../src/core/random.js';
import { fake, orderStream, sdk, until } from './client.js';

/** What a POST looks like to the SDK under a fault, and whether the order was taken. */
async function post(fault: RequestFault): Promise<{ seen: Record<string, unknown>; taken: boolean; attempts: number }> {
  const server = await fake();
  const { orders } = sdk(server, fault.startsWith('timeout') ? { timeoutMs: 300 } : {}).trading;
  server.faults.next('POST /v2/orders', fault);
  const order = { symbol: 'SPY', side: 'buy', qty: '1', timeInForce: 'day', clientOrderId: 'x' } as const;
  const seen = await orders.market(order).then(
    ({ status }) => ({ status }),
    (error: Error & Record<string, unknown>) => ({
      name: error.name,
      ...(error['status'] !== undefined && { status: error['status'] }),
      ...(error['retryAfterMs'] !== undefined && { retryAfter: true }),
      // The runner has a realm of its own, so that the SDK does not wrap every error of fetch: what matters stands inside or outside.
      cause: causeOf(error),
    }),
  );
  const state = server.state();
  expect(state.faults).toEqual({ [fault]: 1 });
  // The next request is answered again.
  expect((await orders.getAllOrders({ status: 'all' })).length).toBeLessThan(2);
  return { seen, taken: state.orders.length === 1, attempts: state.attempts['x']! };
}

const causeOf = (error: Error): string => (error.name === 'FetchError' ? String(error.cause) : error.message);

describe('a POST', () => {
  test.each<[RequestFault, Record<string, unknown>, boolean]>([
    ['rate-limit', { name: 'RateLimitError', status: 429, retryAfter: true }, false],
    ['rate-limit-reset', { name: 'RateLimitError', status: 429, retryAfter: true }, false],
    ['500-before-accept', { name: 'ApiError', status: 500 }, false],
    ['500-after-accept', { name: 'ApiError', status: 500 }, true],
    ['502-after-accept', { name: 'ApiError', status: 502 }, true],
    ['timeout-before-accept', { name: 'FetchError', cause: expect.stringContaining('TimeoutError: Request timed out') }, false],
    ['timeout-after-accept', { name: 'FetchError', cause: expect.stringContaining('TimeoutError: Request timed out') }, true],
    ['reset-before-accept', { cause: expect.stringContaining('fetch failed') }, false],
    ['reset-after-accept', { cause: expect.stringContaining('fetch failed') }, true],
    ['cut-body', { name: 'TypeError', cause: 'terminated' }, true],
    ['bad-json', { name: 'SyntaxError' }, true],
    ['late', { status: 'accepted' }, true],
    ['update-first', { status: 'accepted' }, true],
  ])('%s', async (fault, seen, taken) => {
    const result = await post(fault);
    expect(result.seen).toMatchObject(seen);
    expect([result.taken, result.attempts]).toEqual([taken, 1]);
  });
});

test('what a 429 says: seconds, or only when the minute ends', async () => {
  const server = await fake();
  const headersOf = async (): Promise<(string | null)[]> => {
    const response = await fetch(`${server.url}/v2/account`);
    return ['retry-after', 'x-ratelimit-reset'].map((name) => response.headers.get(name));
  };
  server.faults.next('GET /v2/account', 'rate-limit');
  server.faults.next('GET /v2/account', 'rate-limit-reset');
  expect((await headersOf())[0]).toBe('1');
  const [retry, reset] = await headersOf();
  expect(retry).toBeNull();
  expect(Number(reset) * 1000 - Date.now()).toBeLessThan(3000);
});

test('an order that is taken but appears late: three look-ups of any kind do not know it, its updates come at once', async () => {
  const server = await fake();
  const alpaca = sdk(server);
  const { heard } = await orderStream(server, alpaca);
  const { orders } = alpaca.trading;
  server.faults.next('POST /v2/orders', 'late');
  const { id } = await orders.market({ symbol: 'SPY', side: 'buy', qty: '1', timeInForce: 'day', clientOrderId: 'x' });
  await until(() => heard.length === 1);
  await expect(orders.getOrderByClientOrderId({ clientOrderId: 'x' })).rejects.toMatchObject({ status: 404 });
  await expect(orders.getOrderByOrderID({ orderId: id! })).rejects.toMatchObject({ status: 404 });
  expect(await orders.getAllOrders({})).toEqual([]);
  expect((await orders.getOrderByClientOrderId({ clientOrderId: 'x' })).id).toBe(id);
  await expect(orders.market({ symbol: 'SPY', side: 'buy', qty: '1', timeInForce: 'day', clientOrderId: 'x' })).rejects.toMatchObject({
    message: 'client_order_id must be unique',
  });
  expect(server.state().attempts).toEqual({ x: 2 });
});

test('faults line up, and meet only what they name', async () => {
  const server = await fake();
  const { account, positions } = sdk(server).trading;
  server.faults.next('GET /v2/pos*', '500-before-accept', 2);
  server.faults.next('* /v2/account', 'bad-json');
  await expect(positions.getAllOpenPositions()).rejects.toMatchObject({ status: 500 });
  await expect(account.getAccount()).rejects.toBeInstanceOf(SyntaxError);
  await expect(positions.getAllOpenPositions()).rejects.toMatchObject({ status: 500 });
  expect(await positions.getAllOpenPositions()).toEqual([]);
  server.faults.next('GET /v2/positions', '500-before-accept');
  server.faults.clear();
  expect(await positions.getAllOpenPositions()).toEqual([]);
  expect(server.faults.struck).toEqual({ '500-before-accept': 2, 'bad-json': 1 });
});

test('random faults come as often as they are asked for, the same ones for the same seed', async () => {
  const run = (seed: number): string[] => {
    const plan = new FaultPlan(seededRandom(seed));
    plan.random({ requests: { '500-before-accept': 0.2, 'bad-json': 0.1, late: 0.1 } });
    return Array.from({ length: 2000 }, () => plan.ofRequest('GET', '/v2/clock') ?? '');
  };
  const seen = run(7);
  const count = (fault: string): number => seen.filter((one) => one === fault).length;
  // Binomial(2000, p): four deviations around 400 and 200. A request that only reads makes no order that could be late.
  expect(Math.abs(count('500-before-accept') - 400)).toBeLessThan(4 * Math.sqrt(2000 * 0.2 * 0.8));
  expect(Math.abs(count('bad-json') - 200)).toBeLessThan(4 * Math.sqrt(2000 * 0.1 * 0.9));
  expect(count('late')).toBe(0);
  expect(run(7)).toEqual(seen);
  expect(run(8)).not.toEqual(seen);
  await expect(fake({ faults: { updates: { lose: 0.7, duplicate: 0.4 } } })).rejects.toMatchObject({ code: 'fake-alpaca/probabilities' });
});

describe('the order stream', () => {
  async function listening() {
    const server = await fake();
    const alpaca = sdk(server);
    const { heard, errors, reconnects } = await orderStream(server, alpaca);
    server.market.quote('SPY', 100);
    await alpaca.trading.orders.limit({ symbol: 'SPY', side: 'buy', qty: '10', limitPrice: '100', timeInForce: 'gtc', clientOrderId: 'x' });
    await until(() => heard.length === 1);
    const fills = (): (string | undefined)[] => heard.filter(({ event }) => event.endsWith('fill')).map(({ filled }) => filled);
    /** Fills 1, 2 and 3 shares: 1, 3 and 6 in all. */
    const fillThree = (): void => {
      for (const qty of [1, 2, 3]) server.venue.fill('x', { qty });
    };
    return { server, alpaca, heard, errors, reconnects, fills, fillThree };
  }

  test('lost, duplicated and mixed up updates', async () => {
    const { server, fills, fillThree, heard } = await listening();
    server.faults.next('trade_updates partial_fill', 'lose');
    server.faults.next('trade_updates partial_fill', 'duplicate');
    server.faults.next('trade_updates partial_fill', 'reorder');
    fillThree();
    server.venue.fill('x');
    await until(() => fills().length === 4);
    expect(fills()).toEqual(['3', '3', '10', '6']);
    expect(heard.at(-3)!.execution).toBe(heard.at(-4)!.execution);
  });

  test('an update that no other follows comes a second late', async () => {
    const { server, fills } = await listening();
    server.faults.next('trade_updates fill', 'reorder');
    server.venue.fill('x');
    expect(fills()).toEqual([]);
    await until(() => fills().length === 1);
  });

  test('data that are null lose the update, and the SDK says so', async () => {
    const { server, fills, fillThree, errors } = await listening();
    server.faults.next('trade_updates partial_fill', 'null-data');
    fillThree();
    await until(() => fills().length === 2);
    expect([fills(), errors.length]).toEqual([['3', '6'], 1]);
    expect(errors[0]).toMatch(/failed to (decode|process) message/);
  });

  test('the stream drops in the middle of fills: nobody is told again', async () => {
    const { server, fills, fillThree, reconnects } = await listening();
    server.faults.next('trade_updates partial_fill', 'drop-after');
    fillThree();
    await until(() => reconnects.length > 0);
    expect(fills()).toEqual(['1']);
    expect(server.state().orders[0]!.filledQty).toBe('6');
  });
});

describe('connections', () => {
  test('a handshake that is refused, a stream that is mute, one that is mute after authentication', async () => {
    const server = await fake();
    const frames = async (): Promise<string[]> => {
      const { WebSocket } = await import('ws');
      const socket = new WebSocket(server.streamUrl);
      const seen: string[] = [];
      socket.on('message', (data, binary) => seen.push(`${binary ? 'binary' : 'text'} ${String(data)}`));
      socket.on('error', (error) => seen.push(error.message));
      socket.on('open', () => {
        socket.send(JSON.stringify({ action: 'authenticate', data: { key_id: 'fake-key', secret_key: 'fake-secret' } }));
        socket.send(JSON.stringify({ action: 'listen', data: { streams: ['trade_updates'] } }));
        socket.ping();
      });
      // The pong comes after whatever was to be said before.
      await new Promise((resolve) => {
        socket.once('pong', resolve);
        socket.once('close', resolve);
      });
      socket.terminate();
      return seen;
    };
    const authorized = 'binary {"stream":"authorization","data":{"status":"authorized","action":"authenticate"}}';
    server.faults.next('trading stream', 'handshake-429');
    server.faults.next('trading stream', 'mute');
    server.faults.next('trading stream', 'mute-after-auth');
    expect(await frames()).toEqual(['Unexpected server response: 429']);
    expect(await frames()).toEqual([]);
    expect(await frames()).toEqual([authorized]);
    expect(await frames()).toEqual([authorized, 'binary {"stream":"listening","data":{"streams":["trade_updates"]}}']);
  });

  test('a restart keeps what is known and cuts every connection', async () => {
    const server = await fake();
    const alpaca = sdk(server);
    const { heard, reconnects } = await orderStream(server, alpaca);
    await alpaca.trading.orders.market({ symbol: 'SPY', side: 'buy', qty: '1', timeInForce: 'day', clientOrderId: 'x' });
    const hanging = sdk(server).trading.account.getAccount();
    server.faults.next('GET /v2/clock', 'timeout-before-accept');
    const never = sdk(server).trading.clock.legacyClock();
    await hanging;
    await Promise.all([server.restart(), expect(never).rejects.toThrow(/fetch failed|other side closed/)]);
    await until(() => reconnects.length > 0);
    expect((await alpaca.trading.orders.getOrderByClientOrderId({ clientOrderId: 'x' })).status).toBe('accepted');
    server.venue.cancel('x');
    await until(() => heard.length > 0);
    expect(heard.map(({ event }) => event)).toEqual(['accepted']);
  });
});
