import { describe, expect, test } from '@jest/globals';

import {
  dailyLossStop,
  drawdownStop,
  fractionalKelly,
  maxGrossExposure,
  maxNetExposure,
  maxOrderRate,
  maxSectorExposure,
  MINUTE,
  priceBand,
  riskPerTrade,
  shortAvailability,
  volatilityTarget,
  washTradeGuard,
  type AnyRiskRule,
  type Execution,
} from '../../src/index.js';
import { run, type RunSetup } from '../support/run.js';
import { at, type Scripted } from '../support/scripted.js';
import { daily, flat, type Row } from '../support/series.js';

// 100,000 dollars; marks of 100 unless said otherwise.
const quiet = Array.from({ length: 6 }, () => flat(100));

async function under(
  risk: readonly AnyRiskRule[],
  onSlice: RunSetup['onSlice'],
  rows: Readonly<Record<string, readonly Row[]>> = { A: quiet, B: quiet },
) {
  const { story, executions } = await run({
    series: Object.entries(rows).map(([symbol, bars]) => daily(symbol, bars)),
    account: { shortSales: true },
    risk,
    ...(onSlice && { onSlice }),
  });
  return { story, executions };
}

function refusals(executions: readonly Execution[]): string[] {
  return executions.flatMap((execution) => (execution.kind === 'rejected' ? [`${execution.reason} ${execution.message}`] : []));
}

describe('exposure', () => {
  const both = at({
    0: (s) => s.buy('A', 300),
    1: (s) => s.sell('B', 300),
    // Closing 300 B opens room: 300 B bought back, 100 more than flat.
    2: (s) => s.buy('B', 400),
  });

  test('gross: what fits is cut, what reduces passes', async () => {
    // Half of 100,000: 300 long leave 200 short; then 200 are bought back, and 200 more fit.
    const { story } = await under([maxGrossExposure(0.5)], both);
    expect(story).toEqual([
      '#1 accepted',
      '#1 filled buy 300 A @ 100 open',
      '#2 reduced 300 to 200 risk',
      '#2 accepted',
      '#2 filled sell 200 B @ 100 open',
      '#3 accepted',
      '#3 filled buy 200 B @ 100 open, 200 left',
      '#3 filled buy 200 B @ 100 open',
    ]);
  });

  test('net: shorts and longs offset', async () => {
    // A tenth: 100 of 300; then 200 short leave net −100; from there 100 back to zero and 100 beyond.
    const { story } = await under([maxNetExposure(0.1)], both);
    expect(story.filter((line) => line.includes('reduced'))).toEqual([
      '#1 reduced 300 to 100 risk',
      '#2 reduced 300 to 200 risk',
      '#3 reduced 400 to 200 risk',
    ]);
  });

  test('sectors', async () => {
    const { story, executions } = await under(
      [maxSectorExposure({ A: 'tech', B: 'tech', C: 'oil' }, 0.4)],
      at({
        0: (s) => s.buy('A', 300),
        1: (s) => {
          s.sell('B', 300);
          s.buy('C', 400);
          s.buy('D', 1);
        },
      }),
      { A: quiet, B: quiet, C: quiet, D: quiet },
    );
    expect(story.filter((line) => /reduced|rejected/.test(line))).toEqual(['#2 reduced 300 to 100 risk', '#4 rejected risk']);
    expect(refusals(executions)).toEqual(['risk maxSectorExposure(0.4): D has no sector']);
  });
});

describe('orders', () => {
  test('a rate of three in a minute', async () => {
    const burst = (s: Scripted): void => {
      for (let i = 0; i < 4; i++) s.buy('A', 1, { limit: 90 });
    };
    const { executions } = await under([maxOrderRate(3, MINUTE)], at({ 0: burst, 1: burst }));
    expect(refusals(executions)).toHaveLength(2);
    expect(refusals(executions)[0]).toMatch(/3 orders were sent in the last 60000 ms/);
  });

  test('a price band', async () => {
    const { executions } = await under(
      [priceBand(0.1)],
      at({
        0: (s) => {
          s.buy('A', 1, { limit: 90 });
          s.buy('A', 1, { limit: 89.99 });
          s.buy('A', 1, { stop: 110.01 });
          s.buy('A', 1, { stop: 110, limit: 111 });
        },
      }),
    );
    expect(refusals(executions)).toEqual([
      'risk priceBand(0.1): the price 89.99 is more than 0.1 away from the last price 100',
      'risk priceBand(0.1): the price 110.01 is more than 0.1 away from the last price 100',
      'risk priceBand(0.1): the price 111 is more than 0.1 away from the last price 100',
    ]);
  });

  test('short availability', async () => {
    const { executions } = await under(
      [shortAvailability((symbol, date) => (symbol === 'A' && date === '2024-01-08' ? 50 : 10))],
      at({
        0: (s) => {
          s.sell('A', 51);
          s.sell('A', 50);
        },
        1: (s) => s.sell('A', 1),
        2: (s) => s.buy('A', 60),
      }),
    );
    expect(refusals(executions)).toEqual([
      'risk shortAvailability: 51 lots would be sold short, 50 can be borrowed on 2024-01-08',
      'risk shortAvailability: 1 lots would be sold short, 0 can be borrowed on 2024-01-09',
    ]);
  });

  test('wash trades', async () => {
    const { executions } = await under(
      [washTradeGuard()],
      at({
        0: (s) => s.buy('A', 10),
        1: (s) => {
          s.sell('A', 10, { limit: 105 });
          s.buy('A', 1, { limit: 104 });
          s.buy('A', 1, { limit: 105 });
          s.buy('A', 1);
          s.buy('A', 1, { stop: 106 });
          s.buy('B', 1);
        },
      }),
    );
    expect(refusals(executions)).toEqual([
      'risk washTradeGuard: it could trade with order 2 (sell limit 105)',
      'risk washTradeGuard: it could trade with order 2 (sell limit 105)',
    ]);
  });
});

