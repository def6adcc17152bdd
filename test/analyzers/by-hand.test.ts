import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { percentFee, perShareFee, simulated } from '../../brokers/index.js';
import { RangeExtremes } from '../../src/analyzers/range-extremes.js';
import { backtest, loadBacktest, rolling, versusBenchmark, type BacktestResult, type BarSeries } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { cases } from '../support/scale.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, dated, flat } from '../support/series.js';

function run(series: readonly BarSeries[], hooks: Hooks, benchmark?: string): Promise<BacktestResult> {
  return backtest({
    name: 'test',
    feeds: [memoryFeed(series)],
    broker: simulated({ volumeLimit: false, costs: [percentFee(0.001), perShareFee({ perShare: 0.01, kind: 'exchange' })] }),
    account: { cash: 10_000, cashBuffer: 0, shortSales: true },
    strategy: scripted(hooks),
    ...(benchmark !== undefined && { benchmark }),
  });
}

describe('exposure, trading and attribution of a run, by hand', () => {
  // A is bought at 100 and sold at 110; B is sold short at 50 and held. Fees: 0.1 % and a cent a share.
  const a = daily('A', [flat(100), flat(100), flat(105), flat(110), flat(120)]);
  const b = daily('B', [flat(50), flat(50), flat(50), flat(50), flat(40)]);
  const result = run([a, b], {
    onSlice: at({ 0: (s) => s.buy('A', 40), 1: (s) => s.sell('B', 100), 2: (s) => s.sell('A', 40) }),
  });
  // Cash: 10000 − 4000 − 4 − 0.4 = 5995.6; + 5000 − 5 − 1 = 10989.6; + 4400 − 4.4 − 0.4 = 15384.8.
  const EQUITY = [10_000, 5995.6 + 4000, 10_989.6 + 4200 - 5000, 15_384.8 - 5000, 15_384.8 - 4000];

  test('the equity is the hand-made one', async () => {
    expect([...(await result).equity.equity].map((each) => each.toFixed(6))).toEqual(EQUITY.map((each) => each.toFixed(6)));
  });

  test('exposure: long, long and short, short', async () => {
    const { gross, net, averageGross, maxGross, averageNet, minNet, maxNet, timeInMarket } = (await result).performance.exposure;
    const grossByHand = [0, 4000 / EQUITY[1]!, 9200 / EQUITY[2]!, 5000 / EQUITY[3]!, 4000 / EQUITY[4]!];
    const netByHand = [0, 4000 / EQUITY[1]!, -800 / EQUITY[2]!, -5000 / EQUITY[3]!, -4000 / EQUITY[4]!];
    const near = (found: Float64Array, wanted: number[]): void =>
      expect([...found].map((each) => each.toFixed(12))).toEqual(wanted.map((each) => each.toFixed(12)));
    near(gross, grossByHand);
    near(net, netByHand);
    expect(averageGross.value).toBeCloseTo(grossByHand.reduce((x, y) => x + y) / 5, 12);
    expect(averageNet.value).toBeCloseTo(netByHand.reduce((x, y) => x + y) / 5, 12);
    expect([maxGross.value, minNet.value, maxNet.value]).toEqual([gross[2], net[3], net[1]]);
    expect(timeInMarket).toEqual({ value: 0.8, n: 5 });
  });

  test('turnover and costs by kind, per fill and per trade', async () => {
    const { turnover, byKind, costPerFill, costPerTrade, costDrag, ofGrossProfit, priceEffect } = (await result).performance.trading;
    const mean = EQUITY.reduce((x, y) => x + y) / 5;
    // Traded 4000 + 5000 + 4400; costs 4.4 + 6 + 4.8 = 15.2; five sessions are 5/252 of a year.
    expect(turnover.value).toBeCloseTo(13_400 / 2 / mean / (5 / 252), 9);
    expect(costDrag.value).toBeCloseTo(15.2 / mean / (5 / 252), 12);
    expect(byKind.map(({ kind, total, fills, ofTraded }) => [kind, String(total), fills, ofTraded.value!.toFixed(9)])).toEqual([
      ['commission', '13.4', 3, (0.001).toFixed(9)],
      ['exchange', '1.8', 3, (1.8 / 13_400).toFixed(9)],
    ]);
    expect(costPerFill.value).toBeCloseTo(15.2 / 3, 12);
    expect(costPerTrade).toEqual({ value: 9.2, n: 1 });
    expect(ofGrossProfit).toEqual({ value: 9.2 / 400, n: 1 });
    expect(priceEffect).toBe(0);
  });

  test('attribution: A 400 − 9.2, B 1000 − 6 that is not realised', async () => {
    const { attribution } = (await result).performance;
    expect(attribution.profit).toBeCloseTo(1384.8, 8);
    const rows = attribution.bySymbol.map((row) => [
      row.name,
      row.trades,
      row.fills,
      String(row.realised),
      row.unrealised,
      String(row.costs),
    ]);
    expect(rows).toEqual([
      ['A', 1, 2, '400', 0, '9.2'],
      ['B', 0, 1, '0', 1000, '6'],
    ]);
    expect(attribution.bySymbol.map(({ net }) => net)).toEqual([390.8, 994]);
    expect(attribution.bySymbol[1]!.ofProfit.value).toBeCloseTo(994 / 1384.8, 12);
    expect(Math.abs(attribution.other)).toBeLessThan(1e-8);
    expect(attribution.byCost.map(({ kind, amount }) => `${kind} ${String(amount)}`)).toEqual(['commission 13.4', 'exchange 1.8']);
  });

  test('trades on each side', async () => {
    const { all, long, short } = (await result).performance.trades;
    expect([all.trades, long.trades, short.trades]).toEqual([1, 1, 0]);
    expect(long.expectancy).toEqual({ value: 390.8, n: 1 });
    expect(long.meanReturn.value).toBeCloseTo(390.8 / 4000, 12);
    expect(short.winRate.reason).toBe('no trade was closed');
  });

  test('cost sensitivity: the costs of a session over the equity before it', async () => {
    const { scenarios, breakEvenMultiple } = (await result).reliability.costSensitivity;
    const gross = [0, 0, 200 / EQUITY[1]!, 200 / EQUITY[2]!, 1000 / EQUITY[3]!];
    expect(scenarios[0]!.totalReturn.value).toBeCloseTo(gross.reduce((growth, each) => growth * (1 + each), 1) - 1, 12);
    const rates = [0, 4.4 / 10_000, 6 / EQUITY[1]!, 4.8 / EQUITY[2]!, 0];
    const total = (values: number[]): number => values.reduce((x, y) => x + y);
    expect(breakEvenMultiple.value).toBeCloseTo(total(gross) / total(rates), 9);
    expect(scenarios[1]!.totalReturn.value).toBeCloseTo(0.13848, 12);
  });
});

