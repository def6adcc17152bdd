import type { BarSeries } from '../core/series.js';
import { Collector, counted } from './collector.js';
import type { Finding } from './finding.js';
import { robustScale, scaleBeside } from './scale.js';
import { short, stampOf } from './stamp.js';

/** Times the usual move from which a move is looked at, and the least size of one, as log return. */
const SIGMAS = 10;
const LEAST = 0.08;
/** Least size of a move that stays and is still reported. */
const LARGE = 0.3;
/** A spike gives back at least this part of itself with the next bar. */
const TAKEN_BACK = 0.7;
/** Distance of an open gap from a split's ratio, and of the levels around it, as log ratios. */
const GAP_TOLERANCE = 0.03;
const LEVEL_TOLERANCE = 0.2;
/** Bars on either side that tell the level before and after. */
const AROUND = 5;

/** New shares for an old one. Their inverses are reverse splits. */
const SPLIT_RATIOS: readonly number[] = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50];
const UNITS: readonly number[] = [100, 1000];

/** Dates on which a jump is explained: ex-dates of splits that the run will apply. */
export type KnownSplits = ReadonlySet<string>;

/** Jumps: bad prints, wrong units, splits that nobody applied, and large moves. */
export function checkJumps(series: BarSeries, known: KnownSplits): Finding[] {
  const { time, open, high, low, close } = series.columns;
  const spikes = new Collector('spike', 'warning', 'stops and limits fill at a price at which hardly anybody traded');
  const units = new Collector('unit-error', 'error', 'every figure made of these bars is wrong');
  const { basis, volume } = series.instrument;
  const harm =
    basis === 'raw'
      ? 'without the split among the corporate actions, a run sees a loss or a gain that nobody had'
      : `a run sees a loss or a gain that nobody had: the prices are not adjusted as ${basis} says`;
  const splits = new Collector('unadjusted-split', basis === 'raw' ? 'warning' : 'error', harm);
  // News moves a price by half far more often than it halves it.
  const halves = new Collector('unadjusted-split', 'warning', `if it is no news, ${harm}`);
  const large = new Collector('large-move', 'note', 'true news, or a corporate action that nobody applied: look it up');
  const returns = Float64Array.from(close, (price, row) => (row === 0 ? 0 : Math.log(price / close[row - 1]!)));
  const usual = robustScale(returns);
  const at = (row: number): string => stampOf(series, time[row]!);
  for (let row = 1; row < series.length; row++) {
    const move = returns[row]!;
    const limit = Math.max(LEAST, SIGMAS * usual(row));
    wick(row, limit);
    if (!(Math.abs(move) > limit)) continue;
    const outlier = Math.abs(move) > SIGMAS * scaleBeside(returns, row);
    const describe = (): string => `${at(row)}: ${short(close[row - 1]!)} to ${short(close[row]!)}`;
    const unit = nearest(Math.exp(move), UNITS, 0.1);
    if (unit !== undefined) {
      units.add(time[row], () => `${describe()}, a ratio of ${unit}`);
      continue;
    }
    // Indices and yields have neither volume nor splits.
    const split = volume === 'known' ? splitAt(series, row) : undefined;
    if (split !== undefined) {
      const found = split.ratio < 2 ? halves : splits;
      if (!known.has(at(row))) found.add(time[row], () => `${describe()}, like a split of ${split.text}`);
      continue;
    }
    const next = row + 1 < series.length ? returns[row + 1]! : 0;
    // The bar that takes a spike back is not another one.
    if (outlier && -move * next > 0 && Math.abs(next) >= TAKEN_BACK * Math.abs(move)) {
      spikes.add(time[row], () => `${describe()} and back to ${short(close[row + 1]!)}`);
      row++;
    } else if (Math.abs(move) > LARGE) large.add(time[row], () => `${describe()} (${percent(move)})`);
  }
  return [
    ...units.findings((count) => `${counted(count, 'jump')} by a factor of 100 or 1,000`),
    ...splits.findings((count) => `${counted(count, 'jump')} that ${count === 1 ? 'looks' : 'look'} like a split`),
    ...halves.findings((count) => `${counted(count, 'jump')} by half that may be ${count === 1 ? 'a split' : 'splits'}`),
    ...spikes.findings((count) => `${counted(count, 'price')} that the next bar takes back, or far outside its own bar`),
    ...large.findings((count) => `${counted(count, 'move')} far beyond the usual that ${count === 1 ? 'has' : 'have'} stayed`),
  ];

  /** A high or a low far outside open and close. */
  function wick(row: number, limit: number): void {
    const top = Math.log(high[row]! / Math.max(open[row]!, close[row]!));
    const bottom = Math.log(Math.min(open[row]!, close[row]!) / low[row]!);
    if (top > 2 * limit) spikes.add(time[row], () => `${at(row)}: high ${short(high[row]!)} over a close of ${short(close[row]!)}`);
    if (bottom > 2 * limit) spikes.add(time[row], () => `${at(row)}: low ${short(low[row]!)} under a close of ${short(close[row]!)}`);
  }
}

/** The ratio of a split that the gap before a bar's open looks like, if the level stays where the gap has led. */
function splitAt({ columns: { open, close } }: BarSeries, row: number): { readonly ratio: number; readonly text: string } | undefined {
  const gap = close[row - 1]! / open[row]!;
  const level = median(close.slice(Math.max(0, row - AROUND), row)) / median(close.slice(row, row + AROUND));
  for (const ratio of SPLIT_RATIOS) {
    for (const [value, text] of [
      [ratio, `${ratio}:1`],
      [1 / ratio, `1:${ratio}`],
    ] as const) {
      if (Math.abs(Math.log(gap / value)) <= GAP_TOLERANCE && Math.abs(Math.log(level / value)) <= LEVEL_TOLERANCE) return { ratio, text };
    }
  }
  return undefined;
}

function nearest(ratio: number, candidates: readonly number[], tolerance: number): number | undefined {
  return candidates.find((value) => Math.abs(Math.abs(Math.log(ratio)) - Math.log(value)) <= tolerance);
}

function median(values: Float64Array): number {
  return values.sort()[values.length >> 1]!;
}

function percent(move: number): string {
  return `${((Math.exp(move) - 1) * 100).toFixed(0)} %`;
}
