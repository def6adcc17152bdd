import { describe, expect, test } from '@jest/globals';

import type { Alpaca } from '@alpacahq/alpaca-trade-api';
import type { FakeAlpaca, FakeAlpacaOptions } from 'barstream/testing';
import { fake, orderStream, sdk, until, type Heard } from './client.js';

type Orders = Alpaca['trading']['orders'];
type Request = NonNullable<Parameters<Orders['postOrder']>[0]>['postOrderRequest'];

interface Bench {
  readonly server: FakeAlpaca;
  readonly orders: Orders;
  readonly heard: Heard[];
  /** Sends an order: what is left out is a market buy of 10 SPY for the day. */
  send(id: string, more?: Partial<Request>): Promise<string>;
  /** One session: open, high, low, close. */
  session(open: number, high: number, low: number, close: number, lots?: number): void;
  /** Kinds of updates of an order so far, fills with quantity and price. */
  told(id: string): Promise<string[]>;
}

async function bench(options: FakeAlpacaOptions = {}): Promise<Bench> {
  const server = await fake(options);
  const alpaca = sdk(server);
  const { heard } = await orderStream(server, alpaca);
  const { orders } = alpaca.trading;
  server.market.quote('SPY', 100);
  let probe = 0;
  return {
    server,
    orders,
    heard,
    send: async (id, more = {}) => {
      const base: Request = { symbol: 'SPY', side: 'buy', type: 'market', timeInForce: 'day', qty: '10', clientOrderId: id };
      return (await orders.postOrder({ postOrderRequest: { ...base, ...more } })).id!;
    },
    session: (open, high, low, close, lots) =>
      server.market.session({ symbol: 'SPY', open, high, low, close, ...(lots !== undefined && { lots }) }),
    told: async (id) => {
      // Updates come in order: once that of a later order is here, all are.
      const last = `probe-${probe++}`;
      const extra = await orders.postOrder({
        postOrderRequest: { symbol: 'QQQ', side: 'buy', type: 'limit', limitPrice: '1', qty: '1', timeInForce: 'gtc', clientOrderId: last },
      });
      server.venue.cancel(extra.id!);
      await until(() => heard.some((one) => one.id === last && one.event === 'canceled'));
      return heard
        .filter((one) => one.id === id)
        .map(({ event, qty, price }) => (qty === undefined ? event : `${event} ${qty} @ ${price}`));
    },
  };
}

/** States by client id, and where legs have ids of their own, by type. */
const states = (server: FakeAlpaca): Record<string, string> =>
  Object.fromEntries(
    server
      .state()
      .orders.filter(({ symbol }) => symbol === 'SPY')
      .map((one) => [one.parent ? `leg ${one.type}` : one.clientOrderId, one.status]),
  );

