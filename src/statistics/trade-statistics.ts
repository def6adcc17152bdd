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
  const { net, days, returns, profits, losses, wins, lost, best, worst, longest, winningStreak, losingStreak } = sumsOf(trades);
  const n = trades.length;
  const overAll = (value: number): Statistic => (n === 0 ? noStatistic('no trade was closed', 0) : statistic(value, n));
  const averageWin = wins === 0 ? noStatistic('no trade made money', 0) : statistic(profits / wins, wins);
  const averageLoss = lost === 0 ? noStatistic('no trade lost money', 0) : statistic(losses / lost, lost);
  return {
    trades: n,
    wins,
    losses: lost,
    breakEven: n - wins - lost,
    winRate: overAll(wins / n),
    profitFactor: n > 0 && lost === 0 ? noStatistic('no trade lost money', n) : overAll(profits / -losses),
    expectancy: overAll(sum(net) / n),
    meanReturn: overAll(returns / n),
    averageWin,
    averageLoss,
    payoff: payoffOf(averageWin, averageLoss, n),
    best: overAll(best),
    worst: overAll(worst),
    systemQuality: systemQuality(net),
    meanHoldingDays: overAll(sum(days) / n),
    medianHoldingDays: n === 0 ? noStatistic('no trade was closed', 0) : median(days),
    longestHoldingDays: overAll(longest),
    longestWinningStreak: winningStreak,
    longestLosingStreak: losingStreak,
  };
}

/** One way through the trades: a run may have tens of thousands. */
function sumsOf(trades: readonly TradeOutcome[]) {
  const net = new Float64Array(trades.length);
  const days = new Float64Array(trades.length);
  let [returns, profits, losses, wins, lost] = [0, 0, 0, 0, 0];
  let [best, worst, longest] = [-Infinity, Infinity, -Infinity];
  let [winning, losing, winningStreak, losingStreak] = [0, 0, 0, 0];
  for (let i = 0; i < trades.length; i++) {
    const trade = trades[i]!;
    const made = trade.net;
    const held = (trade.exitTime - trade.entryTime) / DAY_MS;
    net[i] = made;
    days[i] = held;
    returns += made / trade.entryValue;
    winning = made > 0 ? winning + 1 : 0;
    losing = made < 0 ? losing + 1 : 0;
    if (made > 0) {
      wins++;
      profits += made;
    } else if (made < 0) {
      lost++;
      losses += made;
    }
    if (made > best) best = made;
    if (made < worst) worst = made;
    if (held > longest) longest = held;
    if (winning > winningStreak) winningStreak = winning;
    if (losing > losingStreak) losingStreak = losing;
  }
  return { net, days, returns, profits, losses, wins, lost, best, worst, longest, winningStreak, losingStreak };
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

/** A plain loop: `reduce` calls a function for each. */
function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
