import { expect, test } from '@jest/globals';

import { Alpaca } from '@alpacahq/alpaca-trade-api';
import { spawnFakeAlpaca } from 'barstream/testing';

test('a server in a process of its own is moved and read from here, and survives a restart of its sockets', async () => {
  const server = await spawnFakeAlpaca({ hours: 'driven', partialFills: 0, account: { cash: '5000' } });
  try {
    const alpaca = new Alpaca({
      keyId: server.env.APCA_API_KEY_ID,
      secret: server.env.APCA_API_SECRET_KEY,
      retry: false,
      fetchApi: (input, init) => fetch(String(input).replace(/^https:\/\/[^/]+/, server.url), init),
    });
    await server.call('market.open');
    await server.call('market.quote', 'KO', { bid: 60, ask: '60.01' });
    await alpaca.trading.orders.market({ symbol: 'KO', side: 'buy', qty: '3', timeInForce: 'day', clientOrderId: 'far' });
    await server.call('restart');
    const state = await retried(() => server.state());
    // 5000 - 3 × 60.01 = 4819.97.
    expect([state.cash, state.attempts, state.positions]).toEqual(['4819.97', { far: 1 }, { KO: { qty: '3', avgEntryPrice: '60.01' } }]);
    expect(state.orders).toMatchObject([{ clientOrderId: 'far', status: 'filled', filledQty: '3' }]);
    await expect(server.call('market.quote', 'KO', -1)).rejects.toThrow(/price of KO/);
    expect((await alpaca.trading.clock.legacyClock()).isOpen).toBe(true);
  } finally {
    await server.stop();
  }
  await expect(fetch(server.url)).rejects.toThrow();
});

async function retried<T>(ask: () => Promise<T>): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await ask();
    } catch (error) {
      if (turn === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
