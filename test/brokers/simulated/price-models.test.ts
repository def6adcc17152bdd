import { describe, expect, test } from '@jest/globals';

import {
  fixedBps,
  halfSpread,
  perShareFee,
  secFee,
  squareRootImpact,
  tafFee,
  tieredFee,
  volumeShare,
  type CostModel,
  type PriceModel,
} from '../../../brokers/index.js';
import type { OrderOptions } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at } from '../../support/scripted.js';
import { daily, dated, flat, type Row } from '../../support/series.js';

const A: Row = [101, 105, 95, 99];

async function fillsOf(slippage: readonly PriceModel[], options: OrderOptions, bars: readonly Row[], side: 'buy' | 'sell' = 'buy') {
  const { result } = await run({
    series: [daily('A', [flat(100), ...bars])],
    account: { shortSales: true },
    broker: { slippage },
    onSlice: at({ 0: (s) => s.order({ symbol: 'A', side, quantity: 10, ...options }) }),
  });
  return { fills: result.fills.map((fill) => `${fill.priceNumber} ${fill.point}`), result };
}

describe('models that move prices', () => {
  const ten = [fixedBps(10)];
  test.each<[string, OrderOptions, 'buy' | 'sell', readonly Row[], string[]]>([
    // 101 × 1.001 = 101.101, up to the cent; 101 × 0.999 = 100.899, down to it.
    ['a market buy pays more', {}, 'buy', [A], ['101.11 open']],
    ['a market sell gets less', {}, 'sell', [A], ['100.89 open']],
    ['a stop, at the price that reaches it', { stop: 102 }, 'buy', [A], ['102.11 path']],
    ['beyond the bar', { stop: 105 }, 'buy', [A], ['105.11 path']],
    ['a resting limit pays its price', { limit: 96 }, 'buy', [A], ['96 path']],
    ['a limit that the first open meets takes', { limit: 102 }, 'buy', [A], ['101.11 open']],
    ['but never crosses its limit', { limit: 101.1 }, 'buy', [A], []],
    ['and rests from the next open on', { limit: 101.1 }, 'buy', [A, [101, 102, 101, 102]], ['101 open']],
    ['a limit that a later open jumps over rests', { limit: 96 }, 'buy', [flat(100), [94, 95, 93, 94]], ['94 open']],
    ['a stop-limit takes where it is reached', { stop: 102, limit: 103 }, 'buy', [A], ['102.11 path']],
    ['within its limit', { stop: 102, limit: 102.1 }, 'buy', [A], []],
    ['a stop-limit that comes back rests', { stop: 102, limit: 101.5 }, 'buy', [A], ['101.5 path']],
    ['market on close', { timeInForce: 'cls' }, 'buy', [A], ['99.1 close']],
    ['limit on close takes, and never crosses', { timeInForce: 'cls', limit: 99.05 }, 'buy', [A], []],
  ])('%s', async (_, options, side, bars, expected) => {
    expect((await fillsOf(ten, options, bars, side)).fills).toEqual(expected);
  });

  test('what they cost is told by model, per fill and per run, and counted beyond the bar', async () => {
    const { result } = await fillsOf([fixedBps(10), halfSpread({ amount: 0.1 })], { stop: 105 }, [A]);
    const [fill] = result.fills;
    // 105 + 0.105 + 0.05 = 105.155, up to 105.16: 1.60 in all for ten shares, divided by 0.105 to 0.05.
    expect([fill!.price.toString(), fill!.referenceNumber, fill!.beyondBar]).toEqual(['105.16', 105, true]);
    expect(fill!.slippage.map(({ kind, amount }) => [kind, Number(amount) / 1e8])).toEqual([
      ['slippage', expect.closeTo((1.6 * 105) / 155, 6)],
      ['spread', expect.closeTo((1.6 * 50) / 155, 6)],
    ]);
    const { costs } = result.metrics;
    expect([costs.slippage.toString(), costs.fillsBeyondBar, costs.total.toString()]).toEqual(['1.6', 1, '0']);
    expect(result.finalCash.toString()).toBe(String(100_000 - 1051.6));
  });

  test('an order through zero whose first leg would cross its limit fills neither leg', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100), flat(90)])],
      account: { shortSales: true },
      broker: { slippage: [fixedBps(10)] },
      onSlice: at({ 0: (s) => s.buy('A', 10), 1: (s) => s.sell('A', 25, { limit: 99.95 }) }),
    });
    expect(story.slice(2)).toEqual(['#2 accepted', '#2 expired end-of-data']);
  });

  test('half a spread in basis points', async () => {
    expect((await fillsOf([halfSpread({ bps: 20 })], {}, [A])).fills).toEqual(['101.11 open']);
  });

  test('the share of volume squared', async () => {
    // 10 of 100 shares: 101 × 0.1 × 0.01 = 0.101.
    expect((await fillsOf([volumeShare()], {}, [[101, 105, 95, 99, 100]])).fills).toEqual(['101.11 open']);
    expect((await fillsOf([volumeShare({ impact: 0 })], {}, [[101, 105, 95, 99, 100]])).fills).toEqual(['101 open']);
  });

  test('the square-root law: sigma and mean volume of the sessions before', async () => {
    // Three sessions with H/L = 1.02 and O = C: g = ln²(1.02) / 2; 400 shares are a quarter of their mean volume of 1600.
    const quiet = (volume: number): Row => [100, 101, 101 / 1.02, 100, volume];
    const { result } = await run({
      series: [daily({ symbol: 'A', basis: 'total-return' }, [quiet(800), quiet(1600), quiet(2400), [100, 100, 100, 100, 1e9]])],
      broker: { slippage: [squareRootImpact()] },
      onSlice: at({ 2: (s) => s.buy('A', 400) }),
    });
    const sigma = Math.log(1.02) / Math.SQRT2;
    expect(result.fills[0]!.priceNumber).toBeCloseTo(100 * (1 + sigma * 0.5), 7);
    expect(result.warnings.filter((text) => text.includes('impact'))).toEqual([]);
  });

  test('the square-root law before two sessions assumes 1 % a day, and says so', async () => {
    const { result } = await fillsOf([squareRootImpact()], {}, [[100, 101, 99, 100, 1000]]);
    // 10 of 1000: 100 × 0.01 × 0.1 = 0.1.
    expect(result.fills[0]!.priceNumber).toBe(100.1);
    expect(result.warnings.join()).toContain('1 % a day');
  });

  test('with all buying power the search ends at a price that can be paid', async () => {
    const { result } = await run({
      series: [daily({ symbol: 'A', basis: 'total-return' }, [flat(100), [100, 100, 100, 100, 10_000]])],
      broker: { slippage: [volumeShare({ impact: 1 })], volumeLimit: false },
      onSlice: at({ 0: (s) => s.order({ symbol: 'A', side: 'buy', notional: 'max' }) }),
    });
    // n shares cost n × 100 × (1 + (n / 10,000)²): 990 take 99,970.3 and 991 take 100,073.3.
    expect(result.fills[0]!.lots).toBe(990);
    expect(result.finalCash.toNumber()).toBeCloseTo(100_000 - 990 * 100 * (1 + 0.099 ** 2), 4);
  });

  test('figures out of range are refused', () => {
    for (const make of [
      () => fixedBps(-1),
      () => halfSpread({ amount: Number.NaN }),
      () => volumeShare({ impact: -1 }),
      () => squareRootImpact({ exponent: -1 }),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: 'cost/negative' }));
    }
  });
});

