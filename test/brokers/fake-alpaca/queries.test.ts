import { describe, expect, test } from '@jest/globals';

import { SimulatedClock } from '../../../src/clock/simulated-clock.js';
import { TimeFrame, timeFrame, TimeFrameUnit } from '@alpacahq/alpaca-trade-api';
import { fake, sdk } from './client.js';

const START = Date.parse('2024-11-04T15:00:00Z');

describe('orders', () => {
  /** Six orders a minute apart: SPY and QQQ by turns, the first two of them canceled. */
  async function six() {
    const clock = new SimulatedClock(START);
    const server = await fake({ clock });
    const { orders } = sdk(server).trading;
    for (let i = 0; i < 6; i++) {
      const symbol = i % 2 === 0 ? 'SPY' : 'QQQ';
      await orders.limit({ symbol, side: 'buy', qty: '1', limitPrice: '1', timeInForce: 'gtc', clientOrderId: `o${i}` });
      clock.advance(START + (i + 1) * 60_000);
    }
    server.venue.cancel('o0');
    server.venue.cancel('o1');
    type Query = Parameters<typeof orders.getAllOrders>[0];
    return { orders, list: async (query: Query) => (await orders.getAllOrders(query)).map(({ clientOrderId }) => clientOrderId) };
  }
  const minute = (count: number): string => new Date(START + count * 60_000).toISOString();

  test('by status, newest first', async () => {
    const { list } = await six();
    expect(await list({})).toEqual(['o5', 'o4', 'o3', 'o2']);
    expect(await list({ status: 'closed' })).toEqual(['o1', 'o0']);
    expect(await list({ status: 'all', direction: 'asc' })).toEqual(['o0', 'o1', 'o2', 'o3', 'o4', 'o5']);
  });

  test('by time, which leaves the edge itself out; by symbol; so many', async () => {
    const { list, orders } = await six();
    const { submitted_at: edge } = (await orders.getOrderByClientOrderId({ clientOrderId: 'o2' })) as unknown as { submitted_at: string };
    expect(edge).toBe('2024-11-04T15:02:00.000000001Z');
    expect(await list({ status: 'all', after: edge, direction: 'asc' })).toEqual(['o3', 'o4', 'o5']);
    expect(await list({ status: 'all', until: edge, direction: 'asc' })).toEqual(['o0', 'o1']);
    // Cut to the millisecond it lies before the order.
    expect(await list({ status: 'all', after: minute(2), direction: 'asc' })).toEqual(['o2', 'o3', 'o4', 'o5']);
    expect(await list({ status: 'all', symbols: ['QQQ'] })).toEqual(['o5', 'o3', 'o1']);
    expect(await list({ status: 'all', limit: 2, direction: 'asc' })).toEqual(['o0', 'o1']);
    await expect(list({ limit: 501 })).rejects.toMatchObject({ status: 422 });
  });

  test('a walk with after and asc meets each order once', async () => {
    const { orders } = await six();
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await orders.getAllOrders({ status: 'all', direction: 'asc', limit: 2, ...(after !== undefined && { after }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ clientOrderId }) => clientOrderId!));
      // The text keeps the nanoseconds that a Date loses.
      after = (page.at(-1) as unknown as { submitted_at: string }).submitted_at;
    }
    expect(seen).toEqual(['o0', 'o1', 'o2', 'o3', 'o4', 'o5']);
  });

  test('legs stand beside their order, or under it', async () => {
    const server = await fake();
    const { orders } = sdk(server).trading;
    server.market.quote('SPY', 100);
    await orders.bracket({
      symbol: 'SPY',
      side: 'buy',
      qty: '1',
      timeInForce: 'gtc',
      takeProfit: { limitPrice: '110' },
      stopLoss: { stopPrice: '90' },
      clientOrderId: 'b',
    });
    const flat = await orders.getAllOrders({ direction: 'asc' });
    expect(flat.map(({ type, status }) => [type, status])).toEqual([
      ['market', 'accepted'],
      ['limit', 'held'],
      ['stop', 'held'],
    ]);
    const [nested, ...more] = await orders.getAllOrders({ nested: true });
    expect([more.length, nested!.legs!.map(({ type }) => type)]).toEqual([0, ['limit', 'stop']]);
  });

  test('one by its id, or by the id of the client; unknown ones are 404', async () => {
    const { orders } = await six();
    const found = await orders.getOrderByClientOrderId({ clientOrderId: 'o3' });
    expect((await orders.getOrderByOrderID({ orderId: found.id! })).clientOrderId).toBe('o3');
    await expect(orders.getOrderByClientOrderId({ clientOrderId: 'o9' })).rejects.toMatchObject({ status: 404, code: 40410000 });
  });

  test('all canceled at once', async () => {
    const { orders, list } = await six();
    const answer = await orders.deleteAllOrders();
    expect(answer).toHaveLength(4);
    expect(await list({})).toEqual([]);
  });
});

