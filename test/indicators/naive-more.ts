import type { Ohlcv } from '../../src/indicators/index.js';
import * as naive from './naive.js';

/* More definitions, written for clarity over whole arrays. Undefined is NaN. */

type Line = readonly number[];
type Bars = readonly Ohlcv[];

/** f over each prefix of at least `from` inputs. */
const line = (x: Line, from: number, f: (prefix: Line) => number): number[] => {
  const out: number[] = [];
  for (let end = from; end <= x.length; end++) out.push(f(x.slice(0, end)));
  return out;
};
const last = (x: Line): number => x.at(-1)!;
const high = (x: Bars, n: number): number => Math.max(...x.slice(-n).map((bar) => bar.high));
const low = (x: Bars, n: number): number => Math.min(...x.slice(-n).map((bar) => bar.low));
const typical = (x: Bars): number[] => x.map((bar) => (bar.high + bar.low + bar.close) / 3);
const flat = (x: Line): boolean => x.every((each) => each === x[0]);

export const wma = (x: Line, n: number): number => naive.sum(x.slice(-n).map((each, i) => (i + 1) * each)) / ((n * (n + 1)) / 2);

/** The chain of three exponential averages, seeded with `seed` inputs each. */
export function emas(x: Line, n: number, seed: number): [Line, Line, Line] {
  const of = (input: Line): Line => line(input, seed, (prefix) => naive.ema(prefix, n, seed));
  const one = of(x);
  const two = of(one);
  return [one, two, of(two)];
}
export function dema(x: Line, n: number, seed: number): number {
  const [one, two] = emas(x, n, seed);
  return 2 * last(one) - last(two);
}
export function tema(x: Line, n: number, seed: number): number {
  const [one, two, three] = emas(x, n, seed);
  return 3 * last(one) - 3 * last(two) + last(three);
}
export function trix(x: Line, n: number, seed: number): number {
  const three = emas(x, n, seed)[2];
  return (100 * (three.at(-1)! - three.at(-2)!)) / three.at(-2)!;
}
export function hma(x: Line, n: number): number {
  const raw = line(x, n, (prefix) => 2 * wma(prefix, Math.floor(n / 2)) - wma(prefix, n));
  return wma(raw, Math.floor(Math.sqrt(n)));
}
export function kama(x: Line, n: number, seed: number): number {
  let average = seed;
  for (let t = n; t < x.length; t++) {
    const path = naive.sum(Array.from({ length: n }, (_, i) => Math.abs(x[t - i]! - x[t - i - 1]!)));
    const efficiency = path === 0 ? 0 : Math.abs(x[t]! - x[t - n]!) / path;
    average += (efficiency * (2 / 3 - 2 / 31) + 2 / 31) ** 2 * (x[t]! - average);
  }
  return average;
}
/** MACD or PPO: line, signal, histogram. */
export function macd(x: Line, [fast, slow, signal]: readonly [number, number, number], first: boolean, percentage = false): Line {
  const seed = (n: number): number => (first ? 1 : n);
  const lines = line(x, seed(slow), (prefix) => {
    const slower = naive.ema(prefix, slow, seed(slow));
    const difference = naive.ema(prefix, fast, seed(fast)) - slower;
    return percentage ? (100 * difference) / slower : difference;
  });
  const average = naive.ema(lines, signal, seed(signal));
  return [last(lines), average, last(lines) - average];
}
export function percentB(x: Line, n: number, ddof: number): number {
  const window = x.slice(-n);
  if (flat(window)) return 0.5;
  const half = 2 * naive.std(window, ddof);
  return (last(x) - naive.mean(window) + half) / (2 * half);
}
export function skew(x: Line, sample: boolean): number {
  if (flat(x)) return Number.NaN;
  const n = x.length;
  const moment = (k: number): number => naive.mean(x.map((each) => (each - naive.mean(x)) ** k));
  return (moment(3) / moment(2) ** 1.5) * (sample ? Math.sqrt(n * (n - 1)) / (n - 2) : 1);
}
export function covariance(y: Line, x: Line): number {
  return naive.mean(y.map((each, i) => (each - naive.mean(y)) * (x[i]! - naive.mean(x))));
}
export function correlation(y: Line, x: Line): number {
  if (flat(y) || flat(x)) return Number.NaN;
  return covariance(y, x) / Math.sqrt(covariance(y, y) * covariance(x, x));
}
export function beta(y: Line, x: Line): number {
  return flat(x) ? Number.NaN : covariance(y, x) / covariance(x, x);
}
export const returns = (x: Line): number[] => x.slice(1).map((each, i) => each / x[i]! - 1);
export const slope = (x: Line): number =>
  beta(
    x,
    x.map((_, i) => i),
  );
