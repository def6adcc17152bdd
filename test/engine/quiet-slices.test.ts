import { expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import {
  backtest,
  drawdownStop,
  Strategy,
  type AccountConfig,
  type AnyRiskRule,
  type BacktestConfig,
  type Bar,
  type BacktestResult,
} from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { daily, flat } from '../support/series.js';

// A strategy that only overrides onBar, on one series: the run in which quiet slices take the short way.
class BuyEachBar extends Strategy {
  override onBar(bar: Bar): void {
    const first = bar.ago(1) === undefined;
    if (first) this.buy(bar.symbol, 800);
    else if (bar.close < 90 && bar.ago(1)!.close < 90) this.buy(bar.symbol, 1);
  }
}

function plain(
  more: Partial<Pick<BacktestConfig, 'audit'>> & { readonly risk?: readonly AnyRiskRule[]; readonly account?: AccountConfig },
): Promise<BacktestResult> {
  return backtest({
    name: 'quiet',
    feeds: [memoryFeed([daily('A', [flat(100), flat(100), flat(95), flat(80), flat(80), flat(80)])])],
    strategy: BuyEachBar,
    broker: simulated(),
    ...more,
  });
}

test('without rules the later purchases happen', async () => {
  expect((await plain({})).fills).toHaveLength(2);
});

test('rules that follow equity are told of quiet slices too', async () => {
  // The loss comes in slices in which no order works.
  const result = await plain({ risk: [drawdownStop(0.1)] });
  expect(result.fills).toHaveLength(1);
  expect(result.orders.slice(1).map(({ status, reason }) => `${status} ${reason}`)).toEqual(['rejected risk', 'rejected risk']);
});

test('an audit proves them, and a margin account is kept', async () => {
  expect((await plain({ audit: true })).journal).toBeDefined();
  const result = await plain({ account: { margin: true, interest: { credit: 0.036 } } });
  expect(result.pending.get('interest')!.toNumber()).toBeGreaterThan(0);
});
