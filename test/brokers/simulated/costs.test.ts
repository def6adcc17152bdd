import { describe, expect, test } from '@jest/globals';

import { percentFee, perShareFee, volatilityCost, type CostModel, type VolatilityCostOptions } from '../../../brokers/index.js';
import type { BacktestResult } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at } from '../../support/scripted.js';
import { daily, flat, intraday, joined, type InstrumentLike, type Row } from '../../support/series.js';

/** Buys ten at the open of the bar after the last of `bars`, which stands at 100. */
async function buyTen(bars: readonly Row[], costs: readonly CostModel[], like: InstrumentLike = 'A'): Promise<BacktestResult> {
  const { result } = await run({
    series: [daily(like, [...bars, flat(100)])],
    broker: { costs },
    onSlice: at({ [bars.length - 1]: (s) => s.buy('A', 10) }),
  });
  expect(result.fills).toHaveLength(1);
  return result;
}

const costOf = (result: BacktestResult): string => result.fills[0]!.cost.toString();

describe('percentFee', () => {
  test('takes its part of the value of buys and sells', async () => {
    const { result } = await run({
      series: [daily('A', [flat(100), flat(100), flat(110)])],
      broker: { costs: [percentFee('0.0015')] },
      onSlice: at({ 0: (s) => s.buy('A', 10), 1: (s) => s.close('A') }),
    });
    // 1000 × 0.0015 and 1100 × 0.0015.
    expect(result.fills.map((fill) => fill.cost.toString())).toEqual(['1.5', '1.65']);
    expect(result.finalCash.toString()).toBe('100096.85');
    expect(result.flows.get('commission')!.toString()).toBe('-3.15');
  });

  test('is rounded once, up to 1e-8', async () => {
    const { result } = await run({
      series: [daily({ symbol: 'A', basis: 'total-return' }, [flat(1), flat(0.000123)])],
      broker: { costs: [percentFee(0.001)] },
      onSlice: at({ 0: (s) => s.buy('A', 1) }),
    });
    // 0.000123 × 0.001 = 0.000000123
    expect(costOf(result)).toBe('0.00000013');
  });

  test('cannot be negative', () => {
    expect(() => percentFee(-0.001)).toThrow(expect.objectContaining({ name: 'ConfigError', code: 'cost/negative' }));
  });
});

describe('perShareFee', () => {
  test('counts shares', async () => {
    expect(costOf(await buyTen([flat(100)], [perShareFee({ perShare: '0.005' })]))).toBe('0.05');
  });

  test('has a minimum per order, paid once over its parts', async () => {
    const { result } = await run({
      series: [daily('A', [flat(100), flat(100, 1000), flat(100, 1000), flat(100, 1000)])],
      account: { cash: 1_000_000 },
      broker: { volumeLimit: 0.1, costs: [perShareFee({ perShare: '0.005', minimum: 1 })] },
      onSlice: at({ 0: (s) => s.buy('A', 300) }),
    });
    // 100, 200, 300 shares make 0.50, 1.00, 1.50: at least 1.00 with the first part, then what is more.
    expect(result.fills.map((fill) => fill.cost.toString())).toEqual(['1', '0', '0.5']);
  });

  test('may be rounded up to cents over the whole order', async () => {
    const fee = perShareFee({ perShare: '0.0035', roundTo: 2 });
    const { result } = await run({
      series: [daily('A', [flat(100), flat(100, 30), flat(100, 30)])],
      broker: { volumeLimit: 0.1, costs: [fee] },
      onSlice: at({ 0: (s) => s.buy('A', 6) }),
    });
    // 3 shares: 0.0105 → 0.02; 6 shares: 0.021 → 0.03.
    expect(result.fills.map((fill) => fill.cost.toString())).toEqual(['0.02', '0.01']);
  });

  test('costs of several models add up and keep their kinds', async () => {
    const result = await buyTen([flat(100)], [perShareFee({ perShare: '0.005', minimum: 1 }), percentFee('0.0001', { kind: 'tax' })]);
    expect(costOf(result)).toBe('1.1');
    expect([...result.flows].map(([kind, amount]) => [kind, amount.toString()])).toEqual([
      ['trade', '-1000'],
      ['commission', '-1'],
      ['tax', '-0.1'],
    ]);
    expect([...result.metrics.costs.byKind].map(([kind, amount]) => `${kind} ${amount.toString()}`)).toEqual(['commission 1', 'tax 0.1']);
  });
});