describe('fees in cash', () => {
  async function feesOf(
    costs: readonly CostModel[],
    bars: Parameters<typeof dated>[1],
    volumeLimit: number | false = false,
    quantity = 900,
  ) {
    const { result } = await run({
      series: [dated('A', bars)],
      broker: { costs, volumeLimit },
      onSlice: at({ 0: (s) => s.buy('A', quantity), 1: (s) => s.sell('A', quantity) }),
    });
    return result.fills.map((fill) => [fill.side, fill.lots, fill.cost.toString()]);
  }
  const year = (date: string, next: string, last: string): Parameters<typeof dated>[1] => [
    [date, 100, 100, 100, 100],
    [next, 100, 100, 100, 100],
    [last, 100, 100, 100, 100],
  ];

  // Worked examples from the regulators' texts: rate × 90,000 / 1,000,000, up to the cent, on the day before and the day of a change.
  test.each<[source: string, date: string, next: string, sold: string, fee: string]>([
    ['FINRA information notice 3/10/10: 12.70 until 2010-03-31', '2010-03-29', '2010-03-30', '2010-03-31', '1.15'],
    ['FINRA information notice 3/10/10: 16.90 from 2010-04-01', '2010-03-30', '2010-03-31', '2010-04-01', '1.53'],
    ['SEC press release 2010-255: 19.20 from 2011-01-21', '2011-01-19', '2011-01-20', '2011-01-21', '1.73'],
    ['FINRA information notice 3/3/14: 17.40 until 2014-03-17', '2014-03-13', '2014-03-14', '2014-03-17', '1.57'],
    ['FINRA information notice 3/3/14: 22.10 from 2014-03-18', '2014-03-14', '2014-03-17', '2014-03-18', '1.99'],
    ['FINRA information notice 5/7/18: 13.00 from 2018-05-22', '2018-05-18', '2018-05-21', '2018-05-22', '1.17'],
    ['SEC press release 2021-8: 22.10 until 2021-02-24', '2021-02-22', '2021-02-23', '2021-02-24', '1.99'],
    ['SEC press release 2021-8: 5.10 from 2021-02-25', '2021-02-23', '2021-02-24', '2021-02-25', '0.46'],
    ['SEC press release 2023-15: 8.00 from 2023-02-27', '2023-02-23', '2023-02-24', '2023-02-27', '0.72'],
    ['SEC fee rate advisory 2024-2: 27.80 from 2024-05-22', '2024-05-20', '2024-05-21', '2024-05-22', '2.51'],
    ['FINRA information notice 4/24/25: 0.00 from 2025-05-14', '2025-05-12', '2025-05-13', '2025-05-14', '0'],
    ['SEC order 34-104909: 20.60 from 2026-04-04, a Saturday', '2026-04-01', '2026-04-02', '2026-04-06', '1.86'],
  ])('sec, sells only: %s', async (_, date, next, sold, fee) => {
    expect(await feesOf([secFee()], year(date, next, sold))).toEqual([
      ['buy', 900, '0'],
      ['sell', 900, fee],
    ]);
  });

  // Rate × 900, up to the cent, or rate × 90,000 at most the maximum.
  test.each<[source: string, date: string, next: string, sold: string, fee: string, most: string]>([
    ['FINRA notice 11-27: 0.000075, at most 3.75, until 2011-06-30', '2011-06-28', '2011-06-29', '2011-06-30', '0.07', '3.75'],
    ['FINRA notice 11-27: 0.000090, at most 4.50, from 2011-07-01', '2011-06-29', '2011-06-30', '2011-07-01', '0.09', '4.5'],
    ['FINRA notice 12-06: 0.000095, at most 4.75, from 2012-03-01', '2012-02-28', '2012-02-29', '2012-03-01', '0.09', '4.75'],
    ['FINRA notice 12-31: 0.000119, at most 5.95, from 2012-07-01', '2012-06-28', '2012-06-29', '2012-07-02', '0.11', '5.95'],
    ['SR-FINRA-2020-032: 0.000130, at most 6.49, in 2022', '2021-12-30', '2021-12-31', '2022-01-03', '0.12', '6.49'],
    ['SR-FINRA-2020-032: 0.000145, at most 7.27, in 2023', '2023-12-27', '2023-12-28', '2023-12-29', '0.14', '7.27'],
    ['SR-FINRA-2020-032: 0.000166, at most 8.30, in 2024', '2023-12-28', '2023-12-29', '2024-01-02', '0.15', '8.3'],
    ['SR-FINRA-2024-019: 0.000195, at most 9.79, in 2026', '2025-12-30', '2025-12-31', '2026-01-02', '0.18', '9.79'],
  ])('taf, sells only: %s', async (_, date, next, sold, fee, most) => {
    expect(await feesOf([tafFee()], year(date, next, sold))).toEqual([
      ['buy', 900, '0'],
      ['sell', 900, fee],
    ]);
    const cheap: Parameters<typeof dated>[1] = year(date, next, sold).map(([day]) => [day, 1, 1, 1, 1]);
    expect(await feesOf([tafFee()], cheap, false, 90_000)).toEqual([
      ['buy', 90_000, '0'],
      ['sell', 90_000, most],
    ]);
  });

  test('sales before the first known rate pay it, and the run says so', async () => {
    const { result } = await run({
      series: [dated('A', year('2005-05-25', '2005-05-26', '2005-05-27'))],
      broker: { costs: [secFee(), tafFee()] },
      onSlice: at({ 0: (s) => s.buy('A', 900), 1: (s) => s.sell('A', 900) }),
    });
    // 90,000 × 5.60 / 1,000,000 = 0.504; 900 × 0.000075 = 0.0675.
    expect(result.fills.at(-1)!.cost.toString()).toBe('0.58');
    expect(result.warnings.filter((text) => text.startsWith('fee '))).toEqual([
      'fee sec: sales before 2008-04-01, where its table begins, are charged at the first rate',
      'fee taf: sales before 2005-06-01, where its table begins, are charged at the first rate',
    ]);
  });

  test('a minimum, a maximum and the cent are those of the whole order, not of its parts', async () => {
    const bars: Parameters<typeof dated>[1] = [
      ['2024-01-08', 100, 100, 100, 100],
      ['2024-01-09', 100, 100, 100, 100, 1e6],
      ['2024-01-10', 100, 100, 100, 100, 3000],
      ['2024-01-11', 100, 100, 100, 100, 1e6],
    ];
    // 900 sold as 300 and 600. SEC: 0.834 → 0.84, whole 2.502 → ... at 8.00: 0.24, 0.72. TAF: 0.0498 → 0.05, whole 0.1494 → 0.15.
    expect(await feesOf([secFee(), tafFee()], bars, 0.1)).toEqual([
      ['buy', 900, '0'],
      ['sell', 300, '0.29'],
      ['sell', 600, '0.58'],
    ]);
    // 0.001 a share, at least 1: 1 for the first 300, nothing more for the rest.
    expect((await feesOf([perShareFee({ perShare: 0.001, minimum: 1 })], bars, 0.1)).slice(1)).toEqual([
      ['sell', 300, '1'],
      ['sell', 600, '0'],
    ]);
    expect((await feesOf([perShareFee({ perShare: 0.01, maximum: 5 })], bars, 0.1)).slice(1)).toEqual([
      ['sell', 300, '3'],
      ['sell', 600, '2'],
    ]);
  });

  test('tiers: each share at the rate of its place in the month', async () => {
    const tiers = tieredFee({ tiers: [{ upTo: 1000, perShare: 0.01 }, { perShare: 0.005 }], minimum: 2 });
    // 900 bought: 9. Of 900 sold, 100 at 0.01 and 800 at 0.005: 5.
    expect(await feesOf([tiers], year('2024-01-08', '2024-01-09', '2024-01-10'))).toEqual([
      ['buy', 900, '9'],
      ['sell', 900, '5'],
    ]);
    // A new month begins anew.
    expect(await feesOf([tiers], year('2024-01-30', '2024-01-31', '2024-02-01'))).toEqual([
      ['buy', 900, '9'],
      ['sell', 900, '9'],
    ]);
  });

  test('tiers with a minimum and parts', async () => {
    const bars: Parameters<typeof dated>[1] = [
      ['2024-01-08', 100, 100, 100, 100],
      ['2024-01-09', 100, 100, 100, 100, 1e6],
      ['2024-01-10', 100, 100, 100, 100, 3000],
      ['2024-01-11', 100, 100, 100, 100, 1e6],
    ];
    const tiers = tieredFee({ tiers: [{ perShare: 0.001 }], minimum: 0.5 });
    // 0.3 for 300, at least 0.5; 0.9 for all 900: 0.4 more.
    expect(await feesOf([tiers], bars, 0.1)).toEqual([
      ['buy', 900, '0.9'],
      ['sell', 300, '0.5'],
      ['sell', 600, '0.4'],
    ]);
    expect(() => tieredFee({ tiers: [{ upTo: 5, perShare: 1 }] })).toThrow(expect.objectContaining({ code: 'cost/tiers' }));
  });
});