describe('the account', () => {
  test('margin: buying power is twice the equity less what is held and what rests', async () => {
    const server = await fake();
    const alpaca = sdk(server);
    server.market.open();
    server.market.quote('SPY', 100);
    await alpaca.trading.orders.market({ symbol: 'SPY', side: 'buy', qty: '300', timeInForce: 'day' });
    await alpaca.trading.orders.limit({ symbol: 'SPY', side: 'buy', qty: '100', limitPrice: '90', timeInForce: 'gtc' });
    server.market.quote('SPY', 110);
    const account = await alpaca.trading.account.getAccount();
    // Cash 70,000, shares 33,000, equity 103,000; 2 × 103,000 - 33,000 - 9,000.
    expect([account.cash, account.equity, account.longMarketValue, account.buyingPower, account.lastEquity, account.multiplier]).toEqual([
      '70000',
      '103000',
      '33000',
      '164000',
      '100000',
      '2',
    ]);
    expect([account.status, account.tradingBlocked, account.shortingEnabled]).toEqual(['ACTIVE', false, true]);
  });

  test('a short position: values are negative, cash has the proceeds', async () => {
    const server = await fake();
    const alpaca = sdk(server);
    server.market.open();
    server.market.quote('SPY', 100);
    await alpaca.trading.orders.market({ symbol: 'SPY', side: 'sell', qty: '50', timeInForce: 'day' });
    server.market.quote('SPY', 104);
    const account = await alpaca.trading.account.getAccount();
    expect([account.cash, account.equity, account.shortMarketValue]).toEqual(['105000', '99800', '-5200']);
    const position = await alpaca.trading.positions.getOpenPosition({ symbolOrAssetId: 'SPY' });
    expect([position.qty, position.side, position.avgEntryPrice, position.unrealizedPl, position.costBasis]).toEqual([
      '-50',
      'short',
      '100',
      '-200',
      '-5000',
    ]);
  });

  test('average prices: buys average, sales leave it', async () => {
    const server = await fake();
    const alpaca = sdk(server);
    server.market.open();
    for (const [side, qty, price] of [
      ['buy', '10', 100],
      ['buy', '30', 104],
      ['sell', '15', 110],
    ] as const) {
      server.market.quote('SPY', price);
      await alpaca.trading.orders.market({ symbol: 'SPY', side, qty, timeInForce: 'day' });
    }
    // (10 × 100 + 30 × 104) / 40 = 103; cash 100,000 - 1000 - 3120 + 1650.
    expect(server.state()).toMatchObject({ cash: '97530', positions: { SPY: { qty: '25', avgEntryPrice: '103' } } });
    const closed = await alpaca.trading.positions.deleteOpenPosition({ symbolOrAssetId: 'SPY', percentage: 40 });
    expect([closed.side, closed.qty]).toEqual(['sell', '10']);
    const all = await alpaca.trading.closeAllPositions({ cancelOrders: true });
    expect(all.map(({ symbol, status }) => [symbol, status])).toEqual([['SPY', 200]]);
    expect(server.state()).toMatchObject({ cash: '100280', positions: {} });
    await expect(alpaca.trading.positions.getOpenPosition({ symbolOrAssetId: 'SPY' })).rejects.toMatchObject({ status: 404 });
  });

  test('blocks, deposits and wrong keys', async () => {
    const server = await fake();
    const alpaca = sdk(server);
    server.deposit('-250.5');
    server.block({ trading_blocked: true });
    const account = await alpaca.trading.account.getAccount();
    expect([account.cash, account.tradingBlocked]).toEqual(['99749.5', true]);
    await expect(alpaca.trading.orders.market({ symbol: 'SPY', side: 'buy', qty: '1', timeInForce: 'day' })).rejects.toMatchObject({
      status: 403,
      message: 'account is not authorized to trade',
    });
    await expect(sdk(server, { keyId: 'another' }).trading.account.getAccount()).rejects.toMatchObject({
      status: 401,
      message: 'unauthorized.',
    });
  });

  test('fills as activities, in pages, as the order stream numbered them', async () => {
    const clock = new SimulatedClock(START);
    const server = await fake({ clock });
    const alpaca = sdk(server);
    server.market.open();
    for (let i = 1; i <= 5; i++) {
      clock.advance(START + i * 1000);
      server.market.quote('SPY', 100 + i, { size: 3 });
      if (i === 1)
        await alpaca.trading.orders.limit({
          symbol: 'SPY',
          side: 'buy',
          qty: '14',
          limitPrice: '200',
          timeInForce: 'gtc',
          clientOrderId: 'parts',
        });
    }
    const { accountActivities } = alpaca.trading;
    const page = async (pageToken?: string) =>
      (await accountActivities.getAccountActivities({ activityTypes: ['FILL'], pageSize: 2, ...(pageToken && { pageToken }) })) as {
        id: string;
        type: string;
        price: string;
        qty: string;
        cumQty: string;
        leavesQty: string;
      }[];
    const rows: string[] = [];
    for (let at = await page(); at.length > 0; at = await page(at.at(-1)!.id)) {
      rows.push(...at.map(({ type, price, qty, cumQty, leavesQty }) => [type, price, qty, cumQty, leavesQty].join(' ')));
    }
    expect(rows).toEqual([
      'fill 105 2 14 0',
      'partial_fill 104 3 12 2',
      'partial_fill 103 3 9 5',
      'partial_fill 102 3 6 8',
      'partial_fill 101 3 3 11',
    ]);
    const after = await accountActivities.getAccountActivities({
      activityTypes: ['FILL'],
      after: new Date(START + 4000),
      direction: 'asc',
    });
    expect(after.map((row) => (row as { price: string }).price)).toEqual(['104', '105']);
    expect(await accountActivities.getAccountActivities({ activityTypes: ['DIV'] })).toEqual([]);
  });
});

