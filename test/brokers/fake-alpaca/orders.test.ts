import { describe, expect, test } from '@jest/globals';

import { fake, orderStream, sdk, until } from './client.js';

describe('orders over the real SDK', () => {
  test('a market order is answered as pending, then fills at the ask; cash and position to the cent', async () => {
    const server = await fake();
    const alpaca = sdk(server);
    const { heard } = await orderStream(server, alpaca);
    server.market.open();
    server.market.quote('SPY', { bid: '449.98', ask: '450.02' });
    const order = await alpaca.trading.orders.market({ symbol: 'SPY', side: 'buy', qty: '10', timeInForce: 'day', clientOrderId: 'one' });
    expect([order.status, order.clientOrderId, order.qty, order.filledQty, order.filledAvgPrice]).toEqual([
      'pending_new',
      'one',
      '10',
      '0',
      undefined,
    ]);
    await until(() => heard.length === 3);
    expect(heard.map(({ execution: _execution, ...rest }) => rest)).toEqual([
      { event: 'pending_new', id: 'one', filled: '0', status: 'pending_new' },
      { event: 'new', id: 'one', filled: '0', status: 'new' },
      { event: 'fill', id: 'one', filled: '10', status: 'filled', price: '450.02', qty: '10', position: '10' },
    ]);
    // 100,000 - 10 × 450.02 = 95,499.80; the position at the middle: 10 × 450 = 4,500.
    const account = await alpaca.trading.account.getAccount();
    expect([account.cash, account.equity, account.longMarketValue]).toEqual(['95499.8', '99999.8', '4500']);
    const position = await alpaca.trading.positions.getOpenPosition({ symbolOrAssetId: 'SPY' });
    expect([position.qty, position.avgEntryPrice, position.marketValue, position.unrealizedPl, position.qtyAvailable]).toEqual([
      '10',
      '450.02',
      '4500',
      '-0.2',
      '10',
    ]);
  });
});
