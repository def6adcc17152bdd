import { readFileSync } from 'node:fs';

/**
 * The examples once more by hand: files read by splitting lines, money in plain float64, fills in plain loops. Nothing
 * here imports the engine, its feeds or its indicators, so that a mistake there cannot hide.
 */
export interface PlainBar {
  readonly date: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Total-return bars of a sample file. */
export function plainBars(symbol: string, last = '9999'): PlainBar[] {
  const text = readFileSync(new URL(`../../examples/data/${symbol}.csv`, import.meta.url), 'utf8');
  const [, ...lines] = text.trim().split('\n');
  return lines
    .map((line) => {
      const [date, open, high, low, close, adjusted] = line.split(',');
      const factor = Number(adjusted) / Number(close);
      return {
        date: date!,
        open: Number(open) * factor,
        high: Number(high) * factor,
        low: Number(low) * factor,
        close: Number(close) * factor,
      };
    })
    .filter((bar) => bar.date <= last);
}

/** 5 bp and a tenth of the Garman-Klass volatility of the 20 sessions before `index`, as a part of the value traded. */
export function volatilityRate(bars: readonly PlainBar[], index: number): number {
  const variances = bars.slice(index - 20, index).map(({ open, high, low, close }) => {
    const range = Math.log(high) - Math.log(low);
    const body = Math.log(close) - Math.log(open);
    return 0.5 * range ** 2 - (2 * Math.log(2) - 1) * body ** 2;
  });
  const mean = variances.reduce((sum, one) => sum + one, 0) / variances.length;
  return (5 + 0.1 * 10_000 * Math.sqrt(mean)) / 10_000;
}

/** The largest whole number of units that `cash` pays at `price`, costs included, and at most `wanted`. */
export function payable(cash: number, price: number, rate: number, wanted: number): number {
  let units = wanted;
  while (units > 0 && units * price * (1 + rate) > cash) units--;
  return units;
}

/** Date filled, symbol, side, quantity, price. */
export type PlainFill = readonly [date: string, symbol: string, side: 'buy' | 'sell', quantity: number, price: number];

const BUFFER = 0.0025;
const START = 100_000;

/** Everything into SPY at the open after the first session. */
export function plainBuyAndHold(from: string): { fills: PlainFill[]; equity: number } {
  const bars = plainBars('SPY');
  const next = bars.findIndex((bar) => bar.date >= from) + 1;
  const rate = volatilityRate(bars, next);
  const sized = Math.trunc((START * (1 - BUFFER)) / bars[next - 1]!.close);
  const accepted = payable(START, bars[next - 1]!.close, rate, sized);
  const units = payable(START, bars[next]!.open, rate, accepted);
  const cash = START - units * bars[next]!.open * (1 + rate);
  return {
    fills: [[bars[next]!.date, 'SPY', 'buy', units, bars[next]!.open]],
    equity: cash + units * bars.at(-1)!.close,
  };
}

/** SPY from a cross of its 50-day average above the 200-day one to the cross below. */
export function plainSmaCross(from: string): { fills: PlainFill[]; equity: number } {
  const bars = plainBars('SPY');
  const average = (last: number, length: number): number =>
    bars.slice(last - length + 1, last + 1).reduce((sum, bar) => sum + bar.close, 0) / length;
  const isAbove = (i: number): boolean => average(i, 50) > average(i, 200);
  const fills: PlainFill[] = [];
  let cash = START;
  let units = 0;
  for (let i = bars.findIndex((bar) => bar.date >= from); i < bars.length - 1; i++) {
    if (isAbove(i) === isAbove(i - 1)) continue;
    const { date, open } = bars[i + 1]!;
    const rate = volatilityRate(bars, i + 1);
    if (isAbove(i)) {
      const sized = Math.trunc((cash * (1 - BUFFER)) / bars[i]!.close);
      units = payable(cash, open, rate, payable(cash, bars[i]!.close, rate, sized));
      cash -= units * open * (1 + rate);
      fills.push([date, 'SPY', 'buy', units, open]);
    } else if (units > 0) {
      cash += units * open * (1 - rate);
      fills.push([date, 'SPY', 'sell', units, open]);
      units = 0;
    }
  }
  return { fills, equity: cash + units * bars.at(-1)!.close };
}

/** The five symbols with the highest return over 126 sessions, in equal parts, on the first session of each month. */
export function plainMomentum(
  symbols: readonly string[],
  from: string,
  last: string,
): { fills: PlainFill[]; equity: number; held: Map<string, readonly string[]> } {
  const bars = new Map(symbols.map((symbol) => [symbol, plainBars(symbol, last).filter((bar) => bar.date >= '2005-01-03')]));
  const all = (symbol: string): PlainBar[] => bars.get(symbol)!;
  const dates = all(symbols[0]!).map((bar) => bar.date);
  const fills: PlainFill[] = [];
  const held = new Map<string, readonly string[]>();
  const units = new Map<string, number>();
  let cash = START;
  for (let i = dates.findIndex((date) => date >= from); i < dates.length; i++) {
    if (dates[i]!.slice(0, 7) === dates[i - 1]!.slice(0, 7)) continue;
    const mark = (symbol: string): number => all(symbol)[i - 1]!.close;
    const momentum = (symbol: string): number => mark(symbol) / all(symbol)[i - 127]!.close;
    const best = symbols.toSorted((a, b) => momentum(b) - momentum(a)).slice(0, 5);
    held.set(dates[i]!, best);
    const equity = symbols.reduce((sum, symbol) => sum + (units.get(symbol) ?? 0) * mark(symbol), cash);
    const rate = new Map(symbols.map((symbol) => [symbol, volatilityRate(all(symbol), i)]));
    const change = (symbol: string): number => {
      const present = units.get(symbol) ?? 0;
      return Math.trunc(((best.includes(symbol) ? 0.2 : 0) * equity * (1 - BUFFER) - present * mark(symbol)) / mark(symbol));
    };
    const leavers = symbols.filter((symbol) => (units.get(symbol) ?? 0) > 0 && !best.includes(symbol));
    const sales = [...leavers, ...best].map((symbol) => [symbol, leavers.includes(symbol) ? -units.get(symbol)! : change(symbol)] as const);
    // What the broker lets pass is counted at the last close, what it fills at the open.
    let promised = cash;
    for (const [symbol, delta] of sales) if (delta < 0) promised -= delta * mark(symbol) * (1 - rate.get(symbol)!);
    const purchases: (readonly [string, number])[] = [];
    for (const symbol of best) {
      const wanted = change(symbol);
      if (wanted <= 0) continue;
      const accepted = payable(promised, mark(symbol), rate.get(symbol)!, wanted);
      promised -= accepted * mark(symbol) * (1 + rate.get(symbol)!);
      purchases.push([symbol, accepted]);
    }
    for (const [symbol, delta] of sales) {
      if (delta >= 0) continue;
      const { open } = all(symbol)[i]!;
      cash -= delta * open * (1 - rate.get(symbol)!);
      units.set(symbol, units.get(symbol)! + delta);
      fills.push([dates[i]!, symbol, 'sell', -delta, open]);
    }
    for (const [symbol, accepted] of purchases) {
      const { open } = all(symbol)[i]!;
      const bought = payable(cash, open, rate.get(symbol)!, accepted);
      if (bought === 0) continue;
      cash -= bought * open * (1 + rate.get(symbol)!);
      units.set(symbol, (units.get(symbol) ?? 0) + bought);
      fills.push([dates[i]!, symbol, 'buy', bought, open]);
    }
  }
  const equity = symbols.reduce((sum, symbol) => sum + (units.get(symbol) ?? 0) * all(symbol).at(-1)!.close, cash);
  return { fills, equity, held };
}

/** Days on which the pair changes its side, with the side after them: +1 is long the first and short the second. */
export function plainPairs(first: string, second: string, from: string): { date: string; side: number; next: PlainBar[] }[] {
  const a = plainBars(first);
  const b = plainBars(second);
  const turns: { date: string; side: number; next: PlainBar[] }[] = [];
  let side = 0;
  for (let i = a.findIndex((bar) => bar.date >= from); i < a.length - 1; i++) {
    const score = scoreOf(a.slice(i - 59, i + 1), b.slice(i - 59, i + 1));
    let wanted = side;
    if (score > 2) wanted = -1;
    else if (score < -2) wanted = 1;
    else if (Math.abs(score) < 0.5) wanted = 0;
    if (wanted === side) continue;
    side = wanted;
    turns.push({ date: a[i]!.date, side, next: [a[i + 1]!, b[i + 1]!] });
  }
  return turns;
}

/** Last residual of ln a = α + β ln b over its deviation, by the normal equations instead of centred sums. */
function scoreOf(a: readonly PlainBar[], b: readonly PlainBar[]): number {
  const n = a.length;
  let [sx, sy, sxx, sxy] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [Math.log(b[i]!.close), Math.log(a[i]!.close)];
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  }
  const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
  const level = (sy - slope * sx) / n;
  const residuals = a.map((bar, i) => Math.log(bar.close) - level - slope * Math.log(b[i]!.close));
  return residuals.at(-1)! / Math.sqrt(residuals.reduce((sum, one) => sum + one * one, 0) / (n - 2));
}
