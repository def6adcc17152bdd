import type { Ohlcv } from '../../src/indicators/index.js';

/* The definitions, written for clarity: whole arrays, nothing kept between calls. */

export const sum = (x: readonly number[]): number => x.reduce((total, each) => total + each, 0);
export const mean = (x: readonly number[]): number => sum(x) / x.length;

export function std(x: readonly number[], ddof: number): number {
  const m = mean(x);
  return Math.sqrt(sum(x.map((each) => (each - m) ** 2)) / (x.length - ddof));
}

export function zScore(x: readonly number[], ddof: number): number {
  if (x.every((each) => each === x[0])) return 0;
  return (x.at(-1)! - mean(x)) / std(x, ddof);
}

/** Weighted sum form of the recursion: (1 − a)^k on the seed, a(1 − a)^j on the j-th newest of the inputs after it. */
export function exponential(seed: number, rest: readonly number[], alpha: number): number {
  const k = rest.length;
  return sum([seed * (1 - alpha) ** k, ...rest.map((x, i) => alpha * (1 - alpha) ** (k - 1 - i) * x)]);
}

export function ema(x: readonly number[], n: number, seedLength: number): number {
  return exponential(mean(x.slice(0, seedLength)), x.slice(seedLength), 2 / (n + 1));
}

export function wilder(x: readonly number[], n: number, seedLength: number): number {
  return exponential(mean(x.slice(0, seedLength)), x.slice(seedLength), 1 / n);
}

export function rsi(x: readonly number[], average: (changes: readonly number[]) => number): number {
  const changes = x.slice(1).map((each, i) => each - x[i]!);
  const gain = average(changes.map((change) => Math.max(change, 0)));
  const loss = average(changes.map((change) => Math.max(-change, 0)));
  if (gain === 0 && loss === 0) return 50;
  // Wilder's own form, 100 − 100 / (1 + RS).
  return loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
}

export function trueRanges(bars: readonly Ohlcv[]): number[] {
  return bars.map(({ high, low }, i) => {
    if (i === 0) return high - low;
    const last = bars[i - 1]!.close;
    return Math.max(high, last) - Math.min(low, last);
  });
}

export function garmanKlass(bars: readonly Ohlcv[]): number {
  const variances = bars.map(({ open, high, low, close }) => {
    const u = Math.log(high) - Math.log(low);
    const c = Math.log(close) - Math.log(open);
    return u ** 2 / 2 - (2 * Math.log(2) - 1) * c ** 2;
  });
  return Math.sqrt(mean(variances));
}