describe('sessions', () => {
  test('an order of before the open waits, works with the open and fills there', async () => {
    const { send, session, told, server } = await bench();
    await send('a');
    expect(await told('a')).toEqual(['accepted']);
    session(101, 103, 99, 100);
    expect(await told('a')).toEqual(['accepted', 'new', 'fill 10 @ 101']);
    // 100,000 - 10 × 101 = 98,990; marked at the close of 100: 99,990.
    expect([server.state().cash, server.state().equity]).toEqual(['98990', '99990']);
  });

  test('limits fill at their price on the way and better after a gap, stops at theirs and worse', async () => {
    const { send, session, told } = await bench();
    await send('limit', { type: 'limit', limitPrice: '95', timeInForce: 'gtc' });
    await send('stop', { type: 'stop', stopPrice: '105', timeInForce: 'gtc', side: 'buy' });
    await send('stop-limit', { type: 'stop_limit', stopPrice: '105', limitPrice: '106', timeInForce: 'gtc' });
    session(100, 101, 99, 100);
    expect(await told('limit')).toEqual(['accepted', 'new']);
    session(97, 98, 94, 96);
    expect((await told('limit')).at(-1)).toBe('fill 10 @ 95');
    session(108, 109, 107, 108);
    expect((await told('stop')).at(-1)).toBe('fill 10 @ 108');
    // Touched by the gap, but 108 is above its limit: it works on as a limit order of 106.
    session(107, 108, 104, 105);
    expect((await told('stop-limit')).at(-1)).toBe('fill 10 @ 106');
    await send('gap', { type: 'limit', limitPrice: '95' });
    session(90, 98, 89, 96);
    expect((await told('gap')).at(-1)).toBe('fill 10 @ 90');
  });

  test('few shares fill part by part, over sessions; the day ends what is left of a day order', async () => {
    const { send, session, told } = await bench();
    await send('gtc', { qty: '25', timeInForce: 'gtc' });
    session(100, 101, 99, 100, 10);
    session(102, 103, 101, 102, 10);
    session(104, 105, 103, 104, 10);
    expect(await told('gtc')).toEqual(['accepted', 'new', 'partial_fill 10 @ 100', 'partial_fill 10 @ 102', 'fill 5 @ 104']);
    await send('day', { qty: '25' });
    session(100, 101, 99, 100, 10);
    expect(await told('day')).toEqual(['accepted', 'new', 'partial_fill 10 @ 100', 'expired']);
  });

  test('whatever lies nearest on the way fills first, each at its own price', async () => {
    const { send, session, server } = await bench();
    await send('far', { type: 'limit', limitPrice: '98' });
    await send('near', { type: 'limit', limitPrice: '99' });
    session(100, 106, 95, 100);
    expect(server.state().fills.map(({ clientOrderId, price }) => [clientOrderId, price])).toEqual([
      ['near', '99'],
      ['far', '98'],
    ]);
  });

  test('a trailing stop follows the price up and fires on the way down', async () => {
    const { send, session, told, orders } = await bench();
    await send('in');
    session(100, 101, 99, 100);
    const id = await send('trail', { side: 'sell', type: 'trailing_stop', trailPercent: '5', timeInForce: 'gtc' });
    // From 100 up to 110: stands at 110 × 0.95 = 104.50, which the way down to 106 does not reach.
    session(100, 110, 99, 106);
    expect((await orders.getOrderByOrderID({ orderId: id })).stopPrice).toBe('104.5');
    session(106, 107, 103, 105);
    // The nearer extreme first: up to 107, then down through 104.50.
    expect(await told('trail')).toEqual(['accepted', 'new', 'fill 10 @ 104.5']);
  });

  test('auctions: at the open, at the close, and canceled where the price is too high', async () => {
    const { send, session, told } = await bench();
    await send('moo', { timeInForce: 'opg' });
    await send('loo', { timeInForce: 'opg', type: 'limit', limitPrice: '99.99' });
    await send('moc', { timeInForce: 'cls' });
    await send('loc', { timeInForce: 'cls', type: 'limit', limitPrice: '101' });
    session(100, 103, 98, 102);
    expect(await told('moo')).toEqual(['accepted', 'new', 'fill 10 @ 100']);
    expect(await told('loo')).toEqual(['accepted', 'new', 'canceled']);
    expect(await told('moc')).toEqual(['accepted', 'new', 'fill 10 @ 102']);
    expect(await told('loc')).toEqual(['accepted', 'new', 'canceled']);
  });

  test('what must fill at once does, or is canceled', async () => {
    const { send, told, server } = await bench();
    server.market.open();
    server.market.quote('SPY', 100, { size: 4 });
    await send('fok', { timeInForce: 'fok' });
    await send('ioc', { timeInForce: 'ioc' });
    expect(await told('fok')).toEqual(['pending_new', 'new', 'canceled']);
    expect(await told('ioc')).toEqual(['pending_new', 'new', 'partial_fill 4 @ 100', 'canceled']);
    expect(server.state().positions['SPY']).toEqual({ qty: '4', avgEntryPrice: '100' });
  });

  test('fractions and money: shares to nine decimals, cash exact', async () => {
    const { send, told, server, orders } = await bench();
    server.market.open();
    server.market.quote('SPY', '30');
    const { qty: _qty, ...money } = { qty: undefined, notional: '100' };
    const answer = await orders.postOrder({
      postOrderRequest: { symbol: 'SPY', side: 'buy', type: 'market', timeInForce: 'day', ...money, clientOrderId: 'money' },
    });
    expect([answer.qty, answer.notional]).toEqual([undefined, '100']);
    await send('part', { qty: '0.5' });
    // 100 / 30 = 3.333333333 shares, which cost 99.99999999; half a share costs 15.
    expect(await told('money')).toEqual(['pending_new', 'new', 'fill 3.333333333 @ 30']);
    expect(await told('part')).toEqual(['pending_new', 'new', 'fill 0.5 @ 30']);
    expect(server.state().cash).toBe('99885.00000001');
  });

  test('one in ten orders fills in two parts, the same ones for the same seed', async () => {
    const run = async (): Promise<string[]> => {
      const { server, send } = await bench({ partialFills: 0.1, seed: 5 });
      server.market.open();
      server.market.quote('SPY', 100);
      for (let i = 0; i < 60; i++) await send(`o${i}`, { qty: '10' });
      return server.state().fills.map(({ clientOrderId, qty, leavesQty }) => `${clientOrderId} ${qty} ${leavesQty}`);
    };
    const first = await run();
    const parts = first.filter((text) => !text.endsWith(' 10 0'));
    // Binomial(60, 0.1) has mean 6; beyond 15 lies less than one in 10,000.
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.length).toBeLessThan(16);
    expect(await run()).toEqual(first);
  });
});