export function volatility(x: Line, n: number, zero: boolean): number {
  const changes = x
    .slice(1)
    .map((each, i) => Math.log(each) - Math.log(x[i]!))
    .slice(-n);
  return zero ? Math.sqrt(naive.mean(changes.map((r) => r * r))) : naive.std(changes, 1);
}

export function rawK(x: Bars, n: number): number {
  const [top, bottom] = [high(x, n), low(x, n)];
  return top === bottom ? 50 : ((x.at(-1)!.close - bottom) / (top - bottom)) * 100;
}
export function stochastic(x: Bars, n: number, smooth: number, signal: number): [number, number] {
  const raw = x.map((_, i) => (i + 1 < n ? Number.NaN : rawK(x.slice(0, i + 1), n))).slice(n - 1);
  const k = line(raw, smooth, (prefix) => naive.mean(prefix.slice(-smooth)));
  return [last(k), naive.mean(k.slice(-signal))];
}
export const middle = (x: Bars, n: number): number => (high(x, n) + low(x, n)) / 2;
export const channel = (x: Bars, n: number): [number, number] => [high(x, n), low(x, n)];

export function cci(x: Bars, n: number, trailing: boolean): number {
  const prices = typical(x);
  const distance = last(prices) - naive.mean(prices.slice(-n));
  const window = prices.slice(-n);
  const deviations = trailing
    ? line(prices, n, (prefix) => Math.abs(last(prefix) - naive.mean(prefix.slice(-n)))).slice(-n)
    : window.map((price) => Math.abs(price - naive.mean(window)));
  return trailing
    ? naive.mean(deviations) < 1e-9
      ? 0
      : distance / (0.015 * naive.mean(deviations))
    : flat(window)
      ? 0
      : distance / (0.015 * naive.mean(deviations));
}
export function mfi(x: Bars, n: number): number {
  const prices = typical(x);
  const flows = x.map((bar, i) => (i === 0 ? 0 : Math.sign(prices[i]! - prices[i - 1]!) * prices[i]! * bar.volume)).slice(-n);
  const up = naive.sum(flows.filter((flow) => flow > 0));
  const all = naive.sum(flows.map(Math.abs));
  return all === 0 ? 50 : (100 * up) / all;
}
export const obv = (x: Bars, seed: number): number =>
  seed + naive.sum(x.slice(1).map((bar, i) => Math.sign(bar.close - x[i]!.close) * bar.volume));
