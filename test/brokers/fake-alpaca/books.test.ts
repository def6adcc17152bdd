import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Decimal } from '../../../src/core/money.js';
import type { FakeAlpacaState } from 'barstream/testing';
import { cases } from '../../support/scale.js';
import { fake } from './client.js';

const KEYS = { 'apca-api-key-id': 'fake-key', 'apca-api-secret-key': 'fake-secret' };

/** Everything that must add up, worked out again from the executions alone. */
function prove(state: FakeAlpacaState, start: number): void {
  let cash = new Decimal(start);
  const held = new Map<string, Decimal>();
  const filled = new Map<string, Decimal>();
  for (const { symbol, side, qty, price, orderId, cumQty } of state.fills) {
    const signed = new Decimal(side === 'buy' ? qty : `-${qty}`);
    cash = cash.minus(signed.times(price));
    held.set(symbol, (held.get(symbol) ?? new Decimal(0)).plus(signed));
    filled.set(orderId, (filled.get(orderId) ?? new Decimal(0)).plus(qty));
    expect(cumQty).toBe(filled.get(orderId)!.toString());
  }
  expect(state.cash).toBe(cash.toString());
  const positions = [...held].filter(([, qty]) => !qty.isZero()).map(([symbol, qty]) => [symbol, qty.toString()]);
  expect(
    Object.entries(state.positions)
      .map(([symbol, { qty }]) => [symbol, qty])
      .sort(),
  ).toEqual(positions.sort());
  expect(new Set(state.orders.map(({ clientOrderId }) => clientOrderId)).size).toBe(state.orders.length);
  for (const order of state.orders) {
    const total = filled.get(order.id) ?? new Decimal(0);
    expect(order.filledQty).toBe(total.toString());
    expect(order.status === 'filled').toBe(order.qty !== undefined && total.eq(order.qty));
    if (order.limitPrice === undefined) continue;
    const worse = state.fills
      .filter(({ orderId }) => orderId === order.id)
      .filter(({ price }) => (order.side === 'buy' ? Number(price) > Number(order.limitPrice) : Number(price) < Number(order.limitPrice)));
    expect(worse).toEqual([]);
  }
}

test(`books add up in ${cases(150)} random histories`, async () => {
  const price = fc.integer({ min: 80, max: 120 });
  const order = fc.record({
    symbol: fc.constantFrom('SPY', 'QQQ'),
    side: fc.constantFrom('buy', 'sell'),
    qty: fc.integer({ min: 1, max: 400 }).map(String),
    kind: fc.constantFrom('market', 'limit', 'stop', 'stop_limit', 'trailing_stop', 'bracket', 'oco', 'oto'),
    time_in_force: fc.constantFrom('day', 'gtc', 'ioc', 'fok', 'cls'),
    price,
  });
  const step = fc.oneof(
    { weight: 4, arbitrary: order.map((value) => ({ do: 'post' as const, value })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('SPY', 'QQQ'), price, fc.constantFrom(undefined, 50))
        .map((value) => ({ do: 'quote' as const, value })),
    },
    { weight: 1, arbitrary: fc.tuple(price, price, price, price).map((value) => ({ do: 'session' as const, value })) },
    { weight: 1, arbitrary: fc.nat(20).map((value) => ({ do: 'cancel' as const, value })) },
    { weight: 1, arbitrary: fc.tuple(fc.nat(20), price).map((value) => ({ do: 'replace' as const, value })) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(1000), async (steps, seed) => {
      const server = await fake({ seed, partialFills: 0.3, faults: { requests: { race: 0.2, 'update-first': 0.2 } } });
      server.market.quote('SPY', 100);
      server.market.quote('QQQ', 100);
      server.market.open();
      const call = async (method: string, path: string, body?: unknown): Promise<number> => {
        const response = await fetch(`${server.url}${path}`, {
          method,
          headers: KEYS,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        await response.text();
        return response.status;
      };
      for (const one of steps) {
        const open = server
          .state()
          .orders.filter(({ status }) => !['filled', 'canceled', 'expired', 'rejected', 'replaced'].includes(status));
        if (one.do === 'post') expect([200, 403, 422]).toContain(await call('POST', '/v2/orders', bodyOf(one.value)));
        else if (one.do === 'quote')
          server.market.quote(one.value[0], one.value[1], one.value[2] === undefined ? {} : { size: one.value[2] });
        else if (one.do === 'session') {
          const [first, ...rest] = one.value;
          const all = { open: first, close: rest[0]!, high: Math.max(...one.value), low: Math.min(...one.value) };
          server.market.session(['SPY', 'QQQ'].map((symbol) => ({ symbol, ...all })));
          server.market.open();
        } else if (one.do === 'cancel' && open[one.value]) await call('DELETE', `/v2/orders/${open[one.value]!.id}`);
        else if (one.do === 'replace' && open[one.value[0]]) {
          const { id, limitPrice } = open[one.value[0]]!;
          await call(
            'PATCH',
            `/v2/orders/${id}`,
            limitPrice === undefined ? { stop_price: String(one.value[1]) } : { limit_price: String(one.value[1]) },
          );
        }
        prove(server.state(), 100_000);
      }
      await server.stop();
    }),
    { numRuns: cases(150) },
  );
});

function bodyOf({
  kind,
  price,
  ...rest
}: {
  kind: string;
  price: number;
  side: string;
  symbol: string;
  qty: string;
  time_in_force: string;
}): unknown {
  const limit = { limit_price: String(price) };
  const stop = { stop_price: String(price) };
  const away = rest.side === 'buy' ? 5 : -5;
  const exits = { take_profit: { limit_price: String(price + away) }, stop_loss: { stop_price: String(price - away) } };
  const days = ['day', 'gtc'].includes(rest.time_in_force) ? rest.time_in_force : 'day';
  switch (kind) {
    case 'limit':
      return { ...rest, type: 'limit', ...limit };
    case 'stop':
      return { ...rest, time_in_force: days, type: 'stop', ...stop };
    case 'stop_limit':
      return { ...rest, time_in_force: days, type: 'stop_limit', ...stop, ...limit };
    case 'trailing_stop':
      return { ...rest, time_in_force: days, type: 'trailing_stop', trail_percent: '3' };
    case 'bracket':
      return { ...rest, time_in_force: days, type: 'limit', ...limit, order_class: 'bracket', ...exits };
    case 'oco':
      return {
        ...rest,
        time_in_force: days,
        type: 'limit',
        ...limit,
        order_class: 'oco',
        stop_loss: { stop_price: String(price + 2 * away) },
      };
    case 'oto':
      return { ...rest, time_in_force: days, type: 'market', order_class: 'oto', take_profit: { limit_price: String(price) } };
    default:
      return { ...rest, type: 'market' };
  }
}
