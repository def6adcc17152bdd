import { describe, expect, test } from '@jest/globals';

import {
  adx,
  aroon,
  atr,
  cci,
  dema,
  ema,
  ichimoku,
  momentum,
  ppo,
  roc,
  rollingMax,
  rsi,
  sma,
  stochastic,
  tema,
  trix,
  williamsR,
  wma,
} from '../../src/indicators/index.js';
import { WilderAverage } from '../../src/indicators/wilder-average.js';
import { csv, expectNear, golden, report } from '../statistics/golden-file.js';

interface Expected {
  readonly firstValidBar1Based: number;
  readonly checkpoints0Based: readonly number[];
  /** A list within a line: either value is accepted. */
  readonly lines: ReadonlyArray<ReadonlyArray<number | readonly unknown[]>>;
}

const FILE = 'indicators-backtrader-a.json';
const { expected, tolerance } = golden<{ expected: Record<string, Expected>; tolerance: number }>(FILE);
const bars = csv('test/golden/series/backtrader-2006-day-001.csv').map((row) => ({
  open: Number(row['open']),
  high: Number(row['high']),
  low: Number(row['low']),
  close: Number(row['close']),
  volume: Number(row['volume']),
}));
const closes = bars.map(({ close }) => close);
const medians = bars.map(({ high, low }) => (high + low) / 2);

type Line = readonly number[];
const run = (indicator: { update(x: number): number }, x: Line): Line => x.map((each) => indicator.update(each));
const combine = (of: (a: number, b: number) => number, a: Line, b: Line): Line => a.map((each, i) => of(each, b[i]!));
const minus = (a: Line, b: Line): Line => combine((x, y) => x - y, a, b);
const scaled = (a: Line, factor: number): Line => a.map((each) => each * factor);
/** The line and its 2.5 % envelope. */
const envelope = (mid: Line): Line[] => [mid, scaled(mid, 1.025), scaled(mid, 0.975)];
const ago = (a: Line, n: number): Line => a.map((_, i) => a[i - n] ?? Number.NaN);

/** Wilder's average as a line of its own, NaN while its seed is incomplete. */
function smma(n: number, x: Line): Line {
  const average = new WilderAverage(n);
  return x.map((each, i) => {
    const value = average.add(each);
    return i + 1 < n ? Number.NaN : value;
  });
}

function awesome(): Line {
  return minus(run(sma(5), medians), run(sma(34), medians));
}

const columnsOf = <Name extends string>(columns: Readonly<Record<Name, Float64Array>>, names: readonly Name[]): Line[] =>
  names.map((name) => Array.from(columns[name]));

/** backtrader draws today's close 26 bars back: at bar i its line holds the close of bar i + 26, which is known only then. */
function cloud(): Line[] {
  const { conversion, base, spanA, spanB, laggedClose } = ichimoku().columns(bars);
  const drawn = closes.map((_, i) => laggedClose[i + 2 * 26] ?? Number.NaN);
  return [...[conversion, base, spanA, spanB].map((line) => Array.from(line)), drawn];
}

function zeroLag(): Line {
  const lag = (30 - 1) >> 1;
  return run(ema(30), minus(scaled(closes, 2), ago(closes, lag)));
}

function kst(): Line[] {
  const line = [10, 15, 20, 30]
    .map((lag, i) => {
      const change = combine((now, then) => 100 * (now / then - 1), closes, ago(closes, lag));
      return scaled(run(sma(10), change), i + 1);
    })
    .reduce((a, b) => combine((x, y) => x + y, a, b));
  return [line, run(sma(9), line)];
}

/** Distance from the average in average true ranges. */
function prettyGood(): Line {
  const range = atr(14);
  const distance = minus(closes, run(sma(14), closes));
  return bars.map((bar, i) => distance[i]! / range.update(bar));
}

const COMPUTED: Readonly<Record<string, () => readonly Line[]>> = {
  sma: () => [run(sma(30), closes)],
  envelope: () => envelope(run(sma(30), closes)),
  kamaenvelope: () => envelope(run(sma(30), closes)), // the source tests its SMA envelope under this name
  smaosc: () => [minus(closes, run(sma(30), closes))],
  sumn: () => [scaled(run(sma(14), closes), 14)],
  emaenvelope: () => envelope(run(ema(30), closes)),
  wmaenvelope: () => envelope(run(wma(30), closes)),
  demaenvelope: () => envelope(run(dema(30), closes)),
  temaenvelope: () => envelope(run(tema(30), closes)),
  smmaenvelope: () => envelope(smma(30, closes)),
  rsi: () => [run(rsi(14), closes)],
  trix: () => [run(trix(15), closes)],
  stochastic: () => columnsOf(stochastic(14).columns(bars), ['k', 'd']),
  williamsr: () => [Array.from(williamsR(14).values(bars))],
  cci: () => [Array.from(cci(20, { deviation: 'trailing' }).values(bars))],
  highest: () => [run(rollingMax(14), closes)],
  momentumoscillator: () => [run(roc(12), closes).map((change) => 100 + change)],
  pctchange: () => [scaled(run(roc(30), closes), 1 / 100)],
  aroonupdown: () => columnsOf(aroon(14).columns(bars), ['up', 'down']),
  dm: () => columnsOf(adx(14).columns(bars), ['adx', 'adxr', 'plus', 'minus']),
  ichimoku: cloud,
  downmove: () => [scaled(run(momentum(1), closes), -1)],
  awesomeoscillator: () => [awesome()],
  accdecosc: () => [minus(awesome(), run(sma(5), awesome()))],
  pposhort: () => columnsOf(ppo({ base: 'fast' }).columns(closes), ['line', 'signal', 'histogram']),
  zlema: () => [zeroLag()],
  kst,
  pgo: () => [prettyGood()],
};

describe('backtrader: single indicators and some made of them', () => {
  test('coverage', () => {
    const all = Object.keys(expected);
    report(FILE, Object.keys(COMPUTED).length, all.length, 'indicators');
    expect(all).toEqual(expect.arrayContaining(Object.keys(COMPUTED)));
  });

  test.each(Object.keys(COMPUTED))('%s', (name) => {
    const { checkpoints0Based, lines, firstValidBar1Based } = expected[name]!;
    const actual = COMPUTED[name]!();
    expect(actual).toHaveLength(lines.length);
    lines.forEach((values, line) => {
      values.forEach((value, i) => {
        const at = checkpoints0Based[i]!;
        const found = actual[line]![at]!;
        if (Array.isArray(value) && Number.isNaN(found) && value.includes('NaN')) return;
        const wanted = Array.isArray(value) ? Number(value.at(-1)) : Number(value);
        expectNear(`${name} line ${line} bar ${at}`, found, wanted, 0, 1.01 * tolerance);
      });
    });
    // The first bar on which all lines have a value.
    expect(closes.findIndex((_, i) => actual.every((line) => !Number.isNaN(line[i]))) + 1).toBe(firstValidBar1Based);
  });
});
