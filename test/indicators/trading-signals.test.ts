import { describe, expect, test } from '@jest/globals';
import * as oracle from 'trading-signals';

import * as ours from '../../src/indicators/index.js';
import type { Ohlcv } from '../../src/indicators/index.js';
import { csv } from '../statistics/golden-file.js';

/* Another library on the real bars of QQQ. Where its seed differs from each of ours, values are compared once both have faded. */

const bars: readonly Ohlcv[] = csv('examples/data/QQQ.csv')
  .slice(-3000)
  .map((row) => ({
    open: Number(row['open']),
    high: Number(row['high']),
    low: Number(row['low']),
    close: Number(row['close']),
    volume: Number(row['volume']),
  }));
const closes = bars.map(({ close }) => close);
const FADED = 1000;

type Line = ArrayLike<number>;
interface Case {
  readonly ours: Line;
  /** By bar; `undefined` where the library has none. */
  readonly oracle: readonly (number | null | undefined)[];
  readonly from?: number;
}

const each = <In, Out>(inputs: readonly In[], of: { update(input: In, replace: boolean): Out | null }): (Out | null)[] =>
  inputs.map((input) => of.update(input, false));
const pick = <Out, K extends keyof Out>(results: readonly (Out | null)[], key: K): (Out[K] | undefined)[] =>
  results.map((one) => one?.[key]);

const keltner = ours.keltner().columns(bars);
const keltnerOracle = each(bars, new oracle.KeltnerChannels());
const donchian = ours.donchian().columns(bars);
const donchianOracle = each(bars, new oracle.DonchianChannels());
const bands = ours.bollinger().columns(closes);
const bandsOracle = each(closes, new oracle.BollingerBands(20));
const aroon = ours.aroon(25).columns(bars);
const aroonOracle = each(bars, new oracle.Aroon(25));
const cloud = ours.ichimoku().columns(bars);
const cloudOracle = each(bars, new oracle.IchimokuCloud());
/** Our spans are those of 26 bars ago. */
const displaced = <T>(x: readonly T[]): (T | undefined)[] => x.map((_, i) => x[i - 26]);
const slow = ours.stochastic(14).columns(bars);
const slowOracle = each(bars, new oracle.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 }));
const fast = ours.fastStochastic(14, 3).columns(bars);
const fastOracle = each(bars, new oracle.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 1, dPeriod: 3 }));
const directional = ours.adx(14).columns(bars);
const adxOracle = new oracle.ADX(14);
const adxLines = bars.map((bar) => ({ adx: adxOracle.update(bar, false), plus: adxOracle.pdi, minus: adxOracle.mdi }));
const convergence = ours.macd({ seed: 'first' }).columns(closes);
const convergenceOracle = each(closes, new oracle.MACD(new oracle.EMA(12), new oracle.EMA(26), new oracle.EMA(9)));
const log = (x: readonly number[]): number[] => x.map(Math.log);
const opens = bars.map(({ open }) => open);