describe('excursions, by hand', () => {
  const bars = daily('A', [flat(100), [100, 104, 97, 101], [102, 120, 90, 103], [103, 106, 99, 105], [105, 130, 80, 104], flat(104)]);
  const excursion = async (hooks: Hooks): Promise<(string | number)[][]> => {
    const { performance, trades } = await run([bars], hooks);
    expect(performance.excursions.trades).toHaveLength(trades.length);
    return performance.excursions.trades.map(({ adverse, favourable, interval }) => [adverse.toFixed(6), favourable.toFixed(6), interval]);
  };

  test('bought at an open, sold at an open: the whole bars in between, nothing of the last one', async () => {
    expect(await excursion({ onSlice: at({ 0: (s) => s.buy('A', 1), 3: (s) => s.sell('A', 1) }) })).toEqual([
      ['-0.100000', '0.200000', '1d'],
    ]);
  });

  test('the same sold short: what was for it is against it', async () => {
    expect(await excursion({ onSlice: at({ 0: (s) => s.sell('A', 1), 3: (s) => s.buy('A', 1) }) })).toEqual([
      ['-0.200000', '0.100000', '1d'],
    ]);
  });

  test('bought within a bar, sold within a bar: only what is certain of both', async () => {
    // In at 95 in the bar of 90 to 120, which closes at 103; out at 110 in the bar of 80 to 130, which opens at 105.
    const hooks: Hooks = {
      onSlice: at({
        1: (s) => s.order({ symbol: 'A', side: 'buy', quantity: 1, limit: 95 }),
        2: (s) => s.order({ symbol: 'A', side: 'sell', quantity: 1, limit: 110 }),
      }),
    };
    // The bar between had 99 and 106; the entry itself is the lowest, the exit the highest.
    expect(await excursion(hooks)).toEqual([['0.000000', (110 / 95 - 1).toFixed(6), '1d']]);
  });

  test('averages and extremes over the trades', async () => {
    const { performance } = await run([bars], {
      onSlice: at({ 0: (s) => s.buy('A', 1), 1: (s) => s.sell('A', 1), 2: (s) => s.buy('A', 1), 3: (s) => s.sell('A', 1) }),
    });
    // 100 → 102 with 97 and 104; 103 → 105 with 99 and 106.
    const { averageAdverse, averageFavourable, worstAdverse, bestFavourable } = performance.excursions;
    expect(averageAdverse.value).toBeCloseTo((-0.03 + 99 / 103 - 1) / 2, 12);
    expect(averageFavourable.value).toBeCloseTo((0.04 + 106 / 103 - 1) / 2, 12);
    expect(worstAdverse.value).toBeCloseTo(99 / 103 - 1, 12);
    expect(bestFavourable).toEqual({ value: 104 / 100 - 1, n: 2 });
  });

  test('extremes over any rows are those of looking at each', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 700 }),
        fc.nat(700),
        fc.nat(700),
        (values, x, y) => {
          const [from, to] = [Math.min(x, y, values.length), Math.min(Math.max(x, y), values.length)];
          const low = Float64Array.from(values);
          const high = low.map((each) => each + 3);
          expect(new RangeExtremes(low, high).of(from, to)).toEqual({
            low: Math.min(Infinity, ...values.slice(from, to)),
            high: Math.max(-Infinity, ...values.slice(from, to).map((each) => each + 3)),
          });
        },
      ),
      { numRuns: cases(100) },
    );
  });
});

