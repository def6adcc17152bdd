import { describe, expect, test } from '@jest/globals';

import { synthetic, type SyntheticOptions } from '../../feeds/index.js';
import { bridgeMaximum } from '../../feeds/synthetic/path.js';
import { validateSeries, type BarSeries } from '../../src/core/series.js';
import { seededRandom } from '../../src/core/random.js';
import { thrown } from '../support/thrown.js';

type Options = SyntheticOptions<'raw'>;

const load = async (options: Partial<Options> = {}): Promise<readonly BarSeries[]> =>
  (await synthetic({ assets: [{ symbol: 'AAA' }], from: '1990-01-02', to: '2029-12-31', digits: 8, ...options }).load()).series;

const returnsOf = ({ columns: { close } }: BarSeries): number[] => Array.from(close.slice(1), (price, i) => Math.log(price / close[i]!));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const moment = (values: readonly number[], power: number): number => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** power));
};
const correlation = (a: readonly number[], b: readonly number[]): number => {
  const [ma, mb] = [mean(a), mean(b)];
  return mean(a.map((value, i) => (value - ma) * (b[i]! - mb))) / Math.sqrt(moment(a, 2) * moment(b, 2));
};

// About 10,070 sessions: the standard error of a mean is deviation / 100, of a variance variance × 1.41 %.
const DT = 1 / 252;