const CASES: Readonly<Record<string, Case>> = {
  wma: { ours: ours.wma(20).values(closes), oracle: each(closes, new oracle.WMA(20)) },
  hma: { ours: ours.hma(20).values(closes), oracle: each(closes, new oracle.HMA(20)) },
  kama: { ours: ours.kama(10).values(closes), oracle: each(closes, new oracle.KAMA(10)) },
  dema: { ours: ours.dema(20).values(closes), oracle: each(closes, new oracle.DEMA(20)), from: FADED },
  tema: { ours: ours.tema(20).values(closes), oracle: each(closes, new oracle.TEMA(20)), from: FADED },
  'macd line': { ours: convergence.line, oracle: pick(convergenceOracle, 'macd'), from: FADED },
  'macd signal': { ours: convergence.signal, oracle: pick(convergenceOracle, 'signal'), from: FADED },
  'macd histogram': { ours: convergence.histogram, oracle: pick(convergenceOracle, 'histogram'), from: FADED },
  ppo: { ours: ours.ppo({ seed: 'first' }).values(closes), oracle: each(closes, new oracle.PPO()), from: FADED },
  // That library divides by the newer average: 1 / (1 + our change), turned back.
  trix: {
    ours: ours.trix(15).values(closes),
    oracle: each(closes, new oracle.TRIX(15)).map((x) => (x === null ? x : 100 * (1 / (1 - x / 100) - 1))),
    from: FADED,
  },
  'bollinger middle': { ours: bands.middle, oracle: pick(bandsOracle, 'middle') },
  'bollinger upper': { ours: bands.upper, oracle: pick(bandsOracle, 'upper') },
  'bollinger lower': { ours: bands.lower, oracle: pick(bandsOracle, 'lower') },
  'bollinger width': { ours: bands.width, oracle: each(closes, new oracle.BollingerBandsWidth(new oracle.BollingerBands(20))) },
  'bollinger percentB': { ours: bands.percentB, oracle: each(closes, new oracle.PercentB()) },
  'keltner middle': { ours: keltner.middle, oracle: pick(keltnerOracle, 'middle'), from: FADED },
  'keltner upper': { ours: keltner.upper, oracle: pick(keltnerOracle, 'upper'), from: FADED },
  'keltner lower': { ours: keltner.lower, oracle: pick(keltnerOracle, 'lower'), from: FADED },
  'donchian middle': { ours: donchian.middle, oracle: pick(donchianOracle, 'middle') },
  'donchian upper': { ours: donchian.upper, oracle: pick(donchianOracle, 'upper') },
  'donchian lower': { ours: donchian.lower, oracle: pick(donchianOracle, 'lower') },
  'aroon up': { ours: aroon.up, oracle: pick(aroonOracle, 'aroonUp') },
  'aroon down': { ours: aroon.down, oracle: pick(aroonOracle, 'aroonDown') },
  'ichimoku conversion': { ours: cloud.conversion, oracle: pick(cloudOracle, 'conversion') },
  'ichimoku base': { ours: cloud.base, oracle: pick(cloudOracle, 'base') },
  'ichimoku spanA': { ours: cloud.spanA, oracle: displaced(pick(cloudOracle, 'spanA')) },
  'ichimoku spanB': { ours: cloud.spanB, oracle: displaced(pick(cloudOracle, 'spanB')) },
  'slow stochastic k': { ours: slow.k, oracle: pick(slowOracle, 'stochK') },
  'slow stochastic d': { ours: slow.d, oracle: pick(slowOracle, 'stochD') },
  'fast stochastic k': { ours: fast.k, oracle: pick(fastOracle, 'stochK') },
  'fast stochastic d': { ours: fast.d, oracle: pick(fastOracle, 'stochD') },
  williamsR: { ours: ours.williamsR(14).values(bars), oracle: each(bars, new oracle.WilliamsR(14)) },
  cci: { ours: ours.cci(20).values(bars), oracle: each(bars, new oracle.CCI(20)) },
  mfi: { ours: ours.mfi(14).values(bars), oracle: each(bars, new oracle.MFI(14)) },
  obv: { ours: ours.obv().values(bars), oracle: each(bars, new oracle.OBV(2)) },
  vwap: { ours: ours.vwap({ session: () => 1 }).values(bars), oracle: each(bars, new oracle.VWAP()) },
  momentum: { ours: ours.momentum(12).values(closes), oracle: each(closes, new oracle.MOM(12)) },
  roc: { ours: ours.roc(12).values(closes), oracle: each(closes, new oracle.ROC(12)).map((x) => (x === null ? x : 100 * x)) },
  adx: { ours: directional.adx, oracle: pick(adxLines, 'adx'), from: FADED },
  'adx plus': { ours: directional.plus, oracle: pick(adxLines, 'plus').map((x) => 100 * Number(x)), from: FADED },
  'adx minus': { ours: directional.minus, oracle: pick(adxLines, 'minus').map((x) => 100 * Number(x)), from: FADED },
  dmi: { ours: ours.dmi(14).values(bars), oracle: each(bars, new oracle.DX(14)), from: FADED },
  regressionSlope: { ours: ours.regressionSlope(20).values(closes), oracle: pick(each(closes, new oracle.LinearRegression(20)), 'slope') },
  rollingMax: {
    ours: ours.rollingMax(50).values(closes),
    oracle: closes.map((_, i) => (i < 49 ? null : oracle.getMaximum(closes.slice(i - 49, i + 1)))),
  },
  rollingMin: {
    ours: ours.rollingMin(50).values(closes),
    oracle: closes.map((_, i) => (i < 49 ? null : oracle.getMinimum(closes.slice(i - 49, i + 1)))),
  },
  rollingCorrelation: {
    ours: ours.rollingCorrelation(30).values(closes, opens),
    oracle: closes.map((_, i) => (i < 29 ? null : oracle.getCorrelation(closes.slice(i - 29, i + 1), opens.slice(i - 29, i + 1)))),
  },
  'realisedVolatility, sample': {
    ours: ours.realisedVolatility(20).values(closes),
    oracle: closes.map((_, i) => {
      if (i < 20) return null;
      const x = log(closes.slice(i - 20, i + 1));
      const changes = x.slice(1).map((each, k) => each - x[k]!);
      return oracle.getStandardDeviation(changes) * Math.sqrt(20 / 19);
    }),
  },
};

function compare({ ours: mine, oracle: theirs, from = 0 }: Case): number {
  let compared = 0;
  for (let i = from; i < bars.length; i++) {
    const expected = theirs[i];
    if (expected === null || expected === undefined) continue;
    // Its first value may be earlier, where it seeds with what is there.
    if (Number.isNaN(mine[i]) && compared === 0) continue;
    compared++;
    const difference = Math.abs(mine[i]! - expected);
    if (difference <= 1e-8 * Math.max(1, Math.abs(expected))) continue;
    throw new Error(`bar ${i}: ${mine[i]}, trading-signals ${expected}`);
  }
  return compared;
}

describe('as trading-signals', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(compare(given)).toBeGreaterThan(bars.length - (given.from ?? 0) - 120);
  });

  test('coverage', () => {
    console.log(`trading-signals: ${Object.keys(CASES).length} lines on ${bars.length} bars`);
    expect(Object.keys(CASES).length).toBeGreaterThan(40);
  });
});
