import { describe, expect, test } from '@jest/globals';

import { maxOrderValue, maxPosition, type RiskRule } from '../../src/index.js';
import { run, type Run } from '../support/run.js';
import { at, type Scripted } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

/** An account of 10,000 dollars; the instrument stands at 100. */
function guarded(risk: readonly RiskRule[], ...steps: ((s: Scripted) => void)[]): Promise<Run> {
  return run({
    series: [daily('A', [...steps.map(() => flat(100)), flat(100)])],
    account: { cash: 10_000, shortSales: true },
    risk,
    onSlice: at({ ...steps }),
  });
}

const message = ({ executions }: Run): string => executions.map((each) => ('message' in each ? each.message : '')).join('');

describe('maxPosition', () => {
  const half = [maxPosition(0.5)];

  test('cuts an order to what the limit leaves, with an event before the acceptance', async () => {
    const all = await guarded(half, (s) => s.buy('A', 80));
    expect(all.story).toEqual(['#1 reduced 80 to 50 risk', '#1 accepted', '#1 filled buy 50 A @ 100 open']);
    expect(message(all)).toBe('maxPosition(0.5): 80 lots would exceed 50, 0.5 of equity at 100');
  });

  test('counts what is held, and refuses when nothing is left', async () => {
    const { story } = await guarded(
      half,
      (s) => s.buy('A', 30),
      (s) => s.buy('A', 30),
      (s) => s.buy('A', 1),
    );
    expect(story.filter((line) => !line.includes('accepted'))).toEqual([
      '#1 filled buy 30 A @ 100 open',
      '#2 reduced 30 to 20 risk',
      '#2 filled buy 20 A @ 100 open',
      '#3 rejected risk',
    ]);
  });

  test('cuts a reversal to the limit on the other side; short positions count too', async () => {
    const { story } = await guarded(
      half,
      (s) => s.buy('A', 30),
      (s) => s.sell('A', 100),
    );
    expect(story.slice(2, 4)).toEqual(['#2 reduced 100 to 80 risk', '#2 accepted']);
    expect((await guarded(half, (s) => s.sell('A', 51))).story[0]).toBe('#1 reduced 51 to 50 risk');
  });

  test('lets every order toward zero pass', async () => {
    const { story } = await guarded(
      [maxPosition(0.5)],
      (s) => s.buy('A', 50),
      (s) => s.sell('A', 20),
      (s) => s.close('A'),
    );
    expect(story.filter((line) => line.includes('risk'))).toEqual([]);
  });

  test('refuses orders by value that may exceed it', async () => {
    const { story } = await guarded(half, (s) => {
      s.order({ symbol: 'A', side: 'buy', notional: 5000 });
      s.order({ symbol: 'A', side: 'buy', notional: 5100 });
      s.order({ symbol: 'A', side: 'buy', notional: 'max' });
    });
    expect(story.slice(0, 3)).toEqual(['#1 accepted', '#2 rejected risk', '#3 rejected risk']);
  });
});

describe('maxOrderValue', () => {
  test('refuses what is worth more at the last mark', async () => {
    const all = await guarded([maxOrderValue(2000)], (s) => {
      s.buy('A', 20);
      s.buy('A', 21);
      s.order({ symbol: 'A', side: 'buy', notional: 2000 });
      s.order({ symbol: 'A', side: 'buy', notional: 2001 });
      s.order({ symbol: 'A', side: 'buy', notional: 'max' });
    });
    expect(all.story.slice(0, 5)).toEqual(['#1 accepted', '#2 rejected risk', '#3 accepted', '#4 rejected risk', '#5 rejected risk']);
    expect(message(all)).toContain('maxOrderValue(2000): the order is worth 2100.00');
  });
});

describe('several rules', () => {
  test('are asked in their order, each about what the one before left', async () => {
    const { story } = await guarded([maxPosition(0.5), maxOrderValue(5000)], (s) => s.buy('A', 80));
    expect(story.slice(0, 2)).toEqual(['#1 reduced 80 to 50 risk', '#1 accepted']);
    expect((await guarded([maxOrderValue(5000), maxPosition(0.5)], (s) => s.buy('A', 80))).story).toEqual(['#1 rejected risk']);
  });
});
