import { afterEach, describe, expect, test } from '@jest/globals';

import type { AlpacaBrokerOptions } from '../../../brokers/index.js';
import type { FakeAlpacaOptions, RequestFault, UpdateFault } from '../../../brokers/testing/index.js';
import { VenueRun } from './venue-run.js';

let run: VenueRun;
afterEach(() => run.close());

async function open(server: FakeAlpacaOptions = {}, options: AlpacaBrokerOptions = {}): Promise<VenueRun> {
  run = await VenueRun.open(server, options);
  await run.ready();
  return run;
}

/** Whatever happens to a request that changes something. */
const REQUEST_FAULTS: readonly RequestFault[] = [
  'rate-limit',
  'rate-limit-reset',
  '500-before-accept',
  '500-after-accept',
  '502-after-accept',
  'timeout-before-accept',
  'timeout-after-accept',
  'reset-before-accept',
  'reset-after-accept',
  'cut-body',
  'bad-json',
  'late',
  'update-first',
];

describe('faults of the network between the broker and Alpaca', () => {
  test.each(REQUEST_FAULTS)('POST meets %s: the order is taken once, and fills', async (fault) => {
    await open();
    run.server.faults.next('POST /v2/orders', fault);
    const order = run.submit(run.order());
    await run.settled();
    expect(run.server.state().faults).toEqual({ [fault]: 1 });
    expect(run.taken(order)).toBe(1);
    run.server.market.session({ symbol: 'A', open: 100, high: 101, low: 99, close: 100 });
    await run.settled();
    expect(run.kinds(order)).toEqual(['accepted', 'filled']);
    expect(run.server.state().positions['A']?.qty).toBe('10');
  });

  test.each(REQUEST_FAULTS)('POST meets %s three times, and its look-ups a 500', async (fault) => {
    await open();
    run.server.faults.next('POST /v2/orders', fault, fault.startsWith('rate') ? 1 : 3);
    run.server.faults.next('GET /v2/orders:by_client_order_id*', '500-before-accept', 2);
    const order = run.submit(run.order());
    await run.settled();
    expect([run.taken(order), run.kinds(order)]).toEqual([1, ['accepted']]);
  });

  test.each(REQUEST_FAULTS)('DELETE meets %s: the order is canceled once', async (fault) => {
    await open();
    const order = run.submit(run.order({ limit: 90 }));
    await run.settled();
    run.server.faults.next('DELETE *', fault);
    run.cancel(order);
    await run.settled();
    expect(run.server.state().faults).toEqual({ [fault]: 1 });
    expect(run.of(order)).toMatchObject([{ kind: 'accepted' }, { kind: 'canceled', reason: 'requested' }]);
  });

  test.each(REQUEST_FAULTS.filter((fault) => fault !== 'late'))('PATCH meets %s: one order takes the place of the other', async (fault) => {
    await open();
    run.server.market.open();
    run.server.market.quote('A', 100);
    const old = run.submit(run.order({ limit: 90 }));
    await run.settled();
    run.server.faults.next('PATCH *', fault);
    const order = run.replace(old, { limit: 95 });
    await run.settled();
    expect(run.server.state().faults).toEqual({ [fault]: 1 });
    expect(run.of(old)).toMatchObject([{ kind: 'accepted' }, { kind: 'canceled', reason: 'replaced' }]);
    expect([run.kinds(order), run.taken(order)]).toEqual([['accepted'], 1]);
    expect(run.server.state().orders.filter(({ status }) => status === 'new')).toMatchObject([{ limitPrice: '95', qty: '10' }]);
  });

  const UPDATE_FAULTS: readonly UpdateFault[] = ['lose', 'duplicate', 'reorder', 'null-data', 'drop', 'drop-after'];
  test.each(UPDATE_FAULTS)('every update of a fill in parts meets %s: each part is told once', async (fault) => {
    await open({}, { reconcileEvery: 150 });
    run.server.market.open();
    run.server.faults.next('trade_updates', fault, 5);
    const order = run.submit(run.order({ limit: 100 }));
    await run.settled();
    for (const qty of [3, 4, 3]) run.server.venue.fill(order.clientOrderId, { qty, price: 100 - qty });
    await run.settled();
    const fills = run.of(order).filter((execution) => execution.kind === 'filled');
    expect(fills.map(({ fill: { lots, priceNumber }, remaining }) => [lots, priceNumber, remaining])).toEqual([
      [3, 97, 7],
      [4, 96, 3],
      [3, 97, 0],
    ]);
  });

  test('a stream that is mute after it has signed in is found out, and made anew', async () => {
    await open({}, { reconcileEvery: 100, streamTimeout: 100 });
    run.server.faults.next('trading stream', 'mute-after-auth');
    run.server.dropStreams();
    await run.until('the mute stream is noticed', () => run.notices.some(({ code }) => code === 'stream/mute'));
    const order = run.submit(run.order());
    await run.settled();
    expect(run.kinds(order)).toEqual(['accepted']);
  });

  test.each(['mute', 'handshake-429'] as const)('a new stream meets %s: orders wait until there is one', async (fault) => {
    run = await VenueRun.open({ faults: { connections: { [fault]: 1 } } });
    const order = run.submit(run.order());
    await run.until('two attempts', () => (run.server.state().faults[fault] ?? 0) >= 2);
    expect([run.server.state().attempts, run.broker.busy]).toEqual([{}, true]);
    run.server.faults.clear();
    await run.settled();
    expect(run.kinds(order)).toEqual(['accepted']);
  });

  test('the server is restarted: nothing is lost', async () => {
    await open();
    const before = run.submit(run.order({ limit: 90 }));
    await run.settled();
    await run.server.restart();
    const after = run.submit(run.order({ limit: 91 }));
    run.cancel(before);
    await run.settled();
    expect([run.kinds(before), run.kinds(after)]).toEqual([['accepted', 'canceled'], ['accepted']]);
  });
});
