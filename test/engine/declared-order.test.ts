import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { backtest, type BarSeries } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { scripted } from '../support/scripted.js';
import { daily, flat, intraday } from '../support/series.js';

/** Every strategy orders everything it can afford in each `onBar`; returns who was asked and what was filled. */
async function greedy(feeds: readonly (readonly BarSeries[])[], symbols?: readonly string[]): Promise<{ bars: string[]; fills: string[] }> {
  const bars: string[] = [];
  const result = await backtest({
    name: 'order',
    feeds: feeds.map((series) => memoryFeed(series)),
    broker: simulated({ volumeLimit: false }),
    account: { cash: 1500, cashBuffer: 0 },
    strategy: scripted({
      onBar: (s, bar) => {
        bars.push(`${bar.symbol} ${bar.interval}`);
        s.orderTargetQuantity(bar.symbol, 10);
      },
    }),
    ...(symbols && { symbols }),
  });
  return { bars, fills: result.fills.map((fill) => `${fill.symbol} ${fill.lots}`) };
}

const of = (symbol: string): BarSeries => daily(symbol, [flat(100), flat(100)]);
const [A, B, C] = [of('A'), of('B'), of('C')];

describe('the declared order of instruments', () => {
  test("is that of the strategy's symbols, whatever the order of the feeds", async () => {
    // 1,500 dollars pay ten of the first and five of the second; the third is refused.
    const expected = { bars: ['B 1d', 'C 1d', 'A 1d', 'B 1d', 'C 1d', 'A 1d'], fills: ['B 10', 'C 5'] };
    expect(await greedy([[A, B, C]], ['B', 'C', 'A'])).toEqual(expected);
    expect(await greedy([[C], [A, B]], ['B', 'C', 'A'])).toEqual(expected);
  });

  test('is that of their symbols where none is declared, whatever the order of the feeds', async () => {
    const expected = { bars: ['A 1d', 'B 1d', 'C 1d', 'A 1d', 'B 1d', 'C 1d'], fills: ['A 10', 'B 5'] };
    for (const feeds of [[[A, B, C]], [[C, B, A]], [[C], [B], [A]], [[B], [A, C]]]) expect(await greedy(feeds)).toEqual(expected);
  });

  test('renaming symbols changes nothing but the names', async () => {
    const [X, Y, Z] = [of('Z'), of('Y'), of('X')];
    expect((await greedy([[X, Y, Z]], ['Z', 'Y', 'X'])).fills).toEqual(['Z 10', 'Y 5']);
    expect((await greedy([[A, B, C]], ['A', 'B', 'C'])).fills).toEqual(['A 10', 'B 5']);
  });

  test('ranks behind the interval: onBar runs from the finest to the coarsest', async () => {
    // At 16:00 the last half hour, the last hour and the session close together.
    const date = '2024-01-08';
    const series = [
      daily('A', [flat(100)], date),
      intraday('A', date, [flat(100)], { minutes: 60, offset: 330 }),
      intraday('A', date, [flat(100)], { minutes: 30, offset: 360 }),
      intraday('B', date, [flat(100)], { minutes: 60, offset: 330 }),
      daily('B', [flat(100)], date),
    ];
    const { bars } = await greedy([series], ['B', 'A']);
    expect(bars).toEqual(['A 30m', 'B 60m', 'A 60m', 'B 1d', 'A 1d']);
  });
});