describe('classes', () => {
  const bracket = { orderClass: 'bracket', takeProfit: { limitPrice: '110' }, stopLoss: { stopPrice: '95' } } as const;

  test('a bracket: legs are held until the entry is complete, one ends the other', async () => {
    const { send, session, server, told, orders } = await bench();
    const id = await send('b', { ...bracket, timeInForce: 'gtc' });
    expect(states(server)).toEqual({ b: 'accepted', 'leg limit': 'held', 'leg stop': 'held' });
    session(100, 101, 99, 100, 4);
    expect(states(server)).toEqual({ b: 'partially_filled', 'leg limit': 'held', 'leg stop': 'held' });
    session(100, 101, 99, 100);
    expect(states(server)).toEqual({ b: 'filled', 'leg limit': 'new', 'leg stop': 'new' });
    session(105, 112, 104, 111);
    expect(states(server)).toEqual({ b: 'filled', 'leg limit': 'filled', 'leg stop': 'canceled' });
    // 100,000 - 10 × 100 + 10 × 110.
    expect([server.state().cash, server.state().positions]).toEqual(['100100', {}]);
    const nested = await orders.getOrderByOrderID({ orderId: id, nested: true });
    expect(nested.legs!.map(({ type, status, side, orderClass }) => [type, status, side, orderClass])).toEqual([
      ['limit', 'filled', 'sell', 'bracket'],
      ['stop', 'canceled', 'sell', 'bracket'],
    ]);
    expect(await told('b')).toEqual(['accepted', 'new', 'partial_fill 4 @ 100', 'fill 6 @ 100']);
  });

  test('a part of the profit shrinks the stop', async () => {
    const { send, session, server } = await bench();
    await send('b', { ...bracket, timeInForce: 'gtc' });
    session(100, 101, 99, 100);
    session(111, 112, 110, 111, 3);
    const legs = server.state().orders.filter(({ parent }) => parent !== undefined);
    expect(legs.map(({ type, status, qty, filledQty }) => [type, status, qty, filledQty])).toEqual([
      ['limit', 'partially_filled', '10', '3'],
      ['stop', 'new', '7', '0'],
    ]);
    session(96, 97, 94, 95);
    // The stop sells the seven that are left: 100,000 - 1000 + 3 × 111 + 7 × 95.
    expect([server.state().cash, server.state().positions]).toEqual(['99998', {}]);
    expect(states(server)).toEqual({ b: 'filled', 'leg limit': 'canceled', 'leg stop': 'filled' });
  });

  test('canceling the entry cancels its legs', async () => {
    const { send, orders, server } = await bench();
    const id = await send('b', bracket);
    await (await orders.deleteOrderByOrderIDRaw({ orderId: id })).value();
    expect(states(server)).toEqual({ b: 'canceled', 'leg limit': 'canceled', 'leg stop': 'canceled' });
  });

  test('the shares of an OCO pair are held once', async () => {
    const { send, session, server } = await bench();
    await send('in');
    session(100, 101, 99, 100);
    await send('oco', {
      side: 'sell',
      type: 'limit',
      limitPrice: '110',
      qty: '6',
      timeInForce: 'gtc',
      orderClass: 'oco',
      stopLoss: { stopPrice: '95' },
    });
    session(100, 101, 99, 100);
    const sale = { side: 'sell', type: 'limit', limitPrice: '120', timeInForce: 'gtc' } as const;
    await expect(send('five', { ...sale, qty: '5' })).rejects.toMatchObject({
      status: 403,
      message: 'insufficient qty available for order (requested: 5, available: 4)',
    });
    await send('four', { ...sale, qty: '4' });
    expect(states(server)).toEqual({ in: 'filled', oco: 'new', 'leg stop': 'new', four: 'accepted' });
  });

  test('an OCO pair shares its shares; an OTO releases its leg', async () => {
    const { send, session, server } = await bench();
    await send('oto', { orderClass: 'oto', stopLoss: { stopPrice: '90' } });
    session(100, 101, 99, 100);
    expect(states(server)).toEqual({ oto: 'filled', 'leg stop': 'expired' });
    await send('oco', {
      side: 'sell',
      type: 'limit',
      limitPrice: '110',
      timeInForce: 'gtc',
      orderClass: 'oco',
      stopLoss: { stopPrice: '95' },
    });
    session(100, 101, 96, 100);
    expect(states(server)).toMatchObject({ oco: 'new', 'leg stop': 'new' });
    session(97, 98, 94, 96);
    expect(states(server)).toMatchObject({ oco: 'canceled', 'leg stop': 'filled' });
    expect([server.state().cash, server.state().positions]).toEqual(['99950', {}]);
  });
});

