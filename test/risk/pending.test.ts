import { describe, expect, test } from '@jest/globals';

import { maxGrossExposure, maxNetExposure, maxPosition, maxSectorExposure, type AnyRiskRule } from '../../src/index.js';
import { run } from '../support/run.js';
import { at, type Scripted } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

const quiet = Array.from({ length: 5 }, () => flat(100));

/** What the rule says of the orders sent, by number. 100,000 dollars; A, B and C stand at 100. */
async function verdicts(rule: AnyRiskRule, steps: Readonly<Record<number, (s: Scripted) => void>>, latency = 0): Promise<string[]> {
  const { executions } = await run({
    series: ['A', 'B', 'C'].map((symbol) => daily(symbol, quiet)),
    account: { shortSales: true },
    broker: { latency },
    risk: [rule],
    onSlice: at(steps),
  });
  return executions.flatMap((execution) => {
    const { kind, order } = execution;
    if (kind === 'reduced' && execution.reason === 'risk')
      return [`#${order.id} ${execution.to} of ${execution.from}: ${execution.message}`];
    return kind === 'rejected' ? [`#${order.id} ${execution.reason}: ${execution.message}`] : [];
  });
}

describe('maxPosition counts what works on the same side', () => {
  // Half of 100,000 at 100 are 500.
  const half = maxPosition(0.5);

  test('limits that rest', async () => {
    const said = await verdicts(half, {
      0: (s) => s.buy('A', 400, { limit: 90 }),
      1: (s) => {
        s.buy('A', 300);
        // The other side has its own 500, from where nothing is held.
        s.sell('A', 500, { limit: 120 });
        s.buy('B', 50, { limit: 90 });
      },
    });
    expect(said).toEqual(['#2 100 of 300: maxPosition(0.5): 700 lots, 400 of them still working, would exceed 500, 0.5 of equity at 100']);
  });

  test('orders of the same step, also those sized by their value', async () => {
    const said = await verdicts(half, {
      0: (s) => {
        s.order({ symbol: 'A', side: 'buy', notional: 40_000 });
        s.buy('A', 200);
        s.order({ symbol: 'A', side: 'buy', notional: 100 });
      },
    });
    expect(said.map((line) => line.slice(0, 13))).toEqual(['#2 100 of 200', '#3 risk: maxP']);
  });

  test.each([0, 3_600_000])('not what is to be canceled, whatever the latency (%d ms)', async (latency) => {
    const said = await verdicts(
      half,
      {
        0: (s) => s.buy('A', 400, { limit: 90 }),
        1: (s) => {
          s.cancelAll('A');
          s.buy('A', 501);
        },
      },
      latency,
    );
    expect(said.map((line) => line.slice(0, 13))).toEqual(['#2 500 of 501']);
  });

  test.each([0, 3_600_000])('a replacement in the place of what it replaces (%d ms)', async (latency) => {
    const said = await verdicts(
      half,
      {
        0: (s) => s.buy('A', 400, { limit: 90 }),
        1: (s) => {
          s.replace(s.workingOrders('A')[0]!.id, { quantity: 501 });
          s.buy('A', 1);
        },
      },
      latency,
    );
    expect(said.map((line) => line.slice(0, 13))).toEqual(['#2 500 of 501', '#3 risk: maxP']);
  });

  test('one order of a pair, and no exit against a purchase', async () => {
    const said = await verdicts(half, {
      0: (s) => s.oco({ symbol: 'A', side: 'buy', quantity: 400, takeProfit: 90, stopLoss: 110 }),
      1: (s) => s.buy('A', 101),
      // 100 are held: both of these are exits, which are never cut.
      2: (s) => {
        s.oco({ symbol: 'A', side: 'sell', quantity: 100, takeProfit: 150, stopLoss: 50 });
        s.sell('A', 100, { limit: 140 });
      },
    });
    expect(said.map((line) => line.slice(0, 13))).toEqual(['#3 100 of 101']);
  });
});

describe('exposure counts what works', () => {
  const others = (s: Scripted): void => {
    s.buy('A', 300, { limit: 90 });
    s.sell('A', 200, { limit: 110 });
  };

  test('gross: the larger side of each instrument', async () => {
    // Half of 100,000 less 30,000.
    const said = await verdicts(maxGrossExposure(0.5), { 0: others, 1: (s) => s.sell('B', 300) });
    expect(said).toEqual(['#3 200 of 300: maxGrossExposure(0.5): gross exposure would exceed 0.5 of equity: 300 lots would open, 200 fit']);
  });

  test('net: the side of the order, of all instruments', async () => {
    const said = await verdicts(maxNetExposure(0.5), {
      0: others,
      1: (s) => {
        s.buy('B', 300, { limit: 90 });
        s.sell('B', 400, { limit: 110 });
      },
    });
    // 50,000 less 30,000 that buy, and less 20,000 that sell.
    expect(said.map((line) => line.slice(0, 13))).toEqual(['#3 200 of 300', '#4 300 of 400']);
  });

  test('sectors: theirs alone', async () => {
    const said = await verdicts(maxSectorExposure({ A: 'tech', B: 'tech', C: 'oil' }, 0.5), {
      0: others,
      1: (s) => {
        s.buy('B', 300);
        s.buy('C', 150);
      },
    });
    expect(said.map((line) => line.slice(0, 13))).toEqual(['#3 200 of 300']);
  });
});