describe('a benchmark whose prices begin late', () => {
  test('counts from its second session', async () => {
    const a = daily(
      'A',
      [100, 101, 102, 104, 103, 105].map((price) => flat(price)),
    );
    const late = dated('B', [
      ['2024-01-10', ...flat(10)],
      ['2024-01-11', ...flat(11)],
      ['2024-01-12', ...flat(9.9)],
      ['2024-01-16', ...flat(10.89)],
    ]);
    const { performance } = await run([a, late], { onSlice: at({ 0: (s) => s.buy('A', 50) }) }, 'B');
    const { beta, alpha, symbol } = performance.benchmark!;
    expect([symbol, beta.n, alpha.n]).toEqual(['B', 3, 3]);
    expect([...performance.benchmarkReturns!].map((each) => each.toFixed(6))).toEqual([
      'NaN',
      'NaN',
      'NaN',
      '0.100000',
      '-0.100000',
      '0.100000',
    ]);
  });
});

describe('stale prices', () => {
  test('of a position whose instrument stopped trading', async () => {
    const a = daily('A', [flat(10), flat(10), flat(10), flat(10), flat(10), flat(10)]);
    const b = daily('B', [flat(5), flat(5), flat(6)]);
    const held = await run([a, b], { onSlice: at({ 0: (s) => s.buy('B', 10) }) });
    // B's last bar closes on Wednesday, the run on Tuesday after a holiday: three sessions, six days.
    expect(held.reliability.stalePositions).toEqual([{ symbol: 'B', sessions: 3, longestDays: 6 }]);
    expect(held.reliability.caveats.find(({ kind }) => kind === 'stale-prices')!.text).toBe(
      'Positions were valued at old prices because they had no bar: B in 3 sessions, up to 6 days old.',
    );
    const sold = await run([a, b], { onSlice: at({ 0: (s) => s.buy('B', 10), 1: (s) => s.sell('B', 10) }) });
    expect(sold.reliability.stalePositions).toEqual([]);
  });
});

describe('what is read later', () => {
  test('is worked out once', async () => {
    const { performance, reliability } = await run([daily('A', [flat(1), flat(2)])], {});
    for (const name of [
      'returns',
      'drawdowns',
      'periods',
      'exposure',
      'trading',
      'trades',
      'excursions',
      'rolling',
      'attribution',
    ] as const) {
      expect([name, performance[name] === performance[name]]).toEqual([name, true]);
    }
    expect(reliability.costSensitivity).toBe(reliability.costSensitivity);
    expect(reliability.caveats).toBe(reliability.caveats);
    expect(performance.rollingOver(2).window).toBe(2);
  });

  test('of a run without a single point says why there is nothing', async () => {
    const { performance, reliability } = await (
      await loadBacktest({
        name: 'empty',
        feeds: [memoryFeed([daily('A', [flat(1), flat(2)])])],
        broker: simulated(),
        strategy: scripted({}),
        from: '2024-01-10',
        benchmark: 'A',
        analyzers: { rolling: rolling(), benchmark: versusBenchmark('A') },
      })
    ).run();
    expect(performance.returns.sortino.reason).toBe('needs at least 1 observation, has 0');
    expect(performance.exposure.timeInMarket).toEqual({ value: undefined, n: 0, reason: 'needs at least 1 observation, has 0' });
    expect(performance.trading.turnover).toEqual({ value: undefined, n: 0, reason: 'no session has passed' });
    expect(performance.periods.bestMonth).toEqual({ value: undefined, n: 0, reason: 'the run has no session' });
    expect(performance.drawdowns).toMatchObject({ worst: [], count: 0, longestDays: 0, average: { value: 0, n: 1 } });
    expect(performance.attribution).toMatchObject({ profit: 0, bySymbol: [], other: 0 });
    expect(reliability.costSensitivity.breakEvenMultiple.value).toBeUndefined();
    expect(reliability.caveats).toEqual([]);
  });
});
