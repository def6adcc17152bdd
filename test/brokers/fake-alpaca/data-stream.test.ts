import { expect, test } from '@jest/globals';

import { TimeFrame } from '@alpacahq/alpaca-trade-api';
import type { FakeAlpaca, FakeAlpacaOptions } from 'barstream/testing';
import { closing, fake, sdk, until } from './client.js';

const MINUTE = Date.parse('2024-11-04T14:31:00Z');
const BAR = { open: 100, high: 102, low: 99, close: 101, volume: 500, time: MINUTE };

function stream(server: FakeAlpaca): { heard: string[]; errors: string[]; reconnects: number[]; subscribed: () => boolean } {
  const data = closing(sdk(server).marketData.stockStream({ feed: 'iex', url: `${server.dataStreamUrl}/v2/iex` }));
  const heard: string[] = [];
  const errors: string[] = [];
  const reconnects: number[] = [];
  let ready = false;
  data.onBar((bar) =>
    heard.push(`bar ${bar.symbol} ${bar.timestamp.toISOString()} ${bar.open} ${bar.high} ${bar.low} ${bar.close} ${bar.volume}`),
  );
  data.onUpdatedBar((bar) => heard.push(`updated ${bar.symbol} ${bar.close}`));
  data.onDailyBar((bar) => heard.push(`daily ${bar.symbol} ${bar.close}`));
  data.onError((error) => errors.push(String(error)));
  data.onReconnecting((attempt) => reconnects.push(attempt));
  data.on('subscription', () => {
    ready = true;
  });
  data.subscribeForBars(['SPY']);
  data.subscribeForUpdatedBars(['SPY']);
  data.subscribeForDailyBars(['*']);
  data.connect();
  return { heard, errors, reconnects, subscribed: () => ready };
}

async function subscribed(options: FakeAlpacaOptions = {}) {
  const server = await fake(options);
  const client = stream(server);
  await until(client.subscribed);
  return { server, ...client };
}

test('bars reach those who have subscribed, and the history', async () => {
  const { server, heard } = await subscribed();
  server.market.bar('QQQ', BAR);
  server.market.bar('SPY', BAR);
  server.market.updatedBar('SPY', { ...BAR, close: 101.5 });
  server.market.dailyBar('QQQ', { ...BAR, close: 99.5 });
  await until(() => heard.length === 3);
  expect(heard).toEqual(['bar SPY 2024-11-04T14:31:00.000Z 100 102 99 101 500', 'updated SPY 101.5', 'daily QQQ 99.5']);
  const kept = await sdk(server).marketData.getStockBarsFor('SPY', {
    timeframe: TimeFrame.Minute,
    start: new Date(MINUTE),
    end: new Date(MINUTE),
  });
  expect(kept.map(({ close }) => close)).toEqual([101.5]);
});

test('a bar moves the market along its way before it is told; orders sent after it wait, where they are to', async () => {
  const { server, heard } = await subscribed({ fills: 'next-price' });
  const { orders } = sdk(server).trading;
  server.market.open();
  await orders.limit({ symbol: 'SPY', side: 'buy', qty: '2', limitPrice: '99.5', timeInForce: 'day', clientOrderId: 'rest' });
  server.market.bar('SPY', BAR);
  await until(() => heard.length === 1);
  expect(server.state().fills.map(({ clientOrderId, price }) => [clientOrderId, price])).toEqual([['rest', '99.5']]);
  await orders.market({ symbol: 'SPY', side: 'buy', qty: '1', timeInForce: 'day', clientOrderId: 'next' });
  expect(server.state().fills).toHaveLength(1);
  server.market.bar('SPY', { ...BAR, time: MINUTE + 60_000, open: 100.5 });
  expect(server.state().fills.at(-1)).toMatchObject({ clientOrderId: 'next', price: '100.5' });
});

test('one connection to a feed: the second is told 406', async () => {
  const { server } = await subscribed();
  const second = stream(server);
  await until(() => second.errors.length > 0);
  expect(second.errors[0]).toBe('connection limit exceeded');
});

test('wrong keys end it', async () => {
  const server = await fake({ keyId: 'other' });
  const client = closing(sdk(server, { keyId: 'mine' }).marketData.stockStream({ url: `${server.dataStreamUrl}/v2/iex` }));
  const errors: string[] = [];
  client.onError((error) => errors.push(String(error)));
  client.connect();
  await until(() => errors.length > 0);
  expect(errors[0]).toBe('auth failed');
});

test('bars that are lost, told twice, or lost with the connection', async () => {
  const { server, heard, reconnects } = await subscribed();
  server.faults.next('bars', 'lose');
  server.faults.next('bars', 'duplicate');
  for (const close of [100, 101]) server.market.bar('SPY', { ...BAR, close });
  await until(() => heard.length === 2);
  expect(heard[0]).toBe(heard[1]);
  server.faults.next('bars', 'drop');
  server.market.bar('SPY', { ...BAR, close: 102 });
  await until(() => reconnects.length > 0);
  expect(heard).toHaveLength(2);
});
