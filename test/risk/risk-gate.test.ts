import { describe, expect, test } from '@jest/globals';

import { maxPosition, PASS, RiskGate, type AccountView, type Order, type RiskRule, type RiskVerdict } from '../../src/index.js';
import { fillOf } from '../support/fills.js';
import { run } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat, instrumentOf } from '../support/series.js';

const orderOf = (lots: number): Order => fillOf({ instrument: instrumentOf('A'), side: 'buy', lots, price: 1, value: 1 }).order;

const rule = (name: string, verdict: (order: Order) => RiskVerdict): RiskRule => ({ name, review: verdict });
const cutTo = (lots: number): RiskRule => rule(`cutTo(${lots})`, () => ({ verdict: 'reduce', lots, message: 'too much' }));

describe('the gate', () => {
  const review = (rules: readonly RiskRule[], order = orderOf(10)) => new RiskGate(rules, {} as AccountView).review(order);

  test('lets the very order pass where every rule does', () => {
    const order = orderOf(10);
    expect(review([], order)).toBe(order);
    expect(review([rule('one', () => PASS), rule('two', () => PASS)], order)).toBe(order);
    // To reduce to as much as there is, or to more, is to let pass.
    expect(review([cutTo(10), cutTo(11)], order)).toBe(order);
  });

  test('asks the rules in their order; each sees what the one before left', () => {
    const seen: number[] = [];
    const looks = rule('looks', (order) => {
      seen.push(order.lots);
      return PASS;
    });
    expect(review([looks, cutTo(7), looks, cutTo(9), looks, cutTo(4), looks])).toMatchObject({
      outcome: 'reduced',
      from: 10,
      order: { lots: 4 },
      message: 'cutTo(4): too much',
    });
    expect(seen).toEqual([10, 7, 7, 4]);
  });

  test('refuses at the first rule that refuses, and asks no further', () => {
    const order = orderOf(10);
    const never = rule('never', () => {
      throw new Error('asked');
    });
    const no = rule('no', () => ({ verdict: 'refuse', message: 'not today' }));
    expect(review([cutTo(5), no, never], order)).toEqual({ outcome: 'refused', order, message: 'no: not today' });
  });

  test('refuses what would be reduced to nothing', () => {
    expect(review([cutTo(0)])).toMatchObject({ outcome: 'refused', order: { lots: 10 }, message: 'cutTo(0): too much' });
    expect(review([cutTo(-3)])).toMatchObject({ outcome: 'refused' });
  });

  test('in a run: what is cut is told and then sent, what is refused is recorded with its reason, the rest passes', async () => {
    const { story, executions, result } = await run({
      series: [daily('A', [flat(100), flat(100), flat(200), flat(200), flat(200)])],
      account: { cash: 10_000 },
      risk: [maxPosition(0.5)],
      onSlice: at({
        // 60 of at most 50.
        0: (s) => s.buy('A', 60),
        1: (s) => s.buy('A', 1),
        // The price has doubled: 50 lots are 10,000 of 15,000 now, and at most 37 would be allowed.
        2: (s) => s.sell('A', 10),
        3: (s) => s.sell('A', 40),
      }),
    });
    expect(story).toEqual([
      '#1 reduced 60 to 50 risk',
      '#1 accepted',
      '#1 filled buy 50 A @ 100 open',
      '#2 rejected risk',
      '#3 accepted',
      '#3 filled sell 10 A @ 200 open',
      '#4 accepted',
      '#4 filled sell 40 A @ 200 open',
    ]);
    expect(executions[0]).toMatchObject({ message: 'maxPosition(0.5): 60 lots would exceed 50, 0.5 of equity at 100' });
    expect(executions[3]).toMatchObject({ message: 'maxPosition(0.5): 51 lots would exceed 50, 0.5 of equity at 100' });
    expect(result.orders.map(({ order, status, lots, filledLots, reason }) => [order.lots, status, lots, filledLots, reason])).toEqual([
      [50, 'filled', 50, 50, 'risk'],
      [1, 'rejected', 1, 0, 'risk'],
      [10, 'filled', 10, 10, undefined],
      [40, 'filled', 40, 40, undefined],
    ]);
    expect(result.metrics.rejectedOrders).toBe(1);
    expect(result.settings.risk).toEqual(['maxPosition(0.5)']);
  });
});
