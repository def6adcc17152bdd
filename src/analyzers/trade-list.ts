import type { Trade } from '../core/trade.js';
import type { Analyzer, AnalyzerFactory } from './analyzer.js';

/** All closed trades (pieces of positions, first in first out) in the order of their exits. */
export function tradeList(): AnalyzerFactory<readonly Trade[]> {
  return () => new TradeListAnalyzer();
}

class TradeListAnalyzer implements Analyzer<readonly Trade[]> {
  readonly #trades: Trade[] = [];

  onTrade(trade: Trade): void {
    this.#trades.push(trade);
  }

  result(): readonly Trade[] {
    return this.#trades;
  }
}