describe('moments of the closes', () => {
  test('geometric Brownian motion: mean, variance, skewness and kurtosis of log returns', async () => {
    const [series] = await load({ assets: [{ symbol: 'AAA', drift: 0.1, volatility: 0.3 }] });
    const returns = returnsOf(series!);
    const n = returns.length;
    const variance = 0.09 * DT;
    // (μ − σ²/2) Δt within 4 standard errors; σ² Δt within 4 × √(2/n).
    expect(Math.abs(mean(returns) - (0.1 - 0.045) * DT)).toBeLessThan(4 * Math.sqrt(variance / n));
    expect(Math.abs(moment(returns, 2) / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(returns, 3) / variance ** 1.5)).toBeLessThan(4 * Math.sqrt(6 / n));
    expect(Math.abs(moment(returns, 4) / variance ** 2 - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });

  test('jumps: variance and skewness of the compound Poisson process, growth unchanged', async () => {
    const jumps = { perYear: 20, mean: -0.02, deviation: 0.03 };
    const [series] = await load({ assets: [{ symbol: 'AAA', drift: 0.05, volatility: 0.1, jumps }] });
    const returns = returnsOf(series!);
    const n = returns.length;
    // Cumulants of Merton's model: κ1 = (μ − σ²/2 − λk + λm) Δt with k = e^(m + s²/2) − 1, κ2 = (σ² + λ(m² + s²)) Δt,
    // κ3 = λ(m³ + 3ms²) Δt.
    const k = Math.exp(-0.02 + 0.03 ** 2 / 2) - 1;
    const first = (0.05 - 0.005 - 20 * k + 20 * -0.02) * DT;
    const second = (0.01 + 20 * (0.02 ** 2 + 0.03 ** 2)) * DT;
    const third = 20 * ((-0.02) ** 3 + 3 * -0.02 * 0.03 ** 2) * DT;
    expect(Math.abs(mean(returns) - first)).toBeLessThan(4 * Math.sqrt(second / n));
    expect(Math.abs(moment(returns, 2) / second - 1)).toBeLessThan(0.12);
    expect(Math.abs(moment(returns, 3) / third - 1)).toBeLessThan(0.35);
  });

  test('correlated assets: every pair of a matrix', async () => {
    const matrix = [
      [1, 0.8, -0.3],
      [0.8, 1, 0.1],
      [-0.3, 0.1, 1],
    ];
    const returns = (await load({ assets: [{ symbol: 'A' }, { symbol: 'B', volatility: 0.5 }, { symbol: 'C' }], correlation: matrix })).map(
      returnsOf,
    );
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const rho = matrix[i]![j]!;
      // Standard error of a correlation: (1 − ρ²)/√n.
      expect(Math.abs(correlation(returns[i]!, returns[j]!) - rho)).toBeLessThan((4 * (1 - rho * rho)) / 100);
    }
  });

  test('regimes: the variance is the mean of theirs, weighted with their lengths', async () => {
    const regimes = [
      { volatility: 0.5, sessions: 30 },
      { volatility: 2, sessions: 10 },
    ];
    const [series] = await load({ regimes });
    const returns = returnsOf(series!);
    // 3/4 of sessions at 0.5 σ and 1/4 at 2 σ: σ² × (0.75 × 0.25 + 0.25 × 4) = 1.1875 σ². Of about 500 cycles.
    expect(Math.abs(moment(returns, 2) / (0.04 * DT * 1.1875) - 1)).toBeLessThan(0.25);
    // Kurtosis of the mixture: 3 × E[f⁴]/E[f²]² = 3 × (0.75 × 0.0625 + 0.25 × 16)/1.1875² = 8.6; and calm and stormy times cluster.
    expect(moment(returns, 4) / moment(returns, 2) ** 2).toBeGreaterThan(6);
    const squares = returns.map((value) => value * value);
    expect(correlation(squares.slice(1), squares.slice(0, -1))).toBeGreaterThan(0.1);
  });

  test("minutes: a session's variance is split into night and minutes", async () => {
    const [series] = await load({ interval: '1m', from: '2023-01-03', to: '2023-03-31', assets: [{ symbol: 'AAA', volatility: 0.4 }] });
    const { open, close } = series!.columns;
    const minutes = [...close].map((price, i) => Math.log(price / open[i]!));
    const firsts = [...open.keys()].filter((i) => i > 0 && series!.openTimeAt(i) !== series!.columns.time[i - 1]);
    const nights = firsts.map((i) => Math.log(open[i]! / close[i - 1]!));
    expect(series!.length).toBe(62 * 390);
    // 80 % of σ² Δt over 390 minutes, 20 % in each of 61 nights.
    expect(Math.abs(moment(minutes, 2) / ((0.16 * DT * 0.8) / 390) - 1)).toBeLessThan(4 * Math.sqrt(2 / minutes.length));
    expect(Math.abs(moment(nights, 2) / (0.16 * DT * 0.2) - 1)).toBeLessThan(4 * Math.sqrt(2 / nights.length));
  });

  test('highs are those of a Brownian bridge', () => {
    // From 0 to 0 with deviation 1 the maximum has P(M > m) = e^(−2m²): mean √(π/8) = 0.6267, second moment 1/2.
    const random = seededRandom(5);
    const maxima = Array.from({ length: 20_000 }, () => bridgeMaximum(0, 1, random.next()));
    expect(Math.abs(mean(maxima) - Math.sqrt(Math.PI / 8))).toBeLessThan(0.01);
    expect(Math.abs(mean(maxima.map((value) => value * value)) - 0.5)).toBeLessThan(0.015);
  });
});

describe('bars', () => {
  test('are valid, and the same for the same seed', async () => {
    const options: Partial<Options> = {
      assets: [{ symbol: 'A', jumps: { perYear: 5, mean: 0, deviation: 0.1 } }, { symbol: 'B' }],
      from: '2019-01-02',
      to: '2020-12-31',
      correlation: 0.5,
    };
    const [one, two] = [await load(options), await load(options)];
    expect(one).toEqual(two);
    for (const series of one) expect(validateSeries(series)).toBe(series);
    expect((await load({ ...options, seed: 2 }))[0]!.columns.close).not.toEqual(one[0]!.columns.close);
    // A further asset leaves the others alone.
    const more = await load({ ...options, assets: [...options.assets!, { symbol: 'C' }] });
    expect(more.slice(0, 2)).toEqual(one);
  });

  test('early closes are short sessions, and always-open venues have no night', async () => {
    const friday = await load({ interval: '1m', from: '2024-11-29', to: '2024-11-29' });
    expect(friday[0]!.length).toBe(210);
    const coin = await load({ interval: '30m', calendar: 'always-open', from: '2024-11-29', to: '2024-11-30' });
    const { open, close } = coin[0]!.columns;
    expect(coin[0]!.length).toBe(96);
    expect(open.slice(1)).toEqual(close.slice(0, -1));
  });
});

describe('scenarios, without any other motion', () => {
  const calm = {
    assets: [
      { symbol: 'A', volatility: 0 },
      { symbol: 'B', volatility: 0 },
    ],
    from: '2024-01-02',
    to: '2024-01-10',
    digits: 4,
  };
  const closes = (series: BarSeries): number[] => [...series.columns.close];

  test('a crash over two sessions', async () => {
    const [a, b] = await load({ ...calm, scenarios: [{ kind: 'crash', at: '2024-01-04', drop: 0.19, sessions: 2, symbols: ['A'] }] });
    // √0.81 = 0.9 a session.
    expect(closes(a!)).toEqual([100, 100, 90, 81, 81, 81, 81]);
    expect(closes(b!)).toEqual([100, 100, 100, 100, 100, 100, 100]);
  });

  test('a gap falls between close and open', async () => {
    const [a] = await load({ ...calm, scenarios: [{ kind: 'gap', at: '2024-01-06', size: -0.1 }] });
    // 2024-01-06 is a Saturday: the next session it is.
    expect(closes(a!)).toEqual([100, 100, 100, 100, 90, 90, 90]);
    expect([a!.columns.open[4], a!.columns.high[4]]).toEqual([90, 90]);
  });

  test('a flash crash comes back, in days and in minutes', async () => {
    const scenarios = [{ kind: 'flash-crash', at: '2024-01-04', drop: 0.2, minutes: 10 }] as const;
    const [a] = await load({ ...calm, scenarios });
    expect(closes(a!)).toEqual([100, 100, 100, 100, 100, 100, 100]);
    expect([...a!.columns.low]).toEqual([100, 100, 80, 100, 100, 100, 100]);
    const [minutes] = await load({ ...calm, from: '2024-01-04', to: '2024-01-04', interval: '1m', scenarios });
    const { low, close } = minutes!.columns;
    // The middle of 09:30 to 16:00 is 12:45, the close of bar 194; five minutes down, five up.
    expect([close[189], close[194], close[199]]).toEqual([100, 80, 100]);
    expect(Math.min(...low)).toBe(80);
    expect([...close].filter((price) => price < 100)).toHaveLength(9);
  });

  test('a spike of volatility', async () => {
    const [quiet] = await load({ seed: 3 });
    const [spiked] = await load({ seed: 3, scenarios: [{ kind: 'vol-spike', at: '2000-01-03', sessions: 2000, factor: 3 }] });
    const within = (series: BarSeries): number[] => {
      const first = series.countUntil(Date.parse('2000-01-03T00:00:00Z'));
      return returnsOf(series.slice(first, first + 2000));
    };
    expect(moment(within(spiked!), 2) / moment(within(quiet!), 2)).toBeCloseTo(9, 1);
  });
});

test.each<readonly [what: string, options: Partial<Options>, code: string]>([
  ['no asset', { assets: [] }, 'synthetic/no-assets'],
  ['a symbol twice', { assets: [{ symbol: 'A' }, { symbol: 'A' }] }, 'synthetic/symbol'],
  ['a negative volatility', { assets: [{ symbol: 'A', volatility: -1 }] }, 'synthetic/asset'],
  ['impossible correlations', { assets: [{ symbol: 'A' }, { symbol: 'B' }, { symbol: 'C' }], correlation: -0.6 }, 'synthetic/correlation'],
  ['no date', { from: '2024-13-01' }, 'synthetic/date'],
  ['a drop to nothing', { scenarios: [{ kind: 'crash', at: '2024-01-02', drop: 1 }] }, 'synthetic/scenario'],
  ['7m bars', { interval: '7m' }, 'synthetic/interval'],
])('%s is refused', (_, options, code) => {
  const error = thrown(() => synthetic({ assets: [{ symbol: 'AAA' }], from: '2024-01-02', to: '2024-01-31', ...options }));
  expect(error).toMatchObject({ name: 'ConfigError', code, hint: expect.stringMatching(/./) });
});
