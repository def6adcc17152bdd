import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { excursionsOf } from '../../src/analyzers/excursions.js';
import { exposureOf } from '../../src/analyzers/exposure.js';
import { outcomeOf } from '../../src/analyzers/trade-figures.js';
import { backtest, Trade } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

// Ten shares bought at 100; after a split of two for one, twenty are sold at 60.
const run = backtest({
  name: 'split',
  feeds: [memoryFeed([daily('A', [flat(100), flat(100), flat(50), flat(60), flat(60)])])],
  broker: simulated({ volumeLimit: false }),
  account: { cash: 10_000, cashBuffer: 0, shortSales: true },
  strategy: scripted({ onSlice: at({ 0: (s) => s.buy('A', 10), 2: (s) => s.sell('A', 20) }) }),
});

describe('a trade over a split', () => {
  test('keeps its value at entry, and has no excursion', async () => {
    const { fills, table } = await run;
    // Value 20 · 60 − profit of 200 = 1000, what was paid.
    const trade = new Trade(1, 'S', 'long', 20, fills[0]!, fills[1]!, 200e8, 0);
    expect(outcomeOf(trade)).toMatchObject({ net: 200, entryValue: 1000 });
    const { trades, averageAdverse } = excursionsOf([trade], table);
    expect(trades).toEqual([{ adverse: Number.NaN, favourable: Number.NaN, interval: '1d' }]);
    expect(averageAdverse).toEqual({ value: undefined, n: 0, reason: 'every trade lasted over a split' });
  });

  test('leaves the exposure from fills undefined, with the way to have it', async () => {
    const { fills, table, equity, performance } = await run;
    // Without the split the sale went short by ten.
    expect(performance.exposure.timeInMarket).toEqual({ value: 0.8, n: 5 });
    const { timeInMarket, gross } = exposureOf(equity, fills, table, new Map());
    expect(timeInMarket.value).toBeUndefined();
    expect(timeInMarket.reason).toMatch(/^corporate actions changed positions: name the analyzer exposure\(\)/);
    expect(gross.every(Number.isNaN)).toBe(true);
  });
});
