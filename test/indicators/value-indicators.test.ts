import {
  bollinger,
  dema,
  ema,
  hma,
  kama,
  macd,
  momentum,
  ppo,
  realisedVolatility,
  regressionSlope,
  roc,
  rollingMax,
  rollingMin,
  rollingSkew,
  rsi,
  sma,
  tema,
  trix,
  wma,
} from '../../src/indicators/index.js';
import { indicatorContract, type IndicatorCase } from '../contract/indicator-contract.js';
import { price } from './arbitraries.js';
import * as more from './naive-more.js';
import * as naive from './naive.js';

function values(given: Omit<IndicatorCase<number>, 'input' | 'inputs' | 'missing'>): void {
  indicatorContract<number>({ ...given, input: 'value', inputs: price, missing: () => [Number.NaN] });
}

for (const n of [1, 5, 20]) {
  values({ name: `wma(${n})`, make: () => wma(n), warmup: n, naive: (x) => more.wma(x, n) });
  values({ name: `rollingMax(${n})`, make: () => rollingMax(n), warmup: n, naive: (x) => Math.max(...x.slice(-n)) });
  values({ name: `rollingMin(${n})`, make: () => rollingMin(n), warmup: n, naive: (x) => Math.min(...x.slice(-n)) });
  values({ name: `momentum(${n})`, make: () => momentum(n), warmup: n + 1, naive: (x) => x.at(-1)! - x.at(-1 - n)! });
  values({ name: `roc(${n})`, make: () => roc(n), warmup: n + 1, naive: (x) => (100 * (x.at(-1)! - x.at(-1 - n)!)) / x.at(-1 - n)! });
}

for (const [seed, n, length] of [
  ['sma', 1, 1],
  ['sma', 6, 6],
  ['first', 6, 1],
] as const) {
  const warmup = (times: number): number => times * (length - 1) + 1;
  values({ name: `dema(${n}, ${seed})`, make: () => dema(n, { seed }), warmup: warmup(2), naive: (x) => more.dema(x, n, length) });
  values({ name: `tema(${n}, ${seed})`, make: () => tema(n, { seed }), warmup: warmup(3), naive: (x) => more.tema(x, n, length) });
  values({
    name: `trix(${n}, ${seed})`,
    make: () => trix(n, { seed }),
    warmup: warmup(3) + 1,
    naive: (x) => more.trix(x, n, length),
    tolerance: 1e-8,
  });
}

for (const [n, root] of [
  [2, 1],
  [9, 3],
  [20, 4],
] as const) {
  values({ name: `hma(${n})`, make: () => hma(n), warmup: n + root - 1, naive: (x) => more.hma(x, n) });
}

for (const n of [1, 10]) {
  values({ name: `kama(${n})`, make: () => kama(n), warmup: n + 1, naive: (x) => more.kama(x, n, x[n - 1]!) });
  values({
    name: `kama(${n}, sma)`,
    make: () => kama(n, { seed: 'sma' }),
    warmup: n + 1,
    naive: (x) => more.kama(x, n, naive.mean(x.slice(0, n))),
  });
}

(['line', 'signal', 'histogram'] as const).forEach((output, i) => {
  for (const seed of ['sma', 'first'] as const) {
    const warmup = seed === 'sma' ? 7 + 4 - 1 : 1;
    const periods = { fast: 3, slow: 7, signal: 4, seed } as const;
    values({
      name: `macd ${output}, ${seed}`,
      make: () => macd(periods).pick(output),
      warmup,
      naive: (x) => more.macd(x, [3, 7, 4], seed === 'first')[i]!,
    });
    values({
      name: `ppo ${output}, ${seed}`,
      make: () => ppo(periods).pick(output),
      warmup,
      naive: (x) => more.macd(x, [3, 7, 4], seed === 'first', true)[i]!,
    });
  }
});
values({
  name: 'macd itself',
  make: () => macd({ fast: 3, slow: 7, signal: 4 }),
  warmup: 10,
  naive: (x) => more.macd(x, [3, 7, 4], false)[0]!,
});

for (const ddof of [0, 1] as const) {
  const lines = {
    middle: (x: readonly number[]) => naive.mean(x.slice(-8)),
    upper: (x: readonly number[]) => naive.mean(x.slice(-8)) + 2 * naive.std(x.slice(-8), ddof),
    lower: (x: readonly number[]) => naive.mean(x.slice(-8)) - 2 * naive.std(x.slice(-8), ddof),
    width: (x: readonly number[]) => (4 * naive.std(x.slice(-8), ddof)) / naive.mean(x.slice(-8)),
    percentB: (x: readonly number[]) => more.percentB(x, 8, ddof),
  };
  for (const name of ['middle', 'upper', 'lower', 'width', 'percentB'] as const) {
    values({ name: `bollinger(8, ddof ${ddof}) ${name}`, make: () => bollinger(8, { ddof }).pick(name), warmup: 8, naive: lines[name] });
  }
}

for (const estimator of ['sample', 'population'] as const) {
  values({
    name: `rollingSkew(10, ${estimator})`,
    make: () => rollingSkew(10, { estimator }),
    warmup: 10,
    naive: (x) => more.skew(x.slice(-10), estimator === 'sample'),
    tolerance: 1e-7,
    mayBeUndefined: true,
  });
}
for (const n of [2, 12]) {
  values({ name: `regressionSlope(${n})`, make: () => regressionSlope(n), warmup: n, naive: (x) => more.slope(x.slice(-n)) });
  for (const mean of ['sample', 'zero'] as const) {
    values({
      name: `realisedVolatility(${n}, ${mean})`,
      make: () => realisedVolatility(n, { mean }),
      warmup: n + 1,
      naive: (x) => more.volatility(x, n, mean === 'zero'),
    });
  }
}

values({
  name: 'sma(5).of(rsi(4))',
  make: () => sma(5).of(rsi(4)),
  warmup: 5 + 5 - 1,
  naive: (x) => naive.mean([4, 3, 2, 1, 0].map((back) => naive.rsi(x.slice(0, x.length - back), (changes) => naive.wilder(changes, 4, 4)))),
  tolerance: 1e-7,
});
values({
  name: 'ema(3).of(sma(2).of(macd histogram))',
  make: () => ema(3).of(sma(2).of(macd({ fast: 3, slow: 7, signal: 4 }).pick('histogram'))),
  warmup: 10 + 1 + 2,
  naive: (x) => {
    const histogram = x.map((_, i) => (i < 9 ? 0 : more.macd(x.slice(0, i + 1), [3, 7, 4], false)[2]!)).slice(9);
    const smooth = histogram.slice(1).map((each, i) => (each + histogram[i]!) / 2);
    return naive.ema(smooth, 3, 3);
  },
});
