import { describe, expect, test } from '@jest/globals';

import { Strategy, type Bar, type Execution, type OrderId } from '../../src/index.js';
import { testStrategy } from '../../src/testing/index.js';
import { brief } from '../support/brief.js';

class Bracket extends Strategy {
  entry: OrderId | undefined;
  override onBar(bar: Bar): void {
    this.entry ??= this.buy(bar.symbol, 10, { limit: 99, takeProfit: 110, stopLoss: { stop: 90, limit: 89 } });
  }
  override onExecution(execution: Execution): void {
    if (execution.kind === 'accepted' && execution.order.stop === 90) this.replace(execution.order.id, { stop: 95 });
  }
}

describe('testStrategy with classes of orders', () => {
  test('next() returns the entry and its legs; filling the entry puts them to work, filling one ends the other', () => {
    const bench = testStrategy(new Bracket(), { bars: { A: [100, 101, 102] } });
    const [entry, target, stop] = bench.next();
    expect([entry, target, stop].map((order) => order!.type)).toEqual(['limit', 'limit', 'stop-limit']);
    expect([entry, target, stop].map((order) => bench.statusOf(order!))).toEqual(['working', 'held', 'held']);
    bench.fill(entry!, 98.5);
    // The stop was moved by the strategy as soon as it worked.
    const moved = bench.orders[3]!;
    expect([moved.stop, moved.limit, moved.extras]).toEqual([95, 89, { sibling: 2, parent: 1, replaces: 3 }]);
    bench.fill(target!, 110);
    expect(bench.executions.map(brief).slice(3)).toEqual([
      '#1 filled buy 10 A @ 98.5 open',
      '#2 accepted',
      '#3 accepted',
      '#3 canceled replaced',
      '#4 accepted',
      '#2 filled sell 10 A @ 110 open',
      '#4 canceled sibling-ended',
    ]);
    expect(bench.position('A').isFlat).toBe(true);
  });

  test('canceling the entry cancels what is held', () => {
    const bench = testStrategy(new Bracket(), { bars: { A: [100, 101] } });
    const [entry] = bench.next();
    bench.cancel(entry!);
    expect(bench.executions.map(brief).slice(3)).toEqual([
      '#1 canceled requested',
      '#2 canceled entry-not-filled',
      '#3 canceled entry-not-filled',
    ]);
  });
});