export function vwap(x: Bars): number {
  const volume = naive.sum(x.map((bar) => bar.volume));
  const prices = typical(x);
  return volume === 0 ? Number.NaN : naive.sum(x.map((bar, i) => prices[i]! * bar.volume)) / volume;
}
export function aroon(x: Bars, n: number): [number, number] {
  const window = x.slice(-n - 1);
  const since = (values: Line, extreme: number): number => values.length - 1 - values.lastIndexOf(extreme);
  const highs = window.map((bar) => bar.high);
  const lows = window.map((bar) => bar.low);
  return [(100 * (n - since(highs, Math.max(...highs)))) / n, (100 * (n - since(lows, Math.min(...lows)))) / n];
}
/** dx, plus, minus of the last bar. */
export function dmi(x: Bars, n: number): [number, number, number] {
  const moves = x.slice(1).map((bar, i) => ({ up: bar.high - x[i]!.high, down: x[i]!.low - bar.low }));
  const average = (of: Line): number => naive.wilder(of, n, n);
  const up = average(moves.map((move) => (move.up > move.down ? Math.max(move.up, 0) : 0)));
  const down = average(moves.map((move) => (move.down > move.up ? Math.max(move.down, 0) : 0)));
  const range = average(naive.trueRanges(x).slice(1));
  const dx = up + down === 0 ? 0 : (100 * Math.abs(up - down)) / (up + down);
  return [dx, range === 0 ? 0 : (100 * up) / range, range === 0 ? 0 : (100 * down) / range];
}
export function adx(x: Bars, n: number): number {
  const dxs = x.map((_, i) => (i < n ? Number.NaN : dmi(x.slice(0, i + 1), n)[0])).slice(n);
  return naive.wilder(dxs, n, n);
}
export const parkinson = (x: Bars): number =>
  Math.sqrt(naive.mean(x.map((bar) => (Math.log(bar.high) - Math.log(bar.low)) ** 2)) / (4 * Math.log(2)));
export function yangZhang(x: Bars, n: number): number {
  const window = x.slice(-n);
  const variance = (of: Line): number => naive.std(of, 1) ** 2;
  const gaps = window.map((bar, i) => Math.log(bar.open) - Math.log(x[x.length - n + i - 1]!.close));
  const bodies = window.map((bar) => Math.log(bar.close) - Math.log(bar.open));
  const rs = naive.mean(
    window.map((bar) => {
      const [u, d, c] = [Math.log(bar.high / bar.open), Math.log(bar.low / bar.open), Math.log(bar.close / bar.open)];
      return u * (u - c) + d * (d - c);
    }),
  );
  const k = 0.34 / (1.34 + (n + 1) / (n - 1));
  return Math.sqrt(variance(gaps) + k * variance(bodies) + (1 - k) * rs);
}
export const amihuds = (x: Bars, n: number): number[] => {
  const each = x.slice(1).map((bar, i) => Math.abs(bar.close - x[i]!.close) / x[i]!.close / (bar.close * bar.volume));
  return line(each, n, (prefix) => naive.mean(prefix.slice(-n)));
};
export function median(x: Line): number {
  const sorted = x.toSorted((a, b) => a - b);
  return (sorted[Math.floor((x.length - 1) / 2)]! + sorted[Math.ceil((x.length - 1) / 2)]!) / 2;
}

/** Wilder's rules, one bar after the other; the stop and the side of the last bar. */
export function parabolic(x: Bars, step: number, max: number): [number, number] {
  const [a, b] = [x[0]!, x[1]!];
  let long = !(a.low - b.low > Math.max(0, b.high - a.high));
  let stop = long ? a.low : a.high;
  let best = long ? b.high : b.low;
  let news = 1;
  let shown = Number.NaN;
  for (let t = 1; t < x.length; t++) {
    const bar = x[t]!;
    // On the second bar there is nothing before it that limits the stop.
    const before = x[Math.max(t - 1, 1)]!;
    const hit = long ? bar.low <= stop : bar.high >= stop;
    if (hit) {
      long = !long;
      shown = long ? Math.min(best, before.low, bar.low) : Math.max(best, before.high, bar.high);
      best = long ? bar.high : bar.low;
      news = 1;
    } else {
      shown = stop;
      const beaten = long ? bar.high > best : bar.low < best;
      if (beaten) best = long ? bar.high : bar.low;
      if (beaten) news++;
    }
    stop = shown + Math.min(news * step, max) * (best - shown);
    stop = long ? Math.min(stop, before.low, bar.low) : Math.max(stop, before.high, bar.high);
  }
  return [shown, long ? 1 : -1];
}
