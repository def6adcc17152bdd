import { expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { backtest, Strategy, type BacktestResult, type Bar, type Execution } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { daily, flat } from '../support/series.js';

/** A run over five sessions with flat bars at 10 to 14. */
function run(strategy: new () => Strategy): Promise<BacktestResult> {
  const bars = [10, 11, 12, 13, 14].map((price) => flat(price));
  return backtest({ name: 'late', feeds: [memoryFeed([daily('A', bars)])], strategy, broker: simulated() });
}

test('who begins to listen or to consolidate in the middle of a quiet run hears all that follows', async () => {
  const heard: number[] = [];
  const points: number[] = [];
  const made: number[] = [];
  // Without onSlice and without orders: every slice is a quiet one.
  class Late extends Strategy {
    override onBar(bar: Bar): void {
      if (bar.close !== 11) return;
      this.bus.bars.on((later) => heard.push(later.close));
      this.bus.equity.on(({ equity }) => points.push(equity));
      this.consolidate('A', 'session', (later) => made.push(later.close));
    }
  }
  await run(Late);
  expect(heard).toEqual([12, 13, 14]);
  // The point of the slice in hand comes after its handlers.
  expect(points).toEqual([100_000, 100_000, 100_000, 100_000]);
  expect(made).toEqual([12, 13, 14]);
});

test('so does who begins in the handler of a fill: with the bar that filled, which is not over', async () => {
  const heard: number[] = [];
  const points: number[] = [];
  const made: number[] = [];
  class AfterFill extends Strategy {
    override onBar(bar: Bar): void {
      if (bar.close === 11) this.buy('A', 1);
    }
    override onExecution(execution: Execution): void {
      if (execution.kind !== 'filled') return;
      this.bus.bars.on((later) => heard.push(later.close));
      this.bus.equity.on(({ equity }) => points.push(equity));
      this.consolidate('A', 'session', (later) => made.push(later.close));
    }
  }
  const { equity } = await run(AfterFill);
  expect(heard).toEqual([12, 13, 14]);
  expect(points).toEqual([100_000, 100_001, 100_002]);
  expect(made).toEqual([12, 13, 14]);
  expect([...equity.equity]).toEqual([100_000, 100_000, 100_000, 100_001, 100_002]);
});