describe('reference data', () => {
  test('assets: listed ones, or any', async () => {
    const open = sdk(await fake()).trading.assets;
    const asset = await open.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: 'SPY' });
    expect([asset.symbol, asset._class, asset.tradable, asset.fractionable]).toEqual(['SPY', 'us_equity', true, true]);
    expect((await open.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: asset.id })).symbol).toBe('SPY');
    const listed = sdk(await fake({ assets: [{ symbol: 'BRK.A', fractionable: false }] })).trading.assets;
    expect((await listed.getV2Assets({})).map(({ symbol, fractionable }) => [symbol, fractionable])).toEqual([['BRK.A', false]]);
    await expect(listed.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: 'SPY' })).rejects.toMatchObject({ status: 404 });
  });

  test('the calendar knows holidays and early closes', async () => {
    const { calendar } = sdk(await fake()).trading;
    const days = await calendar.legacyCalendar({ start: new Date('2024-11-27T00:00:00Z'), end: new Date('2024-12-02T00:00:00Z') });
    expect(days.map(({ date, open, close }) => [date.toISOString().slice(0, 10), open, close])).toEqual([
      ['2024-11-27', '09:30', '16:00'],
      ['2024-11-29', '09:30', '13:00'],
      ['2024-12-02', '09:30', '16:00'],
    ]);
  });

  test('bars: pages over all symbols together, longer ones made of minutes', async () => {
    const server = await fake();
    const alpaca = sdk(server);
    const open = Date.parse('2024-11-04T14:30:00Z');
    for (const symbol of ['SPY', 'QQQ']) {
      const bars = Array.from({ length: 6 }, (_, i) => ({
        time: open + i * 60_000,
        open: 10 + i,
        high: 12 + i,
        low: 9 + i,
        close: 11 + i,
        volume: 100 * (i + 1),
      }));
      server.market.history(symbol, '1Min', bars);
    }
    const range = { start: new Date(open), end: new Date(open + 3_600_000) };
    const pages: number[] = [];
    for (let token: string | undefined; ;) {
      const page = await alpaca.marketData.stocks.stockBars({
        symbols: 'SPY,QQQ',
        timeframe: '1Min',
        limit: 4,
        ...range,
        ...(token !== undefined && { pageToken: token }),
      });
      pages.push(Object.values(page.bars).reduce((sum, rows) => sum + rows.length, 0));
      token = page.nextPageToken ?? undefined;
      if (token === undefined) break;
    }
    expect(pages).toEqual([4, 4, 4]);
    const five = await alpaca.marketData.getStockBarsFor('SPY', { timeframe: timeFrame(5, TimeFrameUnit.Minute), ...range });
    expect(five.map(({ open: o, high, low, close, volume }) => [o, high, low, close, volume])).toEqual([
      [10, 16, 9, 15, 1500],
      [15, 17, 14, 16, 600],
    ]);
    server.market.session({ symbol: 'SPY', open: 100, high: 103, low: 99, close: 101, date: '2024-11-04', volume: 7 });
    const days = await alpaca.marketData.getStockBarsFor('SPY', {
      timeframe: TimeFrame.Day,
      start: new Date('2024-11-01'),
      end: new Date('2024-11-30'),
    });
    // Midnight of New York, in winter five hours after that of UTC.
    expect(days.map(({ timestampRaw, close, volume }) => [timestampRaw, close, volume])).toEqual([['2024-11-04T05:00:00Z', 101, 7]]);
  });
});
