import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, test } from '@jest/globals';

import { percentFee, simulated } from '../../brokers/index.js';
import { synthetic } from '../../feeds/index.js';
import { defineBacktest, loadBacktest, sma, Strategy, type Bar } from '../../src/index.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What keeps the engine of a run alive keeps its strategy alive too, as each holds the other. */
const strategies: WeakRef<Strategy>[] = [];

class Cross extends Strategy {
  average = this.indicator(() => sma(5));
  held = false;

  override onStart(): void {
    strategies.push(new WeakRef<Strategy>(this));
  }
  override onBar(bar: Bar): void {
    const wanted = bar.close > this.average.of(bar).value;
    if (wanted === this.held) return;
    this.held = wanted;
    this.orderTargetQuantity(bar.symbol, wanted ? 10 : 0);
  }
}

test('a run that has finished, and whose result nobody holds, leaves nothing in memory', async () => {
  const loaded = await loadBacktest(
    defineBacktest({
      name: 'sweep',
      feeds: [synthetic({ assets: [{ symbol: 'A', price: 50, volatility: 0.3 }], from: '2023-01-03', to: '2023-12-29', seed: 1 })],
      strategy: Cross,
      broker: simulated({ costs: [percentFee(0.001)] }),
    }),
  );
  const fills: number[] = [];
  for (let i = 0; i < 20; i++) fills.push((await loaded.run()).fills.length);
  expect(Math.min(...fills)).toBeGreaterThan(20);
  // Weak references are kept until the turn in which they were made is over.
  for (let i = 0; i < 3; i++) {
    await turn();
    collect();
  }
  expect(strategies).toHaveLength(20);
  // Caches of the machine may still know the latest one.
  expect(strategies.filter((each) => each.deref() !== undefined).length).toBeLessThanOrEqual(1);
});
