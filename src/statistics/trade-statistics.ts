import { centralMoments, deviationOf } from './moments.js';
import { median } from './quantile.js';
import { noStatistic, type Statistic, statistic } from './statistic.js';

/** What the statistics need of a closed trade. */
export interface TradeOutcome {
  /** Profit after all costs, account currency. */
  readonly net: number;
  /** Value at entry, above 0: what `net` is a part of. */
  readonly entryValue: number;
  /** Epoch milliseconds. */
  readonly entryTime: number;
  readonly exitTime: number;
}

/** Figures over closed trades, in the order of their exits. Money in account currency, rates as fractions. */
export interface TradeStatistics {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** Trades that made exactly nothing: neither won nor lost. */
  readonly breakEven: number;
  /** `wins / trades`. */
  readonly winRate: Statistic;
  /** Sum of the profits over the size of the sum of the losses. */
  readonly profitFactor: Statistic;
  /** Mean net profit of a trade. */
  readonly expectancy: Statistic;
  /** Mean of `net / entryValue`. */
  readonly meanReturn: Statistic;
  readonly averageWin: Statistic;
  /** Below 0. */
  readonly averageLoss: Statistic;
  /** Average win over the size of the average loss. */
  readonly payoff: Statistic;
  readonly best: Statistic;
  readonly worst: Statistic;
  /** `√n · mean / sample deviation` of the net profits. */
  readonly systemQuality: Statistic;
  /** Days of 24 hours from entry to exit. */
  readonly meanHoldingDays: Statistic;
  readonly medianHoldingDays: Statistic;
  readonly longestHoldingDays: Statistic;
  /** Wins in a row at most; a trade that made nothing ends the row. */
  readonly longestWinningStreak: number;
  readonly longestLosingStreak: number;
}

const DAY_MS = 86_400_000;

/**
 * Statistics of trades. Each figure says over how many trades it was made, and why where there is none.
 *
 * Source of the system quality number: V. K. Tharp, Definitive Guide to Position Sizing (2008), with profits in money
 * in place of multiples of the risk, which an engine does not know.
 */
export function tradeStatistics(trades: readonly TradeOutcome[]): TradeStatistics {
  const n = trades.length;
  const net = columnOf(trades, (trade) => trade.net);
  const won = chosen(net, (each) => each > 0);
  const lost = chosen(net, (each) => each < 0);
  const days = columnOf(trades, (trade) => (trade.exitTime - trade.entryTime) / DAY_MS);
  const overAll = (of: () => number): Statistic => (n === 0 ? noStatistic('no trade was closed', 0) : statistic(of(), n));
  const averageWin = meanOf(won, 'no trade made money');
  const averageLoss = meanOf(lost, 'no trade lost money');
  const profits = sum(won);
  const losses = -sum(lost);
  return {
    trades: n,
    wins: won.length,
    losses: lost.length,
    breakEven: n - won.length - lost.length,
    winRate: overAll(() => won.length / n),
    profitFactor: n > 0 && losses === 0 ? noStatistic('no trade lost money', n) : overAll(() => profits / losses),
    expectancy: overAll(() => sum(net) / n),
    meanReturn: overAll(() => sum(columnOf(trades, (trade) => trade.net / trade.entryValue)) / n),
    averageWin,
    averageLoss,
    payoff: payoffOf(averageWin, averageLoss, n),
    best: overAll(() => extreme(net, Math.max)),
    worst: overAll(() => extreme(net, Math.min)),
    systemQuality: systemQuality(net),
    meanHoldingDays: overAll(() => sum(days) / n),
    medianHoldingDays: n === 0 ? noStatistic('no trade was closed', 0) : median(days),
    longestHoldingDays: overAll(() => extreme(days, Math.max)),
    longestWinningStreak: longestStreak(net, (each) => each > 0),
    longestLosingStreak: longestStreak(net, (each) => each < 0),
  };
}

function systemQuality(net: Float64Array): Statistic {
  const n = net.length;
  if (n < 2) return noStatistic(`needs at least 2 trades, has ${n}`, n);
  const moments = centralMoments(net);
  if (moments.m2 === 0) return noStatistic('all trades made the same', n);
  return statistic((Math.sqrt(n) * moments.mean) / deviationOf(moments, 1), n);
}

function payoffOf(win: Statistic, loss: Statistic, n: number): Statistic {
  if (win.value === undefined) return { ...win, n };
  if (loss.value === undefined) return { ...loss, n };
  return statistic(win.value / -loss.value, n);
}

function meanOf(values: Float64Array, none: string): Statistic {
  return values.length === 0 ? noStatistic(none, 0) : statistic(sum(values) / values.length, values.length);
}

// Plain loops: `Float64Array.from`, `filter` and `for … of` go through iterators and calls, which takes ten times as long.

function columnOf(trades: readonly TradeOutcome[], of: (trade: TradeOutcome) => number): Float64Array {
  const column = new Float64Array(trades.length);
  for (let i = 0; i < trades.length; i++) column[i] = of(trades[i]!);
  return column;
}

function chosen(values: Float64Array, counts: (value: number) => boolean): Float64Array {
  const kept = new Float64Array(values.length);
  let length = 0;
  for (let i = 0; i < values.length; i++) if (counts(values[i]!)) kept[length++] = values[i]!;
  return kept.subarray(0, length);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

function extreme(values: Float64Array, of: (a: number, b: number) => number): number {
  let found = values[0]!;
  for (let i = 1; i < values.length; i++) found = of(found, values[i]!);
  return found;
}

function longestStreak(values: Float64Array, counts: (value: number) => boolean): number {
  let longest = 0;
  let current = 0;
  for (let i = 0; i < values.length; i++) {
    current = counts(values[i]!) ? current + 1 : 0;
    if (current > longest) longest = current;
  }
  return longest;
}
