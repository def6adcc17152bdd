import type { Trade } from '../core/trade.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import type { Analyzer, AnalyzerFactory } from './analyzer.js';

export interface TradeListResult {
  /** Closed pieces of positions, first in first out, in the order of their exits. */
  readonly trades: readonly Trade[];
  /** Part of the trades that made money after costs, 0 to 1. */
  readonly winRate: Statistic;
}

/** All closed trades. */
export function tradeList(): AnalyzerFactory<TradeListResult> {
  return () => new TradeListAnalyzer();
}

class TradeListAnalyzer implements Analyzer<TradeListResult> {
  readonly #trades: Trade[] = [];

  onTrade(trade: Trade): void {
    this.#trades.push(trade);
  }

  result(): TradeListResult {
    const n = this.#trades.length;
    const wins = this.#trades.filter((trade) => trade.netQuanta > 0).length;
    return { trades: this.#trades, winRate: n === 0 ? noStatistic('no trade was closed', 0) : statistic(wins / n, n) };
  }
}