describe('cancel and replace', () => {
  test('a cancellation is taken, then told; one of a filled order is refused with its state', async () => {
    const { send, orders, told, server } = await bench();
    server.market.open();
    const resting = await send('rest', { type: 'limit', limitPrice: '95' });
    await (await orders.deleteOrderByOrderIDRaw({ orderId: resting })).value();
    expect(await told('rest')).toEqual(['pending_new', 'new', 'canceled']);
    server.market.quote('SPY', 100);
    const filled = await send('filled');
    await expect(orders.deleteOrderByOrderID({ orderId: filled })).rejects.toMatchObject({
      status: 422,
      code: 42210000,
      message: 'order is already in "filled" state',
    });
    await expect(orders.deleteOrderByOrderID({ orderId: '00000000-0000-4000-8000-000000000000' })).rejects.toMatchObject({
      status: 404,
      code: 40410000,
    });
    await expect(orders.deleteOrderByOrderID({ orderId: 'nonsense' })).rejects.toMatchObject({ status: 422, code: 40010001 });
  });

  test('a replacement has its own ids; the update carries the old order', async () => {
    const { send, orders, told, server, heard } = await bench();
    server.market.open();
    const old = await send('old', { type: 'limit', limitPrice: '95' });
    const next = await orders.patchOrderByOrderId({
      orderId: old,
      patchOrderRequest: { limitPrice: '96', qty: '7', clientOrderId: 'next' },
    });
    expect([next.replaces, next.status, next.qty, next.limitPrice, next.clientOrderId]).toEqual([old, 'pending_new', '7', '96', 'next']);
    expect(await told('old')).toEqual(['pending_new', 'new', 'replaced']);
    expect(await told('next')).toEqual(['new']);
    expect(heard.find(({ event }) => event === 'replaced')).toMatchObject({ id: 'old', status: 'replaced' });
    expect((await orders.getOrderByOrderID({ orderId: old })).replacedBy).toBe(next.id);
    server.market.quote('SPY', 96);
    expect(await told('next')).toEqual(['new', 'fill 7 @ 96']);
    await expect(orders.patchOrderByOrderId({ orderId: old, patchOrderRequest: { qty: '1' } })).rejects.toMatchObject({
      message: 'order is already in "replaced" state',
    });
  });

  test('refuses to replace what waits, and by nothing new', async () => {
    const { send, orders, server } = await bench();
    const waiting = await send('wait', { type: 'limit', limitPrice: '95', timeInForce: 'gtc' });
    const change = { orderId: waiting, patchOrderRequest: { limitPrice: '96' } };
    await expect(orders.patchOrderByOrderId(change)).rejects.toMatchObject({
      message: "unable to replace order, order isn't sent to exchange yet",
    });
    server.market.open();
    await expect(orders.patchOrderByOrderId({ orderId: waiting, patchOrderRequest: { limitPrice: '95' } })).rejects.toMatchObject({
      status: 403,
      message: 'order parameters are not changed',
    });
    await expect(
      orders.patchOrderByOrderId({ orderId: waiting, patchOrderRequest: { limitPrice: '96', clientOrderId: 'wait' } }),
    ).rejects.toMatchObject({ message: 'client_order_id must be unique' });
    await orders.patchOrderByOrderId(change);
  });

  test('after a partial fill a replacement is for the whole quantity again, as Alpaca does', async () => {
    const { send, orders, server } = await bench();
    server.market.open();
    server.market.quote('SPY', 100, { size: 4 });
    const old = await send('old', { type: 'limit', limitPrice: '100', timeInForce: 'gtc' });
    const next = await orders.patchOrderByOrderId({ orderId: old, patchOrderRequest: { limitPrice: '101' } });
    expect([next.qty, next.filledQty]).toEqual(['10', '0']);
    server.market.quote('SPY', 101);
    expect(server.state().positions['SPY']!.qty).toBe('14');
  });

  test('a race: the market comes before the cancellation, or before the replacement', async () => {
    const { send, orders, server, told } = await bench();
    server.market.open();
    const lost = await send('lost', { type: 'limit', limitPrice: '95' });
    const won = await send('won', { type: 'limit', limitPrice: '90' });
    const changed = await send('changed', { type: 'limit', limitPrice: '95.5' });
    server.faults.next('DELETE /v2/orders/*', 'race', 2);
    server.faults.next('PATCH /v2/orders/*', 'race');
    for (const orderId of [lost, won]) await (await orders.deleteOrderByOrderIDRaw({ orderId })).value();
    await orders.patchOrderByOrderId({ orderId: changed, patchOrderRequest: { limitPrice: '80', clientOrderId: 'never' } });
    expect(states(server)).toEqual({ lost: 'pending_cancel', won: 'pending_cancel', changed: 'pending_replace', never: 'pending_new' });
    server.market.quote('SPY', 95);
    expect(await told('lost')).toEqual(['pending_new', 'new', 'pending_cancel', 'fill 10 @ 95']);
    expect(await told('won')).toEqual(['pending_new', 'new', 'pending_cancel', 'canceled']);
    expect(await told('changed')).toEqual(['pending_new', 'new', 'pending_replace', 'fill 10 @ 95', 'order_replace_rejected']);
    expect(await told('never')).toEqual(['rejected']);
  });

  test("the venue's own hand: fills, cancels, expires, rejects", async () => {
    const { send, server, told } = await bench();
    for (const id of ['a', 'b', 'c', 'd']) await send(id, { timeInForce: 'gtc', type: 'limit', limitPrice: '50' });
    server.venue.fill('a', { qty: 3, price: '49.5' });
    server.venue.cancel('b');
    server.venue.expire('c');
    server.venue.reject('d');
    expect(await told('a')).toEqual(['accepted', 'new', 'partial_fill 3 @ 49.5']);
    expect(await told('b')).toEqual(['accepted', 'canceled']);
    expect(await told('c')).toEqual(['accepted', 'expired']);
    expect(await told('d')).toEqual(['accepted', 'rejected']);
    expect(() => server.venue.fill('d')).toThrow('order d: it is rejected');
    expect(() => server.venue.cancel('z')).toThrow('order z: the server has no such order');
  });
});
