import { expect, test } from '@jest/globals';

import { run } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

// Opens at 101, closes at 103.
const bars = [flat(100), [101, 104, 99, 103, 1_000_000], flat(110)] as const;
const series = [daily('A', [...bars])];

test.each([
  ['opg', '#1 filled buy 10 A @ 101 open'],
  ['cls', '#1 filled buy 10 A @ 103 close'],
  ['gtc', '#1 filled buy 10 A @ 101 open'],
] as const)('market orders that do not say their life are %s', async (marketOrders, filled) => {
  const { story, result } = await run({ series, marketOrders, onSlice: at({ 0: (s) => s.orderTargetQuantity('A', 10) }) });
  expect(result.orders.map(({ order }) => order.timeInForce)).toEqual([marketOrders]);
  expect(story).toContain(filled);
});

test('orders that say their life, or a price, keep it', async () => {
  const { result } = await run({
    series,
    marketOrders: 'cls',
    onSlice: at({
      0: (s) => {
        s.buy('A', 1);
        s.buy('A', 1, { timeInForce: 'day' });
        s.buy('A', 1, { limit: 100 });
        s.buy('A', 1, { stop: 105 });
        s.buy('A', 1, { takeProfit: 120 });
      },
    }),
  });
  expect(result.orders.map(({ order }) => `${order.type} ${order.timeInForce}`)).toEqual([
    'market cls',
    'market day',
    'limit gtc',
    'stop gtc',
    'market gtc',
    'limit gtc',
  ]);
});
