// The examples of market data, computed once more by hand.
import { expect, test } from '@jest/globals';

import syntheticStress from '../../examples/synthetic-stress.js';
import { isoInstant } from '../../src/index.js';
import { examples } from './example-configs.js';
import { runQuarters } from './independent/quarters.js';

test('resampled-minutes: a plain loop over the file gives the same fills', async () => {
  const { fills } = await examples['resampled-minutes']!();
  const found = fills.map(({ time, side, quantity, priceNumber }) => [
    isoInstant(time).replace('.000Z', 'Z'),
    side,
    quantity.toNumber(),
    priceNumber,
  ]);
  const expected = runQuarters();
  console.info(`resampled-minutes: ${expected.length} of ${found.length} fills reproduced`);
  expect(found).toEqual(expected);
});

test('synthetic-stress: each stop fills at its price, or at the open that jumped over it', async () => {
  const { fills } = await examples['synthetic-stress']!();
  const [bars] = (await syntheticStress.feeds[0]!.load()).series;
  const { time, open, low, close } = bars!.columns;
  const expected: unknown[] = [];
  let stop: number | undefined;
  for (let row = 1; row < bars!.length; row++) {
    const session = isoInstant(time[row]!).slice(0, 10);
    if (stop === undefined) {
      expected.push([session, 'buy', open[row]]);
      stop = Math.round(close[row - 1]! * 92) / 100;
      if (low[row]! > stop) continue;
    } else if (low[row]! > stop) continue;
    expected.push([session, 'sell', Math.min(stop, open[row]!)]);
    stop = undefined;
  }
  expect(fills.map((fill) => [isoInstant(fill.time).slice(0, 10), fill.side, fill.priceNumber])).toEqual(expected);
  // The gap of February: 8 % below the close of 2 January (100.82) is 92.75, and the session opens at 89.47.
  expect(expected).toContainEqual(['2020-02-03', 'sell', 89.47]);
});
