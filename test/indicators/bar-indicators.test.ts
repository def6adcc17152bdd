import fc from 'fast-check';

import {
  adx,
  amihud,
  aroon,
  cci,
  dmi,
  donchian,
  fastStochastic,
  ichimoku,
  keltner,
  mfi,
  obv,
  type Ohlcv,
  parabolicSar,
  parkinson,
  relativeAmihud,
  rollingBeta,
  rollingCorrelation,
  rollingVwap,
  sma,
  stochastic,
  vwap,
  williamsR,
  yangZhang,
} from '../../src/indicators/index.js';
import { indicatorContract, type IndicatorCase } from '../contract/indicator-contract.js';
import { bar, without } from './arbitraries.js';
import * as more from './naive-more.js';
import * as naive from './naive.js';

type Given = Omit<IndicatorCase<Ohlcv>, 'input' | 'inputs' | 'missing'>;
const HLC = ['high', 'low', 'close'] as const;
const broken = (of: Ohlcv): Ohlcv[] => [
  ...without(of, ['open', ...HLC]),
  { ...of, high: of.low / 2 },
  { ...of, open: of.high * 1.01 },
  { ...of, low: 0 },
];

function bars(given: Given, missing: (of: Ohlcv) => Ohlcv[] = (of) => without(of, HLC), inputs: fc.Arbitrary<Ohlcv> = bar): void {
  indicatorContract<Ohlcv>({ ...given, input: 'bar', inputs, missing });
}

bars({ name: 'donchian upper', make: () => donchian(6).pick('upper'), warmup: 6, naive: (x) => more.channel(x, 6)[0] }, (of) =>
  without(of, ['high', 'low']),
);
bars({ name: 'donchian lower', make: () => donchian(6).pick('lower'), warmup: 6, naive: (x) => more.channel(x, 6)[1] }, (of) =>
  without(of, ['high', 'low']),
);
bars({ name: 'donchian', make: () => donchian(6), warmup: 6, naive: (x) => more.middle(x, 6) }, (of) => without(of, ['high', 'low']));

for (const [name, side] of [
  ['middle', 0],
  ['upper', 1],
  ['lower', -1],
] as const) {
  const closes = (x: readonly Ohlcv[]): number[] => x.map((each) => each.close);
  const typicals = (x: readonly Ohlcv[]): number[] => x.map((each) => (each.high + each.low + each.close) / 3);
  bars({
    name: `keltner ${name}`,
    make: () => keltner(8, { atrPeriod: 5 }).pick(name),
    warmup: 8,
    naive: (x) => naive.ema(closes(x), 8, 8) + side * 2 * naive.wilder(naive.trueRanges(x).slice(1), 5, 5),
  });
  bars({
    name: `keltner ${name}, typical price, simple ranges`,
    make: () => keltner(3, { atrPeriod: 5, price: 'typical', smoothing: 'sma', multiplier: 1.5, seed: 'first' }).pick(name),
    warmup: 5,
    naive: (x) => naive.ema(typicals(x), 3, 1) + side * 1.5 * naive.mean(naive.trueRanges(x).slice(-5)),
  });
}

(['dx', 'plus', 'minus'] as const).forEach((name, i) => {
  bars({ name: `dmi ${name}`, make: () => dmi(5).pick(name), warmup: 6, naive: (x) => more.dmi(x, 5)[i]!, tolerance: 1e-8 });
});
bars({ name: 'adx', make: () => adx(4), warmup: 8, naive: (x) => more.adx(x, 4), tolerance: 1e-8 });
bars({ name: 'adx plus', make: () => adx(4).pick('plus'), warmup: 8, naive: (x) => more.dmi(x, 4)[1], tolerance: 1e-8 });

for (const [smooth, signal] of [
  [1, 3],
  [3, 3],
  [2, 5],
] as const) {
  (['k', 'd'] as const).forEach((name, i) => {
    bars({
      name: `stochastic(5, ${smooth}, ${signal}) ${name}`,
      make: () => (smooth === 1 ? fastStochastic(5, signal) : stochastic(5, { smooth, signal })).pick(name),
      warmup: 5 + smooth + signal - 2,
      naive: (x) => more.stochastic(x, 5, smooth, signal)[i]!,
    });
  });
}
bars({ name: 'williamsR(7)', make: () => williamsR(7), warmup: 7, naive: (x) => more.rawK(x, 7) - 100 });

// Typical prices that differ by rounding alone would compare noise with noise.
const coarse = fc
  .record({ a: fc.integer({ min: 1, max: 4000 }), b: fc.nat(300), c: fc.nat(2), volume: fc.nat() })
  .map(({ a, b, c, volume }) => {
    const [low, high] = [3 * a, 3 * (a + b)];
    const close = [low, high, 3 * (a + (b >> 1))][c]!;
    return { open: low, high, low, close, volume };
  });
bars({ name: 'cci(6)', make: () => cci(6), warmup: 6, naive: (x) => more.cci(x, 6, false) }, undefined, coarse);
bars(
  { name: 'cci(6, trailing)', make: () => cci(6, { deviation: 'trailing' }), warmup: 11, naive: (x) => more.cci(x, 6, true) },
  undefined,
  coarse,
);

