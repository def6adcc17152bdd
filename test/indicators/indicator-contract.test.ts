import { atr, ema, garmanKlass, type Ohlcv, rollingStd, rsi, sma, zScore } from '../../src/indicators/index.js';
import { indicatorContract, type IndicatorCase } from '../contract/indicator-contract.js';
import { bar, price, without } from './arbitraries.js';
import * as naive from './naive.js';

type ValueCase = Omit<IndicatorCase<number>, 'input' | 'inputs' | 'missing'>;
type BarCase = Omit<IndicatorCase<Ohlcv>, 'input' | 'inputs'>;

function values(given: ValueCase): void {
  indicatorContract<number>({ ...given, input: 'value', inputs: price, missing: () => [Number.NaN] });
}

function bars(given: BarCase): void {
  indicatorContract<Ohlcv>({ ...given, input: 'bar', inputs: bar });
}

for (const n of [1, 2, 7, 20]) {
  values({ name: `sma(${n})`, make: () => sma(n), warmup: n, naive: (x) => naive.mean(x.slice(-n)) });
  values({ name: `ema(${n})`, make: () => ema(n), warmup: n, naive: (x) => naive.ema(x, n, n) });
  values({ name: `ema(${n}, seed first)`, make: () => ema(n, { seed: 'first' }), warmup: 1, naive: (x) => naive.ema(x, n, 1) });
}

// Where gains and losses are both tiny against the price, their ratio keeps fewer digits than the price.
const rsiTolerance = 1e-7;
for (const period of [1, 2, 14]) {
  values({
    name: `rsi(${period})`,
    make: () => rsi(period),
    warmup: period + 1,
    naive: (x) => naive.rsi(x, (changes) => naive.wilder(changes, period, period)),
    tolerance: rsiTolerance,
  });
  values({
    name: `rsi(${period}, ewm)`,
    make: () => rsi(period, { smoothing: 'ewm' }),
    warmup: 2,
    naive: (x) => naive.rsi(x, (changes) => naive.wilder(changes, period, 1)),
    tolerance: rsiTolerance,
  });
  values({
    name: `rsi(${period}, cutler)`,
    make: () => rsi(period, { smoothing: 'cutler' }),
    warmup: period + 1,
    naive: (x) => naive.rsi(x, (changes) => naive.mean(changes.slice(-period))),
    tolerance: rsiTolerance,
  });
}

for (const n of [2, 5, 30]) {
  for (const ddof of [0, 1] as const) {
    values({
      name: `rollingStd(${n}, ddof ${ddof})`,
      make: () => rollingStd(n, { ddof }),
      warmup: n,
      naive: (x) => naive.std(x.slice(-n), ddof),
    });
    values({
      name: `zScore(${n}, ddof ${ddof})`,
      make: () => zScore(n, { ddof }),
      warmup: n,
      naive: (x) => naive.zScore(x.slice(-n), ddof),
    });
  }
}

for (const n of [1, 2, 14]) {
  const missing = (input: Ohlcv): Ohlcv[] => without(input, ['high', 'low', 'close']);
  bars({
    name: `atr(${n})`,
    make: () => atr(n),
    warmup: n + 1,
    naive: (x) => naive.wilder(naive.trueRanges(x).slice(1), n, n),
    missing,
  });
  bars({
    name: `atr(${n}, with first bar)`,
    make: () => atr(n, { smoothing: 'wilderWithFirstBar' }),
    warmup: n,
    naive: (x) => naive.wilder(naive.trueRanges(x), n, n),
    missing,
  });
  bars({
    name: `atr(${n}, sma)`,
    make: () => atr(n, { smoothing: 'sma' }),
    warmup: n,
    naive: (x) => naive.mean(naive.trueRanges(x).slice(-n)),
    missing,
  });
}

for (const [n, minBars] of [
  [1, 1],
  [5, 5],
  [20, 2],
] as const) {
  bars({
    name: `garmanKlass(${n}, minBars ${minBars})`,
    make: () => garmanKlass(n, { minBars }),
    warmup: minBars,
    naive: (x) => naive.garmanKlass(x.slice(-n)),
    missing: (input) => [
      ...without(input, ['open', 'high', 'low', 'close']),
      { ...input, high: input.low / 2 },
      { ...input, close: input.high * 1.01 },
      { ...input, open: input.low * 0.99 },
      { ...input, open: input.high * 1.01 },
      { ...input, close: input.low * 0.99 },
      { ...input, low: 0 },
    ],
  });
}
