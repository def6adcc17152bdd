import { expect, test } from '@jest/globals';

import { QUEUE_RANK, SimulatedClock } from '../../../src/clock/simulated-clock.js';
import { alwaysOpen, xnys } from '../../../src/calendar/index.js';
import { fake, sdk } from './client.js';

/** New York, in winter. */
const at = (text: string): number => Date.parse(`${text}:00-05:00`);

async function market(start: string) {
  const clock = new SimulatedClock(at(start));
  const server = await fake({ clock, hours: xnys });
  const { trading } = sdk(server);
  const send = async (id: string, more: Record<string, unknown> = {}): Promise<string> => {
    const base = { symbol: 'SPY', side: 'buy', type: 'market', timeInForce: 'day', qty: '1', clientOrderId: id } as const;
    return (await trading.orders.postOrder({ postOrderRequest: { ...base, ...more } })).status!;
  };
  return {
    server,
    trading,
    send,
    /** Moves the clock on, through what is due on the way. */
    to: (text: string): void => {
      for (let task; (task = clock.takeBefore(at(text), QUEUE_RANK.operator));) task();
      clock.advance(at(text));
    },
    /** Moves the clock on before anything that is due. */
    jump: (text: string): void => clock.advance(at(text)),
    states: (): Record<string, string> =>
      Object.fromEntries(server.state().orders.map(({ clientOrderId, status }) => [clientOrderId, status])),
  };
}

test('a day order of the evening works in the next session and ends with it; gtc goes on', async () => {
  const { server, send, to, states } = await market('2024-11-01T17:00');
  server.market.quote('SPY', 100);
  expect([
    await send('day', { type: 'limit', limitPrice: '50' }),
    await send('gtc', { type: 'limit', limitPrice: '50', timeInForce: 'gtc' }),
    await send('open'),
  ]).toEqual(['accepted', 'accepted', 'accepted']);
  // A weekend, with the end of daylight saving time.
  to('2024-11-04T09:29');
  server.market.quote('SPY', 90);
  expect(states()).toEqual({ day: 'accepted', gtc: 'accepted', open: 'accepted' });
  to('2024-11-04T09:30');
  // The price of the evening before is void: the first price of the session fills.
  expect(states()).toEqual({ day: 'new', gtc: 'new', open: 'new' });
  await send('late');
  server.market.quote('SPY', 101);
  expect(server.state().fills.map(({ clientOrderId, price }) => [clientOrderId, price])).toEqual([
    ['open', '101'],
    ['late', '101'],
  ]);
  to('2024-11-04T15:59');
  expect(states()['day']).toBe('new');
  to('2024-11-04T16:00');
  expect(states()).toEqual({ day: 'expired', gtc: 'new', open: 'filled', late: 'filled' });
});

test('an order that comes with the close, before the server has closed, is one of the next session', async () => {
  const { send, to, jump, states } = await market('2024-11-04T15:00');
  await send('before', { type: 'limit', limitPrice: '50' });
  jump('2024-11-04T16:00');
  await send('after', { type: 'limit', limitPrice: '50' });
  to('2024-11-05T09:30');
  expect(states()).toEqual({ before: 'expired', after: 'new' });
  to('2024-11-05T16:00');
  expect(states()).toEqual({ before: 'expired', after: 'expired' });
});

test('the clock: open, next open and close, over Thanksgiving and an early close', async () => {
  const { trading, to } = await market('2024-11-27T15:00');
  const clock = async (): Promise<unknown[]> => {
    const { isOpen, nextOpen, nextClose, timestamp } = await trading.clock.legacyClock();
    return [timestamp.toISOString(), isOpen, nextOpen.toISOString(), nextClose.toISOString()];
  };
  expect(await clock()).toEqual(['2024-11-27T20:00:00.000Z', true, '2024-11-29T14:30:00.000Z', '2024-11-27T21:00:00.000Z']);
  to('2024-11-27T16:00');
  expect(await clock()).toEqual(['2024-11-27T21:00:00.000Z', false, '2024-11-29T14:30:00.000Z', '2024-11-29T18:00:00.000Z']);
  to('2024-11-29T13:00');
  expect((await clock())[1]).toBe(false);
});

test('extended hours: only orders that ask for them fill, and a day order lasts until 20:00', async () => {
  const { server, send, to, states } = await market('2024-11-04T08:00');
  server.market.quote('SPY', 100);
  const limit = { type: 'limit', limitPrice: '101' };
  expect([await send('regular', limit), await send('extended', { ...limit, extendedHours: true })]).toEqual(['accepted', 'pending_new']);
  expect(states()).toEqual({ regular: 'accepted', extended: 'filled' });
  to('2024-11-04T17:00');
  await send('evening', { type: 'limit', limitPrice: '90', extendedHours: true });
  to('2024-11-04T19:59');
  expect(states()).toMatchObject({ regular: 'expired', evening: 'new' });
  to('2024-11-04T20:00');
  expect(states()['evening']).toBe('expired');
});

test('auctions take orders from 19:00 until their cut-off', async () => {
  const { send, to } = await market('2024-11-04T09:27');
  const opg = async (id: string): Promise<string> => send(id, { timeInForce: 'opg' }).catch(() => 'refused');
  const cls = async (id: string): Promise<string> => send(id, { timeInForce: 'cls' }).catch(() => 'refused');
  expect([await opg('a'), await cls('b')]).toEqual(['accepted', 'accepted']);
  to('2024-11-04T09:28');
  expect([await opg('c'), await cls('d')]).toEqual(['refused', 'accepted']);
  to('2024-11-04T15:49');
  expect(await cls('e')).toBe('pending_new');
  to('2024-11-04T15:50');
  expect(await cls('f')).toBe('refused');
  to('2024-11-04T18:59');
  expect([await opg('g'), await cls('h')]).toEqual(['refused', 'refused']);
  to('2024-11-04T19:00');
  expect([await opg('i'), await cls('j')]).toEqual(['accepted', 'accepted']);
});

test('a market that never shuts', async () => {
  const server = await fake({ clock: new SimulatedClock(at('2024-11-02T03:00')), hours: alwaysOpen });
  const { trading } = sdk(server);
  server.market.quote('SPY', 100);
  await trading.orders.market({ symbol: 'SPY', side: 'buy', qty: '1', timeInForce: 'day', clientOrderId: 'a' });
  expect(server.state().orders[0]!.status).toBe('filled');
  expect((await trading.clock.legacyClock()).isOpen).toBe(true);
});

test('requests beyond the limit of a minute are refused, until the minute is over', async () => {
  const clock = new SimulatedClock(at('2024-11-04T10:00'));
  const server = await fake({ clock, requestsPerMinute: 3 });
  const { trading } = sdk(server);
  for (let i = 0; i < 3; i++) await trading.account.getAccount();
  const reset = (at('2024-11-04T10:01') / 1000).toString();
  const error = await trading.account.getAccount().catch((thrown: unknown) => thrown as { status: number; response: Response });
  const { status, response } = error as { status: number; response: Response };
  expect([
    status,
    response.headers.get('x-ratelimit-remaining'),
    response.headers.get('x-ratelimit-reset'),
    response.headers.get('retry-after'),
  ]).toEqual([429, '0', reset, null]);
  clock.advance(at('2024-11-04T10:01'));
  await trading.account.getAccount();
});