describe('losses', () => {
  // 1000 shares: 1 dollar is 1 % of equity.
  const opens = (s: Scripted): void => {
    if (s.step === 0) s.buy('A', 800);
    else s.buy('B', 1);
  };
  /** Slices whose order for B was refused. */
  const refused = async (risk: AnyRiskRule, closes: readonly number[]): Promise<number[]> => {
    const { executions } = await under([risk], opens, { A: closes.map((close) => flat(close)), B: closes.map(() => flat(1)) });
    return executions.flatMap((execution) => (execution.kind === 'rejected' ? [execution.order.id - 1] : []));
  };

  test('a daily loss stops openings for the cool-down', async () => {
    // 800 shares from 100 to 97: −2.4 % in slice 2. Two sessions follow in which nothing opens.
    expect(await refused(dailyLossStop(0.02, { coolDown: 2 }), [100, 100, 97, 97, 97, 97])).toEqual([3, 4]);
  });
  test('losses of two sessions do not add up', async () => {
    expect(await refused(dailyLossStop(0.02, { coolDown: 2 }), [100, 100, 98, 96, 96, 96])).toEqual([]);
  });
  test('a drawdown adds them up, for the rest of the run', async () => {
    // −1.6 % in slice 2, −3.2 % in slice 3.
    expect(await refused(drawdownStop(0.03), [100, 100, 98, 96, 96, 96])).toEqual([4, 5]);
  });
  test('after its cool-down the peak is counted anew', async () => {
    expect(await refused(drawdownStop(0.03, { coolDown: 1 }), [100, 100, 98, 96, 96, 96])).toEqual([4]);
  });
  test('what reduces passes', async () => {
    const { executions } = await under(
      [drawdownStop(0.03)],
      at({ 0: (s) => s.buy('A', 800), 3: (s) => s.sell('A', 800), 4: (s) => s.sell('A', 1) }),
      {
        A: [100, 100, 90, 90, 90, 90].map((close) => flat(close)),
      },
    );
    expect(refusals(executions)).toHaveLength(1);
    expect(refusals(executions)[0]).toMatch(/^risk drawdownStop.*nothing is opened until the end of the run/);
  });
  test('the same rule serves any number of runs', async () => {
    const rule = dailyLossStop(0.02, { coolDown: 2 });
    const closes = [100, 100, 97, 97, 97, 97];
    expect([await refused(rule, closes), await refused(rule, closes)]).toEqual([
      [3, 4],
      [3, 4],
    ]);
  });
});

describe('sizers', () => {
  test('volatility target', () => {
    expect(volatilityTarget({ target: 0.1, volatility: 0.2 })).toBe(0.5);
    expect(volatilityTarget({ target: 0.1, volatility: 0.05 })).toBe(1);
    expect(volatilityTarget({ target: 0.1, volatility: 0.05, most: 3 })).toBe(2);
  });
  test('fractional Kelly', () => {
    // 60 % wins at even money: 0.6 − 0.4 = 0.2.
    expect(fractionalKelly({ winRate: 0.6, payoff: 1 }, { part: 1 })).toBeCloseTo(0.2, 12);
    expect(fractionalKelly({ winRate: 0.6, payoff: 1 })).toBeCloseTo(0.1, 12);
    expect(fractionalKelly({ winRate: 0.4, payoff: 1 })).toBe(0);
    expect(fractionalKelly({ mean: 0.0004, variance: 0.0001 })).toBe(1);
    expect(fractionalKelly({ mean: 0.00004, variance: 0.0001 })).toBeCloseTo(0.2, 12);
  });
  test('risk per trade', () => {
    // 1000 at risk, 2.50 a share: 400 shares.
    expect(riskPerTrade({ risk: 1000, entry: 100, stop: 97.5 })).toBe(400);
    expect(riskPerTrade({ risk: 1000, entry: 97.5, stop: 100.1 })).toBe(384);
    expect(riskPerTrade({ risk: 10, entry: 100, stop: 97, lotStep: 0.001 })).toBe(3.333);
  });
  test.each<[string, () => number]>([
    ['no volatility', () => volatilityTarget({ target: 0.1, volatility: 0 })],
    ['a win rate of 60', () => fractionalKelly({ winRate: 60, payoff: 1 })],
    ['no variance', () => fractionalKelly({ mean: 1, variance: 0 })],
    ['a stop at the entry', () => riskPerTrade({ risk: 1, entry: 5, stop: 5 })],
    ['NaN', () => riskPerTrade({ risk: Number.NaN, entry: 5, stop: 4 })],
  ])('%s is refused', (_, size) => {
    expect(size).toThrow(expect.objectContaining({ name: 'ConfigError', code: 'risk/sizer' }));
  });
});

test.each<[string, () => AnyRiskRule]>([
  ['gross', () => maxGrossExposure(0)],
  ['net', () => maxNetExposure(-1)],
  ['sector', () => maxSectorExposure({}, Number.NaN)],
  ['rate', () => maxOrderRate(0, 1)],
  ['band', () => priceBand(0)],
  ['daily', () => dailyLossStop(1)],
  ['drawdown', () => drawdownStop(0.1, { coolDown: -1 })],
])('a limit that cannot be is refused: %s', (_, make) => {
  expect(make).toThrow(expect.objectContaining({ name: 'ConfigError', code: 'risk/limit' }));
});