const HLCV = (of: Ohlcv): Ohlcv[] => without(of, [...HLC, 'volume']);
bars({ name: 'mfi(5)', make: () => mfi(5), warmup: 6, naive: (x) => more.mfi(x, 5) }, HLCV);
bars({ name: 'obv', make: () => obv(), warmup: 1, naive: (x) => more.obv(x, 0) }, (of) => without(of, ['close', 'volume']));
bars({ name: 'obv, volume', make: () => obv({ seed: 'volume' }), warmup: 1, naive: (x) => more.obv(x, x[0]!.volume) }, (of) =>
  without(of, ['close', 'volume']),
);
bars({ name: 'rollingVwap(5)', make: () => rollingVwap(5), warmup: 5, naive: (x) => more.vwap(x.slice(-5)), mayBeUndefined: true }, HLCV);
// A session lasts as long as bars of one kind follow each other; the open is nothing that a vwap is made of.
const session = (of: Ohlcv): string => (of.open === of.low ? 'at the low' : 'above');
bars(
  {
    name: 'vwap',
    make: () => vwap({ session }),
    warmup: 1,
    naive: (x) => more.vwap(x.slice(x.findLastIndex((of, i) => i === 0 || session(of) !== session(x[i - 1]!)))),
    mayBeUndefined: true,
  },
  HLCV,
);
(['up', 'down'] as const).forEach((name, i) => {
  bars({ name: `aroon ${name}`, make: () => aroon(6).pick(name), warmup: 7, naive: (x) => more.aroon(x, 6)[i]! }, (of) =>
    without(of, ['high', 'low']),
  );
});
bars({ name: 'aroon', make: () => aroon(6), warmup: 7, naive: (x) => more.aroon(x, 6)[0] - more.aroon(x, 6)[1] }, (of) =>
  without(of, ['high', 'low']),
);

const cloud = { conversion: 2, base: 4, spanB: 7, displacement: 3 } as const;
const ago = (x: readonly Ohlcv[]): readonly Ohlcv[] => x.slice(0, -3);
const lines = {
  conversion: (x: readonly Ohlcv[]) => more.middle(x, 2),
  base: (x: readonly Ohlcv[]) => more.middle(x, 4),
  spanA: (x: readonly Ohlcv[]) => (more.middle(ago(x), 2) + more.middle(ago(x), 4)) / 2,
  spanB: (x: readonly Ohlcv[]) => more.middle(ago(x), 7),
  laggedClose: (x: readonly Ohlcv[]) => x.at(-4)!.close,
};
for (const name of ['conversion', 'base', 'spanA', 'spanB', 'laggedClose'] as const) {
  bars({ name: `ichimoku ${name}`, make: () => ichimoku(cloud).pick(name), warmup: 10, naive: lines[name] });
}
(['sar', 'side'] as const).forEach((name, i) => {
  bars(
    { name: `parabolicSar ${name}`, make: () => parabolicSar().pick(name), warmup: 2, naive: (x) => more.parabolic(x, 0.02, 0.2)[i]! },
    (of) => without(of, ['high', 'low']),
  );
});

bars({ name: 'parkinson(5)', make: () => parkinson(5), warmup: 5, naive: (x) => more.parkinson(x.slice(-5)) }, (of) => [
  ...without(of, ['high', 'low']),
  { ...of, low: 0 },
  { ...of, high: of.low / 2 },
]);
bars({ name: 'yangZhang(5)', make: () => yangZhang(5), warmup: 6, naive: (x) => more.yangZhang(x, 5) }, broken);

const traded = bar.map((of) => ({ ...of, volume: of.volume + 1 }));
const untraded = (of: Ohlcv): Ohlcv[] => [...without(of, ['close', 'volume']), { ...of, volume: 0 }, { ...of, close: 0 }];
bars({ name: 'amihud(4)', make: () => amihud(4), warmup: 5, naive: (x) => more.amihuds(x, 4).at(-1)! }, untraded, traded);
bars(
  {
    name: 'relativeAmihud(3)',
    make: () => relativeAmihud(3, { window: 6 }),
    warmup: 9,
    naive: (x) => {
      const window = more.amihuds(x, 3).slice(-6);
      return more.median(window) === 0 ? Number.NaN : window.at(-1)! / more.median(window);
    },
    mayBeUndefined: true,
  },
  untraded,
  traded,
);

const openClose = (of: Ohlcv): Ohlcv[] => without(of, ['open', 'close']);
const close = (of: Ohlcv): number => of.close;
const open = (of: Ohlcv): number => of.open;
for (const [name, made, by] of [
  ['rollingCorrelation', rollingCorrelation, more.correlation],
  ['rollingBeta', rollingBeta, more.beta],
] as const) {
  const [y, x] = [(of: readonly Ohlcv[]) => of.map(close), (of: readonly Ohlcv[]) => of.map(open)];
  bars(
    {
      name: `${name}(6)`,
      make: () => made(6).between(close, open),
      warmup: 6,
      naive: (of) => by(y(of).slice(-6), x(of).slice(-6)),
      mayBeUndefined: true,
      tolerance: 1e-8,
    },
    openClose,
  );
  bars(
    {
      name: `${name}(6) of returns`,
      make: () => made(6, { of: 'returns' }).between(close, open),
      warmup: 7,
      naive: (of) => by(more.returns(y(of)).slice(-6), more.returns(x(of)).slice(-6)),
      mayBeUndefined: true,
      tolerance: 1e-8,
    },
    openClose,
  );
}
bars({
  name: 'sma(3).of(williamsR(4))',
  make: () => sma(3).of(williamsR(4)),
  warmup: 6,
  naive: (x) => naive.mean([2, 1, 0].map((back) => more.rawK(x.slice(0, x.length - back), 4) - 100)),
});
