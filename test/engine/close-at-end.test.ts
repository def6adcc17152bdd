import { expect, test } from '@jest/globals';

import { fixedBps, percentFee } from '../../brokers/index.js';
import { run } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

test('closeAtEnd closes what is open at the last close, with costs, whatever the volume', async () => {
  const { story, result } = await run({
    series: [daily('A', [flat(100), flat(100), [101, 104, 100, 103, 0]]), daily('B', [flat(50), flat(50)])],
    account: { shortSales: true },
    broker: { costs: [percentFee('0.001')], slippage: [fixedBps(10)] },
    closeAtEnd: true,
    onSlice: at({
      0: (s) => {
        s.buy('A', 10);
        s.sell('B', 10);
      },
      1: (s) => s.sell('A', 10, { limit: 200 }),
    }),
  });
  // 103 less 10 basis points, down to the cent. B has no bar at the end: it stays open.
  expect(story.slice(5)).toEqual(['#3 expired end-of-data', '#4 accepted', '#4 filled sell 10 A @ 102.89 close']);
  expect(result.orders[3]!.order.tag).toBe('end-of-data');
  expect(result.positions.map(({ symbol, quantity }) => [symbol, quantity])).toEqual([['B', -10]]);
  // The last point of the curve is the account after it: 100,000 − 1001 − 1.001 + 499.5 − 0.4995 + 1028.9 − 1.0289 − 500.
  expect(result.equity.equity.at(-1)).toBeCloseTo(100_024.8706, 6);
  expect(result.finalEquity).toBe(result.equity.equity.at(-1));
});

test('without it positions stay open', async () => {
  const { result } = await run({ series: [daily('A', [flat(100), flat(100)])], onSlice: at({ 0: (s) => s.buy('A', 10) }) });
  expect(result.positions).toHaveLength(1);
});
