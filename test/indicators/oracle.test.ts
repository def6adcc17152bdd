import { describe, expect, test } from '@jest/globals';

import { atr, ema, garmanKlass, garmanKlassVariance, type Ohlcv, rollingStd, rsi, sma, zScore } from '../../src/indicators/index.js';
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

interface Series {
  readonly dates: readonly string[];
  readonly bars: readonly Ohlcv[];
  readonly closes: readonly number[];
}

function load(symbol: string, from: string, to: string): Series {
  const rows = csv(`examples/data/${symbol}.csv`).filter(({ date }) => date! >= from && date! <= to);
  const bars = rows.map((row) => {
    const factor = Number(row['adj_close']) / Number(row['close']);
    const at = (column: string): number => Number(row[column]) * factor;
    return { open: at('open'), high: at('high'), low: at('low'), close: at('close'), volume: Number(row['volume']) };
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
const overBars = (make: () => { update(x: Ohlcv): number }): Compute => {
  return ({ bars }) => {
    const indicator = make();
    return bars.map((bar) => indicator.update(bar));
  };
};

/** Bollinger lines are made of a moving average and a rolling deviation. */
const bollinger = (ddof: 0 | 1, of: (close: number, mid: number, sd: number) => number): Compute => {
  return ({ closes }) => {
    const mid = sma(20);
    const sd = rollingStd(20, { ddof });
    return closes.map((close) => of(close, mid.update(close), sd.update(close)));
  };
};

/** MACD is made of three exponential averages. */
const macd = (seed: 'sma' | 'first', pick: 0 | 1 | 2): Compute => {
  return ({ closes }) => {
    const [fast, slow, signal] = [ema(12, { seed }), ema(26, { seed }), ema(9, { seed })];
    return closes.map((close) => {
      const line = fast.update(close) - slow.update(close);
      signal.update(line);
      return [line, signal.value, line - signal.value][pick]!;
    });
  };
};

const realised: Compute = ({ closes }) => {
  const sd = rollingStd(20);
  return closes.map((close, i) => sd.update(i === 0 ? Number.NaN : Math.log(close / closes[i - 1]!)) * Math.sqrt(252));
};

const COMPUTED: Readonly<Record<string, Compute>> = {
  sma20: overCloses(() => sma(20)),
  ema20_seedFirst: overCloses(() => ema(20, { seed: 'first' })),
  ema20_seedSma: overCloses(() => ema(20)),
  rsi14_wilder: overCloses(() => rsi(14)),
  rsi14_ewmSeedFirst: overCloses(() => rsi(14, { smoothing: 'ewm' })),
  rsi14_cutler: overCloses(() => rsi(14, { smoothing: 'cutler' })),
  macd_line: macd('first', 0),
  macd_signal: macd('first', 1),
  macd_hist: macd('first', 2),
  macdSmaSeed_line: macd('sma', 0),
  macdSmaSeed_signal: macd('sma', 1),
  macdSmaSeed_hist: macd('sma', 2),
  bb20_upper: bollinger(0, (_, mid, sd) => mid + 2 * sd),
  bb20_lower: bollinger(0, (_, mid, sd) => mid - 2 * sd),
  bb20_width: bollinger(0, (_, mid, sd) => (4 * sd) / mid),
  bb20_percentB: bollinger(0, (close, mid, sd) => (close - (mid - 2 * sd)) / (4 * sd)),
  bb20_width_ddof1: bollinger(1, (_, mid, sd) => (4 * sd) / mid),
  trueRange: overBars(() => atr(1, { smoothing: 'sma' })),
  atr14_wilder: overBars(() => atr(14)),
  atr14_wilderWithFirstBar: overBars(() => atr(14, { smoothing: 'wilderWithFirstBar' })),
  atr14_sma: overBars(() => atr(14, { smoothing: 'sma' })),
  zscore30_ddof1: overCloses(() => zScore(30)),
  zscore30_ddof0: overCloses(() => zScore(30, { ddof: 0 })),
  gkVariance: ({ bars }) => bars.map(garmanKlassVariance),
  gkVol: overBars(() => garmanKlass(1)),
  gkVol20: overBars(() => garmanKlass(20)),
  gkVol20_annual: (series) => overBars(() => garmanKlass(20))(series).map((volatility) => volatility * Math.sqrt(252)),
  realisedVol20_annual: realised,
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

for (const symbol of ['MSFT', 'QQQ']) {
  describe(`oracle indicators of ${symbol}`, () => {
    const file = golden<OracleFile>(`indicators-${symbol}.json`);
    const series = load(symbol, file.input.from, file.input.to);

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
