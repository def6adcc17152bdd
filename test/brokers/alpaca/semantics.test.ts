import { afterEach, describe, expect, test } from '@jest/globals';

import { AlpacaClient } from '../../../brokers/alpaca/client.js';
import { resolveAlpacaOptions } from '../../../brokers/alpaca/options.js';
import { Pauses } from '../../../brokers/alpaca/pauses.js';
import { Transport } from '../../../brokers/alpaca/transport.js';
import type { AlpacaBrokerOptions } from '../../../brokers/index.js';
import type { FakeAlpacaOptions } from '../../../brokers/testing/index.js';
import type { ApprovedOrder, OrderId } from '../../../src/index.js';
import { HASTY, VenueRun } from './venue-run.js';

let run: VenueRun;
afterEach(() => run.close());

/** A server whose market is open at 100, and a broker that is ready. */
async function open(server: FakeAlpacaOptions = {}, options: AlpacaBrokerOptions = {}): Promise<VenueRun> {
  run = await VenueRun.open(server, options);
  run.server.market.open();
  run.server.market.quote('A', 100);
  await run.ready();
  return run;
}

const attempts = (): number => Object.values(run.server.state().attempts).reduce((sum, each) => sum + each, 0);

describe('orders at Alpaca', () => {
  test('nothing goes out before it is released', async () => {
    await open();
    run.broker.submit(run.order(), 0);
    await run.broker.reconcile();
    expect([attempts(), run.broker.busy]).toEqual([0, true]);
    run.broker.release();
    await run.until('it is sent', () => attempts() === 1);
  });

  test('what the venue is known not to take is rejected at once, and never sent', async () => {
    await open();
    const order = run.submit(run.order({ stop: 101, timeInForce: 'ioc' }));
    expect(run.of(order)).toMatchObject([{ kind: 'rejected', reason: 'not-supported-by-venue' }]);
    expect([attempts(), run.broker.busy]).toEqual([0, false]);
  });

  test('an order of an earlier process that has arrived is not sent again', async () => {
    await open();
    run.server.faults.next('POST /v2/orders', 'timeout-after-accept');
    const order = run.submit(run.order({ limit: 90 }));
    await run.until('it has arrived', () => run.taken(order) === 1);
    await run.restart();
    await run.settled();
    expect([run.kinds(order), attempts()]).toEqual([['accepted'], 1]);
  });

  test('one that was never sent is sent after the restart, and events of before are not said again', async () => {
    await open();
    const filled = run.submit(run.order({ limit: 101 }));
    await run.settled();
    run.server.faults.next('POST /v2/orders', '500-before-accept');
    const order = run.submit(run.order({ limit: 90 }));
    await run.until('it is under way', () => attempts() === 2);
    await run.restart();
    await run.settled();
    expect([run.kinds(filled), run.kinds(order)]).toEqual([['accepted', 'filled'], ['accepted']]);
    expect(run.taken(order)).toBe(1);
    expect(run.journal.filter((entry) => entry.do === 'apply')).toHaveLength(3);
  });

  test('what happened while nobody was there is told once', async () => {
    await open();
    const order = run.submit(run.order({ limit: 90 }));
    await run.settled();
    await run.broker.close();
    run.server.venue.fill(order.clientOrderId, { qty: 4, price: 90 });
    run.server.venue.cancel(order.clientOrderId);
    await run.restart();
    await run.settled();
    await run.restart();
    await run.settled();
    expect(run.of(order)).toMatchObject([
      { kind: 'accepted' },
      { kind: 'filled', fill: { lots: 4, priceNumber: 90 }, remaining: 6 },
      { kind: 'canceled', reason: 'canceled-by-venue' },
    ]);
  });

  test('an order waits for the end of the one that holds its shares', async () => {
    await open();
    run.submit(run.order({ limit: 101 }));
    const exit = run.submit(run.order({ side: 'sell', limit: 120 }));
    await run.settled();
    run.server.faults.next('DELETE *', '500-before-accept');
    run.cancel(exit);
    const close = run.submit(run.order({ side: 'sell' }));
    await run.settled();
    expect([run.kinds(exit), run.kinds(close)]).toEqual([
      ['accepted', 'canceled'],
      ['accepted', 'filled'],
    ]);
  });

  test('a cancel that meets a fill: the fill counts', async () => {
    await open();
    const order = run.submit(run.order({ limit: 90 }));
    await run.settled();
    run.server.faults.next('DELETE *', 'race');
    run.cancel(order);
    await run.until('the cancel is taken', () => run.server.state().orders[0]!.status === 'pending_cancel');
    run.server.market.quote('A', 89);
    await run.settled();
    expect(run.kinds(order)).toEqual(['accepted', 'filled']);
  });

  describe('replacing', () => {
    test('a part has filled: the rest is an order of its own', async () => {
      await open();
      const old = run.submit(run.order({ limit: 90 }));
      await run.settled();
      run.server.venue.fill(old.clientOrderId, { qty: 4, price: 90 });
      await run.settled();
      const order = run.replace(old, { limit: 95, lots: 6 });
      await run.settled();
      expect(run.kinds(old)).toEqual(['accepted', 'filled', 'canceled']);
      expect(run.kinds(order)).toEqual(['accepted']);
      expect(run.server.state().orders.at(-1)).toMatchObject({ clientOrderId: order.clientOrderId, qty: '6', limitPrice: '95' });
    });

    test('more fills while it is under way: the replacement is cut to what is left', async () => {
      await open();
      const old = run.submit(run.order({ limit: 90 }));
      await run.settled();
      run.server.faults.next('trade_updates', 'lose');
      // Nobody has heard of these four when the replacement is decided.
      run.server.venue.fill(old.clientOrderId, { qty: 4, price: 90 });
      run.server.faults.next('PATCH *', 'reset-before-accept');
      const order = run.replace(old, { limit: 95 });
      await run.settled();
      const filled = run.executions.reduce((sum, execution) => sum + (execution.kind === 'filled' ? execution.fill.lots : 0), 0);
      const working = run.server.state().orders.filter(({ status }) => status === 'new' || status === 'partially_filled');
      expect(filled).toBe(4);
      // Never more than ten in all, whichever way it went.
      expect(working.reduce((sum, { qty, filledQty }) => sum + Number(qty) - Number(filledQty), 0)).toBeLessThanOrEqual(6);
      expect(run.of(order).at(-1)!.kind).toMatch(/accepted|canceled|reduced/);
    });

    test('the old order has filled: there is nothing to replace', async () => {
      await open();
      const old = run.submit(run.order({ limit: 90 }));
      await run.settled();
      run.server.faults.next('trade_updates', 'lose');
      run.server.venue.fill(old.clientOrderId, { price: 90 });
      const order = run.replace(old, { limit: 95 });
      await run.settled();
      expect(run.kinds(old)).toEqual(['accepted', 'filled']);
      expect(run.of(order)).toMatchObject([{ kind: 'rejected', reason: 'order-ended' }]);
    });

    test('a refusal leaves the old order as it was, and it can be canceled', async () => {
      await open();
      const old = run.submit(run.order({ limit: 90 }));
      await run.settled();
      const order = run.replace(old, { limit: 99, lots: 100_000 });
      run.cancel(old);
      await run.settled();
      expect(run.of(order)).toMatchObject([{ kind: 'rejected', reason: 'insufficient-buying-power' }]);
      expect(run.of(old)).toMatchObject([{ kind: 'accepted' }, { kind: 'canceled', reason: 'requested' }]);
    });

    test('killed after the old order was canceled and before the rest was sent: the rest is sent', async () => {
      await open();
      const old = run.submit(run.order({ limit: 90 }));
      await run.settled();
      run.server.venue.fill(old.clientOrderId, { qty: 4, price: 90 });
      await run.settled();
      run.server.faults.next('POST /v2/orders', '500-before-accept');
      const order = run.replace(old, { limit: 95, lots: 6 });
      await run.until('the rest is under way', () => (run.server.state().attempts[order.clientOrderId] ?? 0) === 1);
      await run.restart();
      await run.settled();
      expect([run.kinds(old), run.kinds(order)]).toEqual([['accepted', 'filled', 'canceled'], ['accepted']]);
    });

    test.each([false, true])(
      'the old order fills in the moment in which it is replaced: what is too much is canceled (restart: %s)',
      async (restarts) => {
        await open();
        const old = run.submit(run.order({ limit: 90 }));
        await run.settled();
        run.server.faults.next('PATCH *', 'race');
        const order = run.replace(old, { limit: 91 });
        await run.until('the replacement is under way', () => run.server.state().orders[0]?.status === 'pending_replace');
        run.server.venue.fill(old.clientOrderId, { qty: 4, price: 90 });
        if (restarts) {
          // Ends between the news of both orders and the request that ends the second one.
          run.server.faults.next('DELETE *', 'timeout-before-accept');
          run.server.market.quote('A', 100);
          await run.until('both are known', () => run.kinds(order).includes('accepted') && run.kinds(old).includes('canceled'));
          await run.restart();
        } else run.server.market.quote('A', 100);
        await run.until('the replacement has ended', () => run.kinds(order).includes('canceled'));
        await run.settled();
        expect(run.of(old)).toMatchObject([{ kind: 'accepted' }, { kind: 'filled' }, { kind: 'canceled', reason: 'replaced' }]);
        expect(run.of(order)).toMatchObject([{ kind: 'accepted' }, { kind: 'canceled', reason: 'overtaken-by-fill' }]);
        expect(run.portfolio.netLots(0)).toBe(4);
      },
    );

    test.each([
      ['the two', false],
      ['the two', true],
      ['the replacement', false],
      ['the replacement', true],
    ])('a replacement ends before it has taken the place: %s canceled, the old order ends too (restart: %s)', async (which, restarts) => {
      await open();
      const old = run.submit(run.order({ limit: 90 }));
      await run.settled();
      run.server.faults.next('PATCH *', 'race');
      const order = run.replace(old, { limit: 91 });
      await run.until('the replacement is known', () => run.kinds(order).includes('accepted'));
      expect(run.server.state().orders.map(({ status }) => status)).toEqual(['pending_replace', 'pending_new']);
      // No answer while this process lives, where it is to end.
      if (restarts) run.server.faults.next('DELETE *', 'timeout-after-accept');
      if (which === 'the two') run.cancel(old);
      run.cancel(order);
      await run.until('the replacement has ended', () => run.kinds(order).includes('canceled'));
      if (restarts) await run.restart();
      run.server.market.quote('A', 100);
      await run.until('the old order has ended', () => run.kinds(old).includes('canceled'), 3000);
      await run.settled();
      expect(run.of(old)).toMatchObject([{ kind: 'accepted' }, { kind: 'canceled', reason: 'requested' }]);
      expect(run.server.state().orders.map(({ status }) => status)).toEqual(['canceled', 'canceled']);
    });

    test.each(['the two', 'the replacement'])(
      'killed after a replacement was taken back unsent: %s canceled, the old order ends',
      async (which) => {
        await open();
        const old = run.submit(run.order({ limit: 90 }));
        await run.settled();
        const order = run.order({ limit: 95, extras: { replaces: old.id } });
        const [time, reason, message] = [order.decidedAt, 'requested', 'it had not been sent'] as const;
        run.journal.push(
          { do: 'replace', old, order },
          ...(which === 'the two' ? [{ do: 'cancel', order: old } as const] : []),
          { do: 'cancel', order },
          { do: 'apply', event: { kind: 'canceled', clientOrderId: order.clientOrderId, time, reason, message } },
        );
        await run.restart();
        await run.settled();
        await run.until('the old order has ended', () => run.kinds(old).length > 1, 1000);
        expect(run.of(old)).toMatchObject([{ kind: 'accepted' }, { kind: 'canceled', reason: 'requested' }]);
        expect([run.kinds(order), run.taken(order)]).toEqual([['canceled'], 0]);
      },
    );
  });

  describe('classes', () => {
    test('legs are held until their entry has filled; the loser ends with the winner', async () => {
      await open();
      const [entry, takeProfit, stopLoss] = run.bracket({ limit: 95 }, 110, 90);
      run.submit(entry, takeProfit, stopLoss);
      await run.settled();
      expect([run.kinds(entry), run.kinds(takeProfit), run.kinds(stopLoss)]).toEqual([['accepted'], ['held'], ['held']]);
      run.server.market.quote('A', 94);
      await run.until('the legs work', () => run.kinds(stopLoss).includes('accepted'));
      run.server.market.quote('A', 111);
      await run.until('the stop ends', () => run.kinds(stopLoss).includes('canceled'));
      expect(run.kinds(takeProfit)).toEqual(['held', 'accepted', 'filled']);
      expect(run.of(stopLoss).at(-1)).toMatchObject({ reason: 'sibling-ended' });
    });

    test('an entry that is refused takes its legs with it', async () => {
      await open();
      const [entry, ...legs] = run.bracket({ limit: 95, lots: 100_000 }, 110, 90);
      run.submit(entry, ...legs);
      await run.settled();
      for (const each of [entry, ...legs]) expect(run.of(each)).toMatchObject([{ kind: 'rejected', reason: 'insufficient-buying-power' }]);
    });

    /** Ten shares, and two orders that may sell them: at 110, or once the price falls to 90. */
    async function pair(): Promise<readonly [ApprovedOrder, ApprovedOrder]> {
      await open();
      const entry = run.submit(run.order());
      run.server.market.quote('A', 100);
      await run.until('it is filled', () => run.kinds(entry).includes('filled'));
      const [first, second] = [entry.id + 1, entry.id + 2] as OrderId[];
      const takeProfit = run.order({ side: 'sell', limit: 110, extras: { sibling: second! } });
      const stopLoss = run.order({ side: 'sell', stop: 90, extras: { sibling: first! } });
      run.submit(takeProfit, stopLoss);
      await run.until('both are told', () => run.kinds(takeProfit).length > 0 && run.kinds(stopLoss).length > 0);
      return [takeProfit, stopLoss];
    }

    test.each([111, 89])('of a pair one fills and the other ends: the price goes to %d', async (price) => {
      const [takeProfit, stopLoss] = await pair();
      const [winner, loser] = price > 100 ? [takeProfit, stopLoss] : [stopLoss, takeProfit];
      run.server.market.quote('A', price);
      await run.until('the other one ends', () => run.kinds(loser).includes('canceled'));
      expect(run.of(winner).at(-1)).toMatchObject({ kind: 'filled', complete: true, fill: { lots: 10 } });
      expect(run.of(loser).at(-1)).toMatchObject({ kind: 'canceled', reason: 'sibling-ended' });
      expect(run.portfolio.netLots(0)).toBe(0);
      // 100,000 less ten at 100, and what the venue has sold them for: the price that it jumped to.
      expect(run.server.state().cash).toBe(String(99_000 + 10 * price));
    });

    test('a process that ends knows its pair again, whichever of the two is canceled', async () => {
      const [takeProfit, stopLoss] = await pair();
      await run.restart();
      await run.settled();
      run.cancel(stopLoss);
      await run.until('both have ended', () => [takeProfit, stopLoss].every((each) => run.kinds(each).includes('canceled')));
      expect(run.portfolio.netLots(0)).toBe(10);
      expect(run.server.state().orders.filter(({ status }) => status !== 'filled' && status !== 'canceled')).toEqual([]);
    });

    test('an entry that is canceled takes its legs with it', async () => {
      await open();
      const [entry, ...legs] = run.bracket({ limit: 95 }, 110, 90);
      run.submit(entry, ...legs);
      await run.settled();
      run.cancel(entry);
      await run.settled();
      await run.until('the legs end', () => legs.every((leg) => run.kinds(leg).includes('canceled')));
      for (const leg of legs) expect(run.of(leg).at(-1)).toMatchObject({ reason: 'entry-not-filled' });
    });
  });

  test('the account: cash, positions, orders of others, and what blocks it', async () => {
    await open();
    run.submit(run.order({ limit: 101 }));
    await run.settled();
    const { url, env } = run.server;
    const headers = {
      'APCA-API-KEY-ID': env.APCA_API_KEY_ID,
      'APCA-API-SECRET-KEY': env.APCA_API_SECRET_KEY,
      'content-type': 'application/json',
    };
    const body = { symbol: 'A', side: 'buy', type: 'limit', limit_price: '80', qty: '3', time_in_force: 'day', client_order_id: 'by-hand' };
    await fetch(`${url}/v2/orders`, { method: 'POST', headers, body: JSON.stringify(body) });
    const account = await run.account();
    expect([account.cash.toString(), account.blocked]).toEqual(['99000', undefined]);
    expect(account.positions.map(({ symbol, quantity, entryValue }) => [symbol, String(quantity), String(entryValue)])).toEqual([
      ['A', '10', '1000'],
    ]);
    expect(account.foreignOrders).toMatchObject([{ clientOrderId: 'by-hand', symbol: 'A', side: 'buy', quantity: '3' }]);
  });

  test('keys that are refused are an error that says so, without the keys', async () => {
    await open();
    const env = { ...run.server.env, APCA_API_SECRET_KEY: 'a-wrong-one' };
    const options = resolveAlpacaOptions({ ...HASTY, env });
    const pauses = new Pauses(options.clock);
    const client = new AlpacaClient(new Transport(options, pauses, () => {}), pauses, {});
    const fault = await client.account().catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'BrokerError', code: 'alpaca/unauthorized', hint: expect.stringMatching(/APCA_API_KEY_ID/) });
    expect(String((fault as Error).message)).not.toContain('a-wrong-one');
  });
});
