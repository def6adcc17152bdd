import type { Trade } from '../core/trade.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import type { Analyzer, AnalyzerFactory } from './analyzer.js';

/** How many trades closed, and how many made money. */
export interface TradeSummary {
  readonly trades: number;
  /** Part of the trades that made money after costs, 0 to 1. */
  readonly winRate: Statistic;
}

/** Counts the closed trades, without keeping them. */
export function tradeSummary(): AnalyzerFactory<TradeSummary> {
  return () => new TradeSummaryAnalyzer();
}

class TradeSummaryAnalyzer implements Analyzer<TradeSummary> {
  #trades = 0;
  #wins = 0;

  onTrade(trade: Trade): void {
    this.#trades++;
    if (trade.netQuanta > 0) this.#wins++;
  }

  result(): TradeSummary {
    const n = this.#trades;
    return { trades: n, winRate: n === 0 ? noStatistic('no trade was closed', 0) : statistic(this.#wins / n, n) };
  }
}
