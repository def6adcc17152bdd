import { describe, expect, test } from '@jest/globals';

import {
  amihud,
  atr,
  bollinger,
  type BollingerOptions,
  ema,
  type EmaSeed,
  garmanKlass,
  garmanKlassVariance,
  macd,
  type Ohlcv,
  realisedVolatility,
  relativeAmihud,
  rsi,
  sma,
  zScore,
} from '../../src/indicators/index.js';
import { csv, expectNear, golden, report } from '../statistics/golden-file.js';

interface Summary {
  readonly n: number;
  readonly missing: number;
  readonly first: string;
  readonly head: ReadonlyArray<readonly [string, number]>;
  readonly tail: ReadonlyArray<readonly [string, number]>;
  readonly samples: ReadonlyArray<readonly [number, number]>;
  readonly sum: number;
  readonly sumSq: number;
  readonly sumWeighted: number;
  readonly min: number;
  readonly max: number;
}

interface OracleFile {
  readonly input: { readonly from: string; readonly to: string; readonly rows: number };
  readonly expected: Readonly<Record<string, Summary>>;
  readonly tolerance: { readonly relative: number; readonly absolute: number };
}

/** A bar on adjusted prices that knows its money traded. */
interface AdjustedBar extends Ohlcv {
  readonly dollarVolume: number;
}

interface Series {
  readonly dates: readonly string[];
  readonly bars: readonly AdjustedBar[];
  readonly closes: readonly number[];
}

function load(file: string, from: string, to: string): Series {
  const rows = csv(file).filter(({ date }) => date! >= from && date! <= to);
  const bars = rows.map((row) => {
    const factor = Number(row['adj_close']) / Number(row['close']);
    const at = (column: string): number => Number(row[column]) * factor;
    const volume = Number(row['volume']);
    return { open: at('open'), high: at('high'), low: at('low'), close: at('close'), volume, dollarVolume: Number(row['close']) * volume };
  });
  return { dates: rows.map(({ date }) => date!), bars, closes: rows.map((row) => Number(row['adj_close'])) };
}

type Compute = (series: Series) => readonly number[];

const overCloses = (make: () => { update(x: number): number }): Compute => {
  return ({ closes }) => {
    const indicator = make();
    return closes.map((close) => indicator.update(close));
  };
};
const overBars = (make: () => { update(x: AdjustedBar): number }): Compute => {
  return ({ bars }) => {
    const indicator = make();
    return bars.map((bar) => indicator.update(bar));
  };
};

const bollingerLine = (line: 'upper' | 'lower' | 'width' | 'percentB', options?: BollingerOptions): Compute => {
  return ({ closes }) => Array.from(bollinger(20, options).columns(closes)[line]);
};
const macdLine = (line: 'line' | 'signal' | 'histogram', seed: EmaSeed): Compute => {
  return ({ closes }) => Array.from(macd({ seed }).columns(closes)[line]);
};
const times = (factor: number, of: Compute): Compute => {
  return (series) => of(series).map((value) => value * factor);
};
const liquidity = { dollarVolume: (bar: AdjustedBar) => bar.dollarVolume, noTrade: 'undefined' } as const;