// A bar whose Garman-Klass volatility is exactly `bps` basis points: ½ ln²(H/L) = (bps/10⁴)² with open = close.
function nervous(bps: number): Row {
  const half = (bps / 1e4 / Math.SQRT2) * 2 * 0.5;
  return [100, 100 * Math.exp(half), 100 * Math.exp(-half), 100];
}

describe('volatilityCost: 5 bp and a tenth of the volatility', () => {
  const total = { symbol: 'A', basis: 'total-return' } as const;
  /** Basis points that a purchase of 1,000 dollars was charged. */
  const charged = async (bars: readonly Row[], options?: VolatilityCostOptions): Promise<number> =>
    Number(costOf(await buyTen(bars, [volatilityCost(options)], total))) * 10;

  test('a steady 1 % a day costs 15 basis points', async () => {
    expect(await charged(Array.from({ length: 30 }, () => nervous(100)))).toBeCloseTo(15, 6);
  });

  test('by hand, over two sessions', async () => {
    const bars: Row[] = [
      [100, 104, 98, 102],
      [102, 103, 99, 100],
    ];
    // g₁ = ½ ln²(104/98) − (2 ln 2 − 1) ln²(102/100) = 0.00176553… − 0.00015148… = 0.001614…
    const g1 = 0.5 * Math.log(104 / 98) ** 2 - (2 * Math.LN2 - 1) * Math.log(102 / 100) ** 2;
    // g₂ = ½ ln²(103/99) − (2 ln 2 − 1) ln²(100/102)
    const g2 = 0.5 * Math.log(103 / 99) ** 2 - (2 * Math.LN2 - 1) * Math.log(100 / 102) ** 2;
    expect(g1).toBeCloseTo(0.0016141, 6);
    expect(g2).toBeCloseTo(0.0006333, 6);
    // 10⁴ √((0.0016141 + 0.0006333) / 2) = 335.2 basis points a day: 5 + 33.52.
    expect(await charged(bars)).toBeCloseTo(38.52, 2);
  });

  test('takes 2 to 19 sessions as they are, then the last 20', async () => {
    expect(await charged([nervous(100), nervous(300)])).toBeCloseTo(5 + 0.1 * Math.sqrt((100 ** 2 + 300 ** 2) / 2), 6);
    expect(await charged([nervous(300), ...Array.from({ length: 18 }, () => nervous(100))])).toBeCloseTo(
      5 + 0.1 * Math.sqrt((300 ** 2 + 18 * 100 ** 2) / 19),
      6,
    );
    expect(await charged([nervous(300), ...Array.from({ length: 19 }, () => nervous(100))])).toBeCloseTo(
      5 + 0.1 * Math.sqrt((300 ** 2 + 19 * 100 ** 2) / 20),
      6,
    );
    expect(await charged([nervous(300), ...Array.from({ length: 20 }, () => nervous(100))])).toBeCloseTo(15, 6);
  });

  test('with fewer than two, 100 basis points are assumed, and the run says so', async () => {
    const result = await buyTen([nervous(300)], [volatilityCost()], total);
    expect(costOf(result)).toBe('1.5');
    expect(result.warnings).toContainEqual(expect.stringContaining('before two complete sessions are charged at an assumed 100 bp a day'));
    expect(costOf(await buyTen([nervous(300)], [volatilityCost({ initialVolBps: 40 })], total))).toBe('0.9');
    const later = await buyTen([nervous(100), nervous(100)], [volatilityCost()], total);
    expect(later.warnings).not.toContainEqual(expect.stringContaining('assumed'));
  });

  test('leaves out bars that break OHLC', async () => {
    const broken: Row = [100, 99, 101, 100];
    expect(await charged([nervous(100), broken, nervous(100)])).toBeCloseTo(15, 6);
  });

  test('base, slope and window can be set', async () => {
    const bars = [nervous(300), nervous(100), nervous(100)];
    expect(await charged(bars, { base: 2, slope: 0.2, window: 2 })).toBeCloseTo(22, 6);
  });

  test.each<[VolatilityCostOptions, string]>([
    [{ base: -1 }, 'cost/negative'],
    [{ slope: Number.NaN }, 'cost/negative'],
    [{ initialVolBps: Infinity }, 'cost/negative'],
    [{ window: 1 }, 'cost/window'],
    [{ window: 2.5 }, 'cost/window'],
  ])('refuses %j', (options, code) => {
    expect(() => volatilityCost(options)).toThrow(expect.objectContaining({ name: 'ConfigError', code }));
  });

  test('is charged on buys and sells, in cash; the price is unchanged', async () => {
    const { result } = await run({
      series: [daily(total, [nervous(100), nervous(100), nervous(100), nervous(100)])],
      broker: { costs: [volatilityCost()] },
      onSlice: at({ 1: (s) => s.buy('A', 10), 2: (s) => s.close('A') }),
    });
    expect(result.fills.map((fill) => [fill.side, fill.priceNumber])).toEqual([
      ['buy', 100],
      ['sell', 100],
    ]);
    for (const fill of result.fills) expect(fill.cost.toNumber()).toBeCloseTo(1.5, 7);
    expect(result.flows.get('volatility')!.toNumber()).toBeCloseTo(-3, 7);
  });

  test('never sees the bar of the fill, not even for an order sent from its handlers', async () => {
    // Two quiet sessions, then a wild one in which a limit fills and its handler's stop follows.
    const { result } = await run({
      series: [daily(total, [nervous(100), nervous(100), [100, 130, 70, 100], flat(100)])],
      broker: { costs: [volatilityCost()] },
      onSlice: at({ 1: (s) => s.buy('A', 1, { limit: 80 }) }),
      onExecution: (s, execution) => {
        if (execution.kind === 'filled' && execution.order.id === 1) s.buy('A', 1, { stop: 120 });
      },
    });
    expect(result.fills.map((fill) => fill.priceNumber)).toEqual([80, 120]);
    // 15 basis points of 80 and of 120.
    expect(result.fills[0]!.cost.toNumber()).toBeCloseTo(0.12, 7);
    expect(result.fills[1]!.cost.toNumber()).toBeCloseTo(0.18, 7);
  });

  test('measures sessions, also in a run of intraday bars', async () => {
    // Each session: three bars that make open 100, high 104, low 98, close 102 together.
    const session: Row[] = [
      [100, 101, 99, 101],
      [101, 104, 100, 100],
      [100, 103, 98, 102],
    ];
    const dates = ['2024-01-08', '2024-01-09', '2024-01-10'];
    const { result } = await run({
      series: [joined(...dates.map((date) => intraday(total, date, session, { minutes: 30 })))],
      broker: { costs: [volatilityCost()] },
      onSlice: at({
        // Within the second session only one is complete; at the first open of the third there are two.
        3: (s) => s.buy('A', 1),
        5: (s) => s.buy('A', 1),
      }),
    });
    const vol = 1e4 * Math.sqrt(0.5 * Math.log(104 / 98) ** 2 - (2 * Math.LN2 - 1) * Math.log(102 / 100) ** 2);
    expect(vol).toBeCloseTo(401.76, 1);
    const bps = result.fills.map((fill) => (fill.cost.toNumber() / fill.priceNumber) * 1e4);
    expect(bps[0]).toBeCloseTo(15, 4);
    expect(bps[1]).toBeCloseTo(5 + 0.1 * vol, 4);
  });
});