const COMPUTED: Readonly<Record<string, Compute>> = {
  sma20: overCloses(() => sma(20)),
  ema20_seedFirst: overCloses(() => ema(20, { seed: 'first' })),
  ema20_seedSma: overCloses(() => ema(20)),
  rsi14_wilder: overCloses(() => rsi(14)),
  rsi14_ewmSeedFirst: overCloses(() => rsi(14, { smoothing: 'ewm' })),
  rsi14_cutler: overCloses(() => rsi(14, { smoothing: 'cutler' })),
  macd_line: macdLine('line', 'first'),
  macd_signal: macdLine('signal', 'first'),
  macd_hist: macdLine('histogram', 'first'),
  macdSmaSeed_line: macdLine('line', 'sma'),
  macdSmaSeed_signal: macdLine('signal', 'sma'),
  macdSmaSeed_hist: macdLine('histogram', 'sma'),
  bb20_upper: bollingerLine('upper'),
  bb20_lower: bollingerLine('lower'),
  bb20_width: bollingerLine('width'),
  bb20_percentB: bollingerLine('percentB'),
  bb20_width_ddof1: bollingerLine('width', { ddof: 1 }),
  trueRange: overBars(() => atr(1, { smoothing: 'sma' })),
  atr14_wilder: overBars(() => atr(14)),
  atr14_wilderWithFirstBar: overBars(() => atr(14, { smoothing: 'wilderWithFirstBar' })),
  atr14_sma: overBars(() => atr(14, { smoothing: 'sma' })),
  zscore30_ddof1: overCloses(() => zScore(30)),
  zscore30_ddof0: overCloses(() => zScore(30, { ddof: 0 })),
  gkVariance: ({ bars }) => bars.map(garmanKlassVariance),
  gkVol: overBars(() => garmanKlass(1)),
  gkVol20: overBars(() => garmanKlass(20)),
  gkVol20_annual: times(
    Math.sqrt(252),
    overBars(() => garmanKlass(20)),
  ),
  realisedVol20_annual: times(
    Math.sqrt(252),
    overCloses(() => realisedVolatility(20)),
  ),
  realisedVol20_zeroMean_annual: times(
    Math.sqrt(252),
    overCloses(() => realisedVolatility(20, { mean: 'zero' })),
  ),
  amihud_x1e9: times(
    1e9,
    overBars(() => amihud(1, liquidity)),
  ),
  amihud5_x1e9: times(
    1e9,
    overBars(() => amihud(5, liquidity)),
  ),
  amihudRelative: overBars(() => relativeAmihud(5, liquidity)),
};

function compare(name: string, actual: readonly number[], dates: readonly string[], file: OracleFile): void {
  const expected = file.expected[name]!;
  const { relative, absolute } = file.tolerance;
  const near = (what: string, value: number | undefined, wanted: number): void =>
    expectNear(`${name} ${what}`, value, wanted, relative, absolute);
  const rows = actual.map((value, i) => ({ i, value })).filter(({ value }) => !Number.isNaN(value));
  const total = (of: (value: number, i: number) => number): number => rows.reduce((sum, { value, i }) => sum + of(value, i), 0);

  expect(actual).toHaveLength(expected.n);
  expect(actual.length - rows.length).toBe(expected.missing);
  expect(dates[rows[0]!.i]).toBe(expected.first);
  expected.head.forEach(([date, value]) => near(date, actual[dates.indexOf(date)], value));
  expected.tail.forEach(([date, value]) => near(date, actual[dates.indexOf(date)], value));
  expected.samples.forEach(([i, value]) => near(`row ${i}`, actual[i], value));
  near(
    'sum',
    total((value) => value),
    expected.sum,
  );
  near(
    'sumSq',
    total((value) => value * value),
    expected.sumSq,
  );
  near(
    'sumWeighted',
    total((value, i) => ((i % 7) + 1) * value),
    expected.sumWeighted,
  );
  near('min', Math.min(...rows.map(({ value }) => value)), expected.min);
  near('max', Math.max(...rows.map(({ value }) => value)), expected.max);
}

for (const [symbol, prices] of [
  ['MSFT', 'examples/data/MSFT.csv'],
  ['QQQ', 'examples/data/QQQ.csv'],
  ['BKR', 'test/golden/series/bkr-2015-2023.csv'], // has a day without volume
] as const) {
  describe(`oracle indicators of ${symbol}`, () => {
    const file = golden<OracleFile>(`indicators-${symbol}.json`);
    const series = load(prices, file.input.from, file.input.to);

    test('the prices are those of the oracle', () => {
      expect(series.bars).toHaveLength(file.input.rows);
      const covered = Object.keys(file.expected).filter((name) => name in COMPUTED);
      report(`indicators-${symbol}.json`, covered.length, Object.keys(file.expected).length, 'series');
      expect(covered).toEqual(expect.arrayContaining(Object.keys(COMPUTED)));
    });

    test.each(Object.keys(COMPUTED))('%s', (name) => {
      compare(name, COMPUTED[name]!(series), series.dates, file);
    });
  });
}
